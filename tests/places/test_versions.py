# SPDX-License-Identifier: Apache-2.0
"""What is kept in memory is as old as a second at most, in every process, and never older than a rollback."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction

from sidan.places import versions
from sidan.places.models import Holiday, PlacesVersion
from sidan.places.versions import Kept, changed, current_stamp


def elsewhere(work: Callable[[], object]) -> None:
    """Do something in another thread with a connection of its own, as another process would."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def a_day_off(day: int) -> None:
    """Change a table of places without telling."""
    Holiday.objects.create(day=f"2026-09-{day:02}", name="台风", is_working=False)


def days_kept() -> Kept[int]:
    """Return the number of days, as it is kept."""
    return Kept(Holiday.objects.count)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes every check old, as if a second had passed."""

    def pass_a_second() -> None:
        monkeypatch.setattr(versions, "CHECK_SECONDS", 0.0)

    return pass_a_second


def test_every_change_of_a_table_is_stamped(db: None):
    """Adding, changing and deleting, past any verb, each give a new stamp."""
    stamps = {stored()}
    a_day_off(1)
    stamps.add(stored())
    Holiday.objects.update(name="暴雨")
    stamps.add(stored())
    Holiday.objects.all().delete()
    stamps.add(stored())

    assert len(stamps) == 4


def stored() -> UUID | None:
    """Return the stamp in the database."""
    return PlacesVersion.objects.values_list("stamp", flat=True).first()


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_change_within_a_second(later: Callable[[], None]):
    """Until the next check the old value is served without a query; then the new one is."""
    days = days_kept()
    assert days() == 0

    elsewhere(lambda: a_day_off(1))

    assert days() == 0
    later()
    assert days() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_between_two_checks_cost_no_query(django_assert_num_queries):
    """The check is one query, the loading another; after that nothing."""
    days = days_kept()

    with django_assert_num_queries(2):
        days()
    with transaction.atomic(), django_assert_num_queries(0):
        days()
    with django_assert_num_queries(0):
        days()


@pytest.mark.django_db(transaction=True)
def test_ones_own_change_is_seen_at_once(django_assert_num_queries):
    """Inside the transaction and after it, without waiting for the check."""
    days = days_kept()
    assert days() == 0

    with transaction.atomic():
        a_day_off(1)
        changed()
        assert days() == 1
    with django_assert_num_queries(0):
        assert days() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_taken_back_is_forgotten_at_once():
    """After a rollback the state before it is served again, and a later change is not mistaken for it."""
    days = days_kept()
    assert days() == 0

    with transaction.atomic():
        a_day_off(1)
        changed()
        assert days() == 1
        transaction.set_rollback(True)

    assert days() == 0
    with transaction.atomic():
        a_day_off(1)
        a_day_off(2)
        changed()
        assert days() == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_taken_back_to_a_savepoint_leaves_the_earlier_one(later: Callable[[], None]):
    """Of two changes in one transaction the second may fail alone."""
    days = days_kept()

    with transaction.atomic():
        a_day_off(1)
        changed()
        with transaction.atomic():
            a_day_off(2)
            changed()
            assert days() == 2
            transaction.set_rollback(True)
        later()
        assert days() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_keeps_the_old_state_under_a_stamp_not_yet_committed(later: Callable[[], None]):
    """While one thread changes places, another goes on seeing, and keeping, the state before."""
    days = days_kept()
    seen: list[int] = []
    later()

    with transaction.atomic():
        a_day_off(1)
        assert days() == 1
        elsewhere(lambda: seen.append(days()))
        assert days() == 1
    elsewhere(lambda: seen.append(days()))

    assert seen == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_what_many_threads_wait_for_is_loaded_once():
    """The first thread loads; the others take what it brought."""
    loaded: list[int] = []
    started = threading.Barrier(4)
    kept = Kept(lambda: loaded.append(1))
    current_stamp()

    def ask() -> None:
        started.wait()
        kept()
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert loaded == [1]
