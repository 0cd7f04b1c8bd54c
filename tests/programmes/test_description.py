# SPDX-License-Identifier: Apache-2.0
"""Every programme of the shelf can be told and drawn for anybody to read."""

from xml.etree import ElementTree

import pytest

from sidan.programmes.description import described, drawing, usual_way
from sidan.programmes.shelf import files, proved

PROGRAMMES = [proved(path.read_text(encoding="utf-8"), name=path.name) for path in files()]
by_code = pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.code)


@by_code
def test_every_stage_is_told_with_its_turn_and_its_limit(programme: object) -> None:
    """Each open stage names whose turn it is, and a limit or the reason why it has none."""
    for each in described(programme):  # type: ignore[arg-type]
        if each.stage.kind != "closed":
            assert each.holder is not None
            assert each.limit is not None or each.stage.patient is not None
        assert "%(" not in each.told.zh + each.told.en


@by_code
def test_the_usual_way_leads_from_the_opening_to_an_end(programme: object) -> None:
    """It begins where orders enter and ends in a closed stage, without going round."""
    way = usual_way(programme)  # type: ignore[arg-type]

    codes = [each.stage.code for each in way]
    assert codes[0] == programme.opening.to  # type: ignore[attr-defined]
    assert way[-1].stage.kind == "closed"
    assert len(codes) == len(set(codes))


@by_code
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_drawing_is_sound_and_names_every_stage(programme: object, language: str) -> None:
    """The SVG can be parsed, carries no script, and names each stage."""
    svg = drawing(programme, language=language)  # type: ignore[arg-type]

    text = "".join(ElementTree.fromstring(svg).itertext())
    assert "<script" not in svg
    for each in described(programme):  # type: ignore[arg-type]
        name = each.stage.name.in_language(language)
        assert "".join(name.split()) in "".join(text.split())


def test_the_service_loop_in_six_steps() -> None:
    """The loop of the article: dispatched, signed for, handled, judged, closed."""
    service = next(programme for programme in PROGRAMMES if programme.code == "service")

    names = [str(each.stage.name) for each in usual_way(service)]

    assert names == ["待派单", "待签收", "办理中", "待评单", "已办结"]
