# SPDX-License-Identifier: Apache-2.0
"""What is done to a round, from its opening to its seal: each verb one transaction, noted in the round and the log.

open_round -> compute -> let_check -> publish -> settle, with recompute on the way and cancel before publication. Each
locks the round, asks who may and where the round stands, and refuses with a sentence otherwise.
"""

import secrets
from datetime import date

from django.db import IntegrityError, transaction

from sidan.base.clock import now
from sidan.base.due import due
from sidan.base.errors import NotFound, Refused
from sidan.base.limits import Limit
from sidan.base.text import clean
from sidan.evaluation import shelf
from sidan.evaluation.authority import require_may_evaluate
from sidan.evaluation.computing import compute_run
from sidan.evaluation.objecting import note_corrected, unheard
from sidan.evaluation.reader import read
from sidan.evaluation.round_rows import STATE_WORDS, Round, RoundEvent
from sidan.evaluation.sealing import seal_of
from sidan.evaluation.subjects import subjects_of
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.places.calendars import calendar_for
from sidan.places.codes import LENGTHS, county_of
from sidan.places.models import Area

LONGEST_REASON = 500
LARGEST_SEED = 2**31 - 1
# Nobody is compared with nobody.
FEWEST = 2
AREA_LENGTHS = (LENGTHS["city"], LENGTHS["county"])
# From here on units and the public have seen it, and it is corrected and never withdrawn.
BEFORE_PUBLICATION = ("open", "computed", "checking")


@transaction.atomic
def open_round(code: str, area_code: str, *, since: date, until: date, by: Actor) -> Round:
    """Open a round of a ranking over a county or the city for a period that is over, and freeze what it compares by.

    The ranking file's text, its edition and the seed stay as they are today; who is compared, and in which class, as
    they are on the day of the first computation.
    """
    require_may_evaluate(by, area_code)
    if len(area_code) not in AREA_LENGTHS or not Area.objects.filter(code=area_code, void_on__isnull=True).exists():
        raise NotFound("There is no county or city “%(code)s”.", code=area_code)
    ranking, source = shelf.ranking(code), shelf.source_of(code)
    _require_over(since, until)
    found = Round(ranking=ranking.code, edition=ranking.edition, source=source, area_code=area_code)
    return _opened(found, "open", since=since, until=until, by=by)


@transaction.atomic
def recheck(found: Round, *, since: date, until: date, by: Actor) -> Round:
    """Open the re-check of a settled round: a round of its own by the same frozen ranking over a later period."""
    old = _locked(found, by=by, states=("settled",))
    _require_over(since, until)
    if since <= old.until:
        raise Refused("A re-check is of a later period; this round goes to %(day)s.", day=old.until)
    living = old.rechecks.exclude(state="cancelled").filter(since=since, until=until)
    if living.exists():
        raise Refused("There is a re-check of this round over that period already.")
    again = Round(
        ranking=old.ranking, edition=old.edition, source=old.source, area_code=old.area_code, recheck_of_id=old.pk
    )
    return _opened(again, "recheck", since=since, until=until, by=by)


@transaction.atomic
def compute(found: Round, *, by: Actor) -> Round:
    """Compute an open round for the first time."""
    found = _locked(found, by=by, states=("open",))
    compute_run(found)
    found.state = "computed"
    return _done(found, "compute", "round.computed", by=by, run=found.run)


@transaction.atomic
def recompute(found: Round, *, reason: str, by: Actor) -> Round:
    """Compute a round once more, for a reason that is kept; earlier runs stay, and so does where the round stands."""
    found = _locked(found, by=by, states=("computed", "checking", "published"))
    why = _reason(reason)
    compute_run(found)
    note_corrected(found)
    return _done(found, "recompute", "round.recomputed", by=by, note=why, run=found.run)


@transaction.atomic
def let_check(found: Round, *, by: Actor) -> Round:
    """Let the units see their figures and every order behind them."""
    found = _locked(found, by=by, states=("computed",))
    found.state = "checking"
    return _done(found, "let_check", "round.checked", by=by)


@transaction.atomic
def publish(found: Round, *, by: Actor) -> Round:
    """Let everybody see the result, and take objections for as long as the ranking says."""
    found = _locked(found, by=by, states=("checking",))
    limit = Limit.parse(read(found.source).publicity)
    found.state, found.published_at = "published", now()
    calendar = calendar_for(county_of(found.area_code))
    found.objections_until = due(limit, found.published_at, calendar=calendar).due_at
    return _done(found, "publish", "round.published", by=by, until=found.objections_until.date().isoformat())


@transaction.atomic
def settle(found: Round, *, by: Actor) -> Round:
    """Seal a round when the publicity is over and all objections have ended; from then on it never changes."""
    found = _locked(found, by=by, states=("published",))
    for fault in hindrances(found):
        raise fault
    found.digest = seal_of(found)
    found.state, found.settled_at = "settled", now()
    return _done(found, "settle", "round.settled", by=by, digest=found.digest)


@transaction.atomic
def cancel(found: Round, *, reason: str, by: Actor) -> Round:
    """Give a round up before it is published, for a reason that is kept; it may be opened anew."""
    found = _locked(found, by=by, states=BEFORE_PUBLICATION)
    why = _reason(reason)
    found.state = "cancelled"
    return _done(found, "cancel", "round.cancelled", by=by, note=why)


def hindrances(found: Round) -> list[Refused]:
    """Return all that keeps a published round from being settled: the publicity, and objections. One query."""
    early = found.objections_until is None or now() <= found.objections_until
    over = Refused("Objections are taken until %(moment)s; settle the round after that.", moment=_until(found))
    return [*([over] if early else []), *unheard(found)]


def _opened(found: Round, verb: str, *, since: date, until: date, by: Actor) -> Round:
    """Write a new round with whom it compares."""
    found.since, found.until = since, until
    found.seed, found.opened_at = secrets.randbelow(LARGEST_SEED), now()
    if by.user_id is None:
        raise Refused("Rounds of evaluation are run by the evaluators of the area.")
    found.opened_by_id = by.user_id
    if len(subjects_of(read(found.source), found.area_code)) < FEWEST:
        raise Refused("There is nobody to compare in this area.")
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError:
        raise Refused("There is a round of this ranking over this area and period already.") from None
    return _done(found, verb, "round.opened", by=by, ranking=found.ranking, edition=found.edition)


def _locked(found: Round, *, by: Actor, states: tuple[str, ...]) -> Round:
    """Return a round as it is now, locked, for an evaluator of its area; Refused in any other state than those."""
    require_may_evaluate(by, found.area_code)
    found = Round.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.state not in states:
        raise Refused("The round is %(state)s now, so this cannot be done.", state=STATE_WORDS[found.state])
    return found


def _done(
    found: Round, verb: str, action: str, *, by: Actor, note: str = "", **details: str | int | bool | None
) -> Round:
    """Write a round, what was done to it, and the entry in the log."""
    found.save()
    RoundEvent.objects.create(round=found, verb=verb, at=now(), by_id=by.user_id, note=note)
    more = {"reason": note} if note else {}
    record(by, action, found.subject, area=found.area_code, **details, **more)
    return found


def _require_over(since: date, until: date) -> None:
    """Refuse a period that is turned round or not over yet."""
    if until < since:
        raise Refused("The period ends before it begins.")
    if until >= city_today():
        raise Refused("The period is not over yet; a round can be opened from the day after it.")


def _reason(reason: str) -> str:
    """Return a reason as it is kept; refuse none."""
    why = clean(reason, LONGEST_REASON)
    if not why:
        raise Refused("Please say why; the reason is kept with the round.")
    return why


def _until(found: Round) -> str:
    """Return until when objections are taken, to the minute, in the area's own time."""
    if found.objections_until is None:
        return ""
    return calendar_for(county_of(found.area_code)).local(found.objections_until).strftime("%Y-%m-%d %H:%M")
