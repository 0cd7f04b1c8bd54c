# SPDX-License-Identifier: Apache-2.0
"""Who may enter which admin page, and who may not; every model is walked."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sidan.people.audit import record
from sidan.people.contacts import keep
from sidan.people.models import AuditEntry, User
from sidan.web.administration.urls import site
from tests.world import World

# What each post opens; "keeps" may add or change, "sees" may only look.
OPEN = {
    "system": {
        "keeps": {
            "area", "site", "station", "holiday", "officehours", "unit", "matter", "platform", "partner", "partnerkind",
        },
        "sees": {"delivery", "modelrun"},
    },
    "security": {"keeps": {"unit", "user", "post", "absence", "partner", "partnerkind"}, "sees": set()},
    "auditor": {
        "keeps": set(),
        "sees": {
            "area", "station", "holiday", "officehours", "unit", "matter", "platform", "partner", "partnerkind",
            "order", "auditentry",
        },
    },
}  # fmt: skip
# Rows of these come by sheet or by moves alone.
NEVER_ADDED = {"matter", "order", "auditentry", "delivery", "modelrun"}
MODELS = {model._meta.model_name: model._meta for model in site._registry}


def page(name: str, what: str = "changelist") -> str:
    """Return the address of a page of a model."""
    return reverse(f"admin:{MODELS[name].app_label}_{name}_{what}")


def test_only_living_data_stands_in_the_admin_pages() -> None:
    """No contact, no share, no session and nothing of a library's own is registered."""
    assert set(MODELS) == {
        "area", "site", "station", "holiday", "officehours", "unit", "user", "post", "absence", "partner",
        "partnerkind", "matter", "platform", "order", "auditentry", "delivery", "modelrun",
    }  # fmt: skip


@pytest.mark.parametrize("person", OPEN)
@pytest.mark.parametrize("name", sorted(MODELS))
def test_each_post_opens_its_own_models_and_no_others(offices: World, person: str, name: str) -> None:
    """Lists open to whoever keeps or sees the model, forms for new rows to keepers alone; all else is 403."""
    browser = offices.client(person)
    keeps, sees = OPEN[person]["keeps"], OPEN[person]["sees"]

    seen = browser.get(page(name)).status_code
    added = browser.get(page(name, "add")).status_code

    assert seen == (200 if name in keeps | sees else 403)
    assert added == (200 if name in keeps - NEVER_ADDED else 403)


@pytest.mark.parametrize("person", ["dispatcher", "leader", "supervisor", "handler", "crew", "stranger"])
@pytest.mark.parametrize("name", ["", *sorted(MODELS)])
def test_nobody_else_enters(offices: World, person: str, name: str) -> None:
    """Without one of the three posts the first page and every list are closed, signed in or not."""
    address = page(name) if name else "/admin/"

    assert offices.client(person).get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/sign-in?next=/admin/")


def test_the_flags_of_django_open_nothing(offices: World) -> None:
    """`is_staff` and permissions of Django's own count for nothing here."""
    User.objects.filter(username="stranger").update(is_staff=True)

    assert offices.client("stranger").get("/admin/").status_code == 403


def test_the_operators_own_account_enters_everywhere(offices: World) -> None:
    """The account made on the command line may open every model."""
    User.objects.create_superuser("operator", None)
    browser = Client()
    browser.force_login(User.objects.get(username="operator"), backend="django.contrib.auth.backends.ModelBackend")

    assert {browser.get(page(name)).status_code for name in MODELS} == {200}
    assert browser.get("/admin/").status_code == 200


def test_there_is_no_second_way_to_sign_in(db: None) -> None:
    """The admin's own sign-in leads to the one with the lock-out, and takes no password itself."""
    assert Client().get("/admin/login/?next=/admin/")["Location"] == "/sign-in?next=/admin/"
    answer = Client().post("/admin/login/", {"username": "system", "password": "x"})
    assert answer.status_code in {302, 405}


def test_no_page_names_a_contact(offices: World, auditor: Client) -> None:
    """The auditor reads an order's record without contact, key or query code."""
    contact = keep("张三", "13912345678", "", "", forget_on=date(2026, 9, 1))
    order = offices.at_work(contact=contact)

    answer = auditor.get(reverse("admin:orders_order_change", args=[order.pk]))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert order.number in text
    assert "13912345678" not in text
    assert "张三" not in text
    assert order.code_digest not in text or not order.code_digest
    assert AuditEntry.objects.filter(action="audit.viewed", subject=order.subject).exists()


@pytest.mark.parametrize("name", ["order", "auditentry"])
def test_records_cannot_be_changed_by_anybody(offices: World, name: str) -> None:
    """Posting to the pages of orders and of the audit log changes nothing, even for the operator."""
    order = offices.at_work()
    User.objects.create_superuser("operator", None)
    row = order if name == "order" else AuditEntry.objects.first() or _entry(offices)
    for browser in (offices.client("auditor"), _operator()):
        change = reverse(f"admin:{MODELS[name].app_label}_{name}_change", args=[row.pk])
        delete = reverse(f"admin:{MODELS[name].app_label}_{name}_delete", args=[row.pk])

        assert browser.post(change, {"text": "x", "subject": "x"}).status_code == 403
        assert browser.post(delete, {"post": "yes"}).status_code == 403

    assert type(row).objects.filter(pk=row.pk).exists()


def _operator() -> Client:
    """Return the operator's browser."""
    browser = Client()
    browser.force_login(User.objects.get(username="operator"), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _entry(offices: World) -> AuditEntry:
    """Return an entry of the audit log."""
    return record(offices.actor("dispatcher"), "sign_out", "user:dispatcher")


@pytest.mark.parametrize("name", sorted(MODELS))
def test_garbage_in_an_address_is_never_a_crash(offices: World, name: str) -> None:
    """Unknown filters, pages beyond the end, signs no database takes: a list or a sentence, whatever is asked."""
    User.objects.create_superuser("operator", None)
    browser = _operator()
    garbage = ("p=99999", "p=abc", "q=%00", "o=9.9", "foo=bar", "parent__code__startswith=36", "all=", "_facets=True")
    filters = ("level=grid", "level=nonsense", "kind=closed", "is_active=1", "is_active=maybe", "days=7", "living=1")

    answers = [browser.get(f"{page(name)}?{query}") for query in (*garbage, *filters)]

    assert {answer.status_code for answer in answers} <= {200, 302, 400}
    assert browser.get(f"{page(name)}999999999999999999999/change/").status_code in {302, 404}
    assert browser.get(f"{page(name)}abc/change/").status_code in {302, 404}
