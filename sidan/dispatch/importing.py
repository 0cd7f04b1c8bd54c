# SPDX-License-Identifier: Apache-2.0
"""Opens an order for every message of a spreadsheet, through the engine and as if residents had sent them one by one.

A message is taken once, whatever file brings it again, so an import that broke off is simply run again. What does not
fit the form (a longer text, a phone number that is none, a time) is kept elsewhere in the order, never dropped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from sidan.base import clock
from sidan.base.columns import at
from sidan.base.errors import Invalid, NotFound, Refused
from sidan.base.text import excerpt
from sidan.dispatch.alarms import unheard
from sidan.dispatch.hints import suggester
from sidan.dispatch.message_sheets import Message
from sidan.orders import registry
from sidan.orders.catalogue import Matter
from sidan.orders.declare import Programme
from sidan.orders.matters import active_matters
from sidan.orders.models import Order
from sidan.orders.moves import Place, make, submit
from sidan.orders.retention import contact_until
from sidan.orders.value_fields import MOST_TEXT
from sidan.people import contacts
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.contact_details import WISH_LENGTH, details_from
from sidan.people.models import Contact
from sidan.places.codes import county_of, stripped
from sidan.places.models import Area

PROGRAMME = "service"
VIA = "import"
# One transaction each: large enough that the disk is not waited for at every row, small enough to lose little.
BATCH = 200
# From here on the words are more often right than wrong; weaker guesses stand on the desk's page only.
SURE_SCORE = 0.5
PLACE_LENGTH = 200
PIECE_MARK_LENGTH = 40
# What was written longer ago is no danger any more that somebody could be sent to.
FRESH_HOURS = 24


@dataclass(frozen=True, slots=True)
class Wishes:
    """How messages are taken: where those without an area belong, and under which moment they are opened.

    With `in_their_time` the clock of the process travels to each message's own time, and every deadline is long past.
    `suggest` fills in the matter where the words are clear. `most` is how many orders are opened at once, 0 for all.
    """

    area: str = ""
    in_their_time: bool = False
    suggest: bool = True
    most: int = 0


@dataclass
class Taken:
    """What came of an import: the orders opened, messages known before, and what is to be told of single rows."""

    opened: int = 0
    known: int = 0
    heard: int = 0
    filled_in: int = 0
    pieces: int = 0
    refused: list[Refused] = field(default_factory=list)
    remarks: list[Refused] = field(default_factory=list)


def import_messages(
    messages: Sequence[Message], *, by: Actor, wishes: Wishes, progress: Callable[[int, Taken], None] | None = None
) -> Taken:
    """Open an order for each message that has none yet, in batches of their own transactions, and say what came of it.

    A message that cannot be taken is among the refused and changes nothing else. `progress` hears after each batch how
    many messages were read. Cost: about ten queries an order. Not inside a request: the clock may travel.
    """
    desk = _Desk(wishes)
    taken = Taken()
    ordered = _in_order(messages, wishes)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        if wishes.most and taken.opened >= wishes.most:
            break
        before = taken.opened
        with transaction.atomic():
            desk.take(batch, taken)
            if taken.opened > before:
                record(by, "orders.imported", count=taken.opened - before)
        if progress is not None:
            progress(start + len(batch), taken)
    return taken


def _in_order(messages: Sequence[Message], wishes: Wishes) -> Sequence[Message]:
    """Return the messages in the order they are taken: the file's own, or by their time, those without one last."""
    if not wishes.in_their_time:
        return messages
    return sorted(messages, key=lambda message: (message.at is None, message.at or clock.now()))


class _Desk:
    """Takes messages down: knows the areas and matters, which are read once."""

    def __init__(self, wishes: Wishes) -> None:
        """Read the areas and the programme; Refused when the area of choice is none."""
        self._wishes = wishes
        self._programme = registry.current(PROGRAMME)
        living = Area.objects.filter(void_on__isnull=True).exclude(level="city").order_by("code")
        self._areas: dict[str, str] = dict(living.values_list("code", "name"))
        self._matters: dict[str, Mapping[str, Matter]] = {}
        towns = (code for code in self._areas if len(code) == len("361002001"))
        usual = self._area(wishes.area) if wishes.area else next(towns, None)
        if usual is None:
            raise Refused("There are no areas yet; please import them first.")
        self._usual = usual

    def take(self, batch: Sequence[Message], taken: Taken) -> None:
        """Open the orders of a batch inside the caller's transaction, each by itself. One query, and those of each."""
        keys = [message.key for message in batch]
        known = set(Order.objects.filter(key__in=keys).values_list("key", flat=True))
        for key, message in zip(keys, batch, strict=True):
            if key in known:
                taken.known += 1
                continue
            if self._wishes.most and taken.opened >= self._wishes.most:
                return
            try:
                with transaction.atomic():
                    self._open(message, key, taken)
            except Refused as reason:
                taken.refused.append(at(message.where, _first_of(reason)))
                continue
            known.add(key)
            taken.opened += 1

    def _open(self, message: Message, key: str, taken: Taken) -> None:
        """Open the order of one message."""
        area = self._area(message.area) if message.area else self._usual
        contact, remark = _contact(message, county_of(area))
        heard, matter = self._matter(message, county_of(area))
        first, *others = _pieces(message, _note(message, matter), most=_longest(self._programme, "text"))
        answers = {"text": first, **({"matter": matter.code} if matter else {})}
        place = Place(area, text=excerpt(message.place, PLACE_LENGTH))
        with unheard(_is_old(message)), self._moment(message):
            order = submit(
                self._programme, answers, by=Actor.importer(), place=place, via=VIA, key=key, contact=contact
            )
            for piece in others:
                # What a form would have asked the resident to send as further facts is sent as such.
                make(order, "add_facts", {"facts": piece}, by=Actor.reporter(order.pk))
        taken.heard += heard
        taken.filled_in += matter is not None
        taken.pieces += len(others)
        if remark is not None:
            taken.remarks.append(at(message.where, remark))

    def _area(self, told: str) -> str:
        """Return the code of an area told by its code or by its name."""
        named = [code for code, name in self._areas.items() if name == told]
        if len(named) > 1:
            raise Refused("%(count)d areas are called %(name)s; please give the code.", count=len(named), name=told)
        try:
            code = named[0] if named else stripped(told)
        except Refused:
            raise NotFound("There is no area %(code)s.", code=told[:40]) from None
        if code not in self._areas:
            raise NotFound("There is no area %(code)s.", code=told[:40])
        return code

    def _matter(self, message: Message, county: str) -> tuple[bool, Matter | None]:
        """Return whether the words suggest any matter, and the matter they are sure enough of to fill in."""
        heard = suggester(county).suggest(message.words, at_most=1)
        if not heard or not self._wishes.suggest or heard[0].score < SURE_SCORE:
            return bool(heard), None
        if county not in self._matters:
            self._matters[county] = {matter.code: matter for matter in active_matters(county)}
        return True, self._matters[county].get(heard[0].matter)

    def _moment(self, message: Message) -> AbstractContextManager[None]:
        """Return the time under which the order is opened."""
        if not self._wishes.in_their_time:
            return nullcontext()
        if message.time_words:
            raise Refused("%(cell)s is not a time such as 2026-10-01 08:30.", cell=message.time_words[:40])
        if message.at is None:
            return nullcontext()
        if message.at > clock.now():
            raise Refused("the time %(time)s has not come yet.", time=f"{message.at:%Y-%m-%d %H:%M}")
        return clock.travel(message.at)


def _is_old(message: Message) -> bool:
    """Say whether a message was written so long ago that its danger is over; one without a time may be of today."""
    return message.at is not None and clock.now() - message.at > timedelta(hours=FRESH_HOURS)


def _contact(message: Message, county: str) -> tuple[Contact | None, Refused | None]:
    """Keep the contact of a message encrypted, if it gives one; return also what could not be read as one.

    What is no phone number or address goes, as written, into the same encrypted record, beside those that are.
    """
    given = {name: value for name in ("name", "phone", "email") if (value := getattr(message, name))}
    if not given:
        return None, None
    remark = None
    try:
        details = details_from(**given)
    except Invalid as invalid:
        unread = " ".join(given.pop(name) for name in invalid.faults)
        details = details_from(**given, wish=excerpt(unread, WISH_LENGTH))
        reason = next(iter(invalid.faults.values()))[0]
        remark = Refused("Taken; the contact was kept as it is written: %(reason)s", reason=reason)
    until = contact_until(clock.now()).astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return contacts.keep(**details.to_json(), forget_on=until, county=county), remark


def _note(message: Message, matter: Matter | None) -> str:
    """Return the line under an imported text that says where it comes from and what was added to it."""
    time = f"{message.at:%Y-%m-%d %H:%M}" if message.at else excerpt(message.time_words, 40)
    parts = [
        gettext("number %(id)s") % {"id": message.id} if message.id else "",
        gettext("written %(time)s") % {"time": time} if time else "",
        gettext("place: %(place)s") % {"place": message.place} if len(message.place) > PLACE_LENGTH else "",
        gettext("matter suggested by its words, not chosen by the writer") if matter else "",
    ]
    told = " · ".join(filter(None, parts))
    return gettext("(Imported. %(facts)s)") % {"facts": told} if told else gettext("(Imported.)")


def _pieces(message: Message, note: str, *, most: int) -> list[str]:
    """Return the text in pieces that fit the form, the note under the first, each further one marked as such."""
    room = most - PIECE_MARK_LENGTH
    pieces = list(_cut(message.words, first=max(room - len(note), 1), later=room))
    count = len(pieces)
    first = f"{pieces[0]}\n\n{note}"
    mark = gettext("(Continued, part %(part)d of %(count)d)")
    return [first, *(f"{mark % {'part': n, 'count': count}}\n{piece}" for n, piece in enumerate(pieces[1:], start=2))]


def _cut(text: str, *, first: int, later: int) -> Iterator[str]:
    """Yield a text in pieces of at most `first` and then `later` characters, cut after a sentence where one ends."""
    room = first
    while len(text) > room:
        ends = (text.rfind(sign, room // 2, room) + 1 for sign in "\n。！？")
        place = max(ends) or room
        yield text[:place].rstrip()
        text, room = text[place:].lstrip(), later
    yield text


def _longest(programme: Programme, field_code: str) -> int:
    """Return how many characters a field takes."""
    return programme.fields[field_code].max or MOST_TEXT


def _first_of(reason: Refused) -> Refused:
    """Return what is wrong with a row in one sentence: the first fault of its fields."""
    if isinstance(reason, Invalid):
        return next(fault for faults in reason.faults.values() for fault in faults)
    return reason
