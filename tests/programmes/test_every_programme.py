# SPDX-License-Identifier: Apache-2.0
"""Every programme, official or a county's own, is walked through with real orders by real people.

Whatever happens, somebody is responsible or the order is closed, its clock runs or it says why not, every refusal says
why in both languages, and its history holds. A directed search goes through the whole graph: every move is offered,
every role has something to do, every stage is reached, or what kept the walks from it is told.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from django.conf import settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from sidan.orders import registry
from sidan.orders.declare import Programme
from sidan.programmes.shelf import files, proved
from sidan.programmes.together import Filed
from tests.docs.test_add_a_programme import WHOLE
from tests.programmes.plausible import types_without_answers
from tests.programmes.samples import SAMPLE
from tests.programmes.searching import MOST_IDLE, hard_to_reach, search
from tests.programmes.society import Society
from tests.programmes.walking import Walker
from tests.world import World

SEED = 20260310
STEPS = 10
MOST_SEARCHES = 4


def _all() -> list[Filed]:
    """Return the official files, the city's own, and two that stand for a county's."""
    texts = [(path, path.read_text(encoding="utf-8")) for path in files(settings.PROGRAMMES_DIR)]
    texts += [(Path("manhole.toml"), WHOLE), (Path("sample.toml"), SAMPLE)]
    return [Filed(path, text, proved(text, name=path.name)) for path, text in texts]


every_programme = pytest.mark.parametrize("filed", _all(), ids=lambda filed: filed.programme.code)


@pytest.fixture
def society(world: World, shelf: None) -> Iterator[Society]:
    """People the county with somebody for every role."""
    return Society(world)


def test_every_type_of_field_has_plausible_answers() -> None:
    """A new type of field is walked through too: give it a line in tests/programmes/plausible.py."""
    assert types_without_answers() == set()


def evenly_drawn(programme: Programme) -> Programme:
    """Return a programme in which every second order is drawn for audit, so that both ways are soon walked."""
    if "audit_percent" not in programme.limits:
        return programme
    return msgspec.structs.replace(programme, limits={**programme.limits, "audit_percent": 50})


@every_programme
def test_the_whole_graph_is_walked(
    filed: Filed, society: Society, record_property: Callable[[str, object], None]
) -> None:
    """Every move is offered to somebody, every role named may act, every stage is reached or says what kept from it."""
    programme = evenly_drawn(filed.programme)
    registry.serve(programme, filed.source)
    random = Random(SEED)
    walker = Walker(programme, society, choose=lambda options: _weighed(options, random))

    # Chance decides which orders are drawn and what people answer: what it kept away is looked for again.
    for _ in range(MOST_SEARCHES):
        search(walker, random=random, most_idle=MOST_IDLE if programme is filed.programme else 2 * MOST_IDLE)
        if all(hard_to_reach(walker).values()):
            break

    walker.check_history()
    hard = hard_to_reach(walker)
    record_property("hard_to_reach", hard)
    assert {stage: why for stage, why in hard.items() if not why} == {}
    beyond = {move.code for move in programme.moves if set(move.sources) <= hard.keys()}
    beyond |= {move.code for move in programme.moves if walker.seen.refusals.get(move.instead_of)}
    assert {move.code for move in programme.moves} - walker.seen.offered - beyond == set()
    named = {role for move in programme.moves if move.code not in beyond for role in move.by}
    assert named - walker.seen.roles - {"clock"} == set()


@every_programme
def test_whatever_people_do_the_laws_hold(filed: Filed, society: Society) -> None:
    """Random moves by random people, and lateness in between, strand no order and rewrite no history."""
    registry.serve(filed.programme, filed.source)

    # A walk that fails is told as it is: making it shorter would take many minutes of real orders.
    @trials(max_examples=6, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])
    @given(st.data())
    def walk(data: st.DataObject) -> None:
        walker = Walker(filed.programme, society, choose=lambda options: data.draw(st.sampled_from(list(options))))
        order = walker.open()
        for _ in range(STEPS):
            offers = walker.offers(order)
            if not offers:
                break
            codes = sorted({move.code for move, _ in offers})
            code = data.draw(st.sampled_from(codes))
            walker.attempt(order, *data.draw(st.sampled_from([offer for offer in offers if offer[0].code == code])))
        walker.check_history()

    walk()


def _weighed(options: Sequence[Any], random: Random) -> Any:
    """Return one of the options, the first of them, which is the best answer, as often as all others together."""
    return options[0] if random.random() < 0.5 else random.choice(options)
