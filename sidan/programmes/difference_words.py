# SPDX-License-Identifier: Apache-2.0
"""How the keys and values of a programme file are called where two editions are compared."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from sidan.base.errors import Words
from sidan.orders.declare import Programme
from sidan.orders.roles import ROLES
from sidan.programmes.description import KIND_NAMES

NOTHING = Words("无", "none")

# Every key of every declaration, as a sentence calls it.
LABELS: dict[str, Words] = {
    "code": Words("代码", "the code"),
    "basis": Words("依据", "the document it rests on"),
    "name": Words("名称", "the name"),
    "summary": Words("简介", "the summary"),
    "prefix": Words("单号前缀", "the prefix of its numbers"),
    "catalogue": Words("事项目录", "the catalogue of matters"),
    "public": Words("公开", "shown to the public"),
    "menu": Words("菜单次序", "its place in menus"),
    "contact_days": Words("联系方式保留天数", "for how many days contacts are kept"),
    "to": Words("去往环节", "the stage it leads to"),
    "by": Words("可由谁办理", "who may"),
    "asks": Words("填写项", "what is asked"),
    "needs": Words("条件", "the conditions"),
    "does": Words("效果", "the effects"),
    "told": Words("对外文字", "what is told"),
    "tells": Words("通知", "the message to"),
    "help": Words("填写提示", "the hint"),
    "label": Words("标签", "the label"),
    "type": Words("类型", "the type"),
    "required": Words("必填", "required"),
    "personal": Words("个人信息", "personal"),
    "published": Words("随单公布", "published with the order"),
    "shared": Words("各方可见", "shared with the parties"),
    "keep": Words("留存在单上", "kept on the order"),
    "min": Words("最小值", "the least"),
    "max": Words("最大值", "the most"),
    "opens": Words("逐行开单的工作法", "the programme its lines open"),
    "choices": Words("选项", "the choice"),
    "kind": Words("环节类别", "the kind"),
    "holder": Words("轮到谁", "whose turn it is"),
    "deadline": Words("时限", "the time limit"),
    "patient": Words("不设时限的理由", "why it has no limit"),
    "pauses": Words("暂停的时钟", "the clocks it pauses"),
    "late": Words("超时", "lateness"),
    "sources": Words("可从哪些环节办理", "the stages it leads from"),
    "at_most": Words("次数上限", "how often at most"),
    "instead_of": Words("替代的动作", "the move it takes the place of"),
    "restarts": Words("重新起算的时钟", "the clocks it begins anew"),
    "outcome": Words("办结结果", "the outcome"),
    "group": Words("表单分组", "the form it stands in"),
    "primary": Words("主要动作", "the usual move"),
    "returns": Words("退回", "a return"),
    "clock": Words("时钟", "the clock"),
    "limit": Words("时限", "the time limit"),
    "by_answer": Words("随答复而定的时限", "the answer its limit goes by"),
    "times": Words("时限", "the limit of"),
    "until": Words("到期日填写项", "the field that says until when"),
    "limits": Words("数值", "the number"),
    "measure": Words("计算方法", "the measure"),
    "move": Words("所计动作", "the move counted"),
    "stage": Words("所计环节", "the stage counted"),
    "field": Words("所计填写项", "the field counted"),
    "target": Words("目标填写项", "the field of the target"),
    "groups": Words("分组", "the form"),
}


@dataclass(frozen=True)
class Names:
    """How the codes of one edition are called in it."""

    programme: Programme

    def of(self, key: str, code: object) -> Words:
        """Return the name of what a key names, in quotation marks where it is the programme's own."""
        if code is None or code == "":
            return NOTHING
        if isinstance(code, bool):
            return Words("是", "yes") if code else Words("否", "no")
        known = self._by_key.get(key)
        found = known(str(code)) if known is not None else None
        return found if found is not None else Words(str(code), str(code))

    def listed(self, key: str, codes: Iterable[str]) -> Words:
        """Return several names as a list of each language."""
        names = [self.of(key, code) for code in codes]
        return Words("、".join(name.zh for name in names), ", ".join(name.en for name in names))

    @cached_property
    def _by_key(self) -> dict[str, Callable[[str], Words | None]]:
        """Return for each key that names something how its name is found."""
        stages = {stage.code: quoted(stage.name) for stage in self.programme.stages}
        moves = {move.code: quoted(move.name) for move in self.programme.moves}
        fields = {code: quoted(field.label) for code, field in self.programme.fields.items()}
        groups = {code: quoted(name) for code, name in self.programme.groups.items()}
        roles = {code: role.words for code, role in ROLES.items()}
        return {
            **dict.fromkeys(("to", "sources", "stage"), stages.get),
            **dict.fromkeys(("instead_of", "move"), moves.get),
            **dict.fromkeys(("asks", "until", "by_answer", "field", "target"), fields.get),
            **dict.fromkeys(("by", "holder", "tells"), roles.get),
            "group": groups.get,
            "kind": {str(kind): words for kind, words in KIND_NAMES.items()}.get,
        }


def quoted(words: Words) -> Words:
    """Return a name in the quotation marks of both languages."""
    return Words(f"“{words.zh}”", f"“{words.en}”")
