# SPDX-License-Identifier: Apache-2.0
"""The sentences in which a look at a reply speaks: what is missing, and what to write instead. Pure: no Django."""

from sidan.base.errors import Words

PRIVATE = Words(
    "“%(words)s”是点单人的私人信息，答复会被别人看到：请删去，写“您留下的电话”这样的话。",
    "“%(words)s” is private to the reporter, and others may read the answer: leave it out, say “your number”.",
)
LANGUAGE = Words(
    "来信和答复不是同一种语言：请用来信人的语言再写一遍，或附上译文。",
    "The answer is in another language than the message: write it in the reporter's, or add a translation.",
)
OFF_TOPIC = Words(
    "答复里几乎没有提到来信说的地方和问题：请先写明是哪件事、在哪里，再写结果。",
    "The answer hardly mentions the place and trouble of the message: begin with which matter and where, then the "
    "result.",
)
UNTOUCHED = Words(
    "来信还问到“%(words)s”，答复没有提到：请补一句结果，或说明为什么不能答。",
    "The message also asks “%(words)s”, and the answer does not mention it: add the result, or why it cannot be told.",
)
HANDED_ON = Words(
    "“%(words)s”没有写交给了谁：请写单位的全称、联系电话和哪天前答复。",
    "“%(words)s” does not say to whom: name the unit, its telephone and the day by which it answers.",
)
NOTHING_SAID = Words(
    "只有客套话，还没有写做了什么、查到什么或怎么决定：请写一句，例如“某月某日到现场查看，已经……”。",
    "There are only courtesies so far: say what was done, found or decided, as in “on 3 May we looked at the place "
    "and …”.",
)
NO_BASIS = Words(
    "“%(words)s”没有说依据：请写是哪一条规定，或者为什么现在办不到、还有什么办法。",
    "“%(words)s” gives no ground: name the rule, or say why it cannot be done now and what else can be.",
)
NO_DAY = Words(
    "“%(words)s”没有说哪一天：请写办好的日期，定不下来就写哪天前再答复。",
    "“%(words)s” names no day: write by when it is done, or by when you will answer again.",
)
NO_DATE = Words(
    "没有写是哪天办的或哪天前办好：请写一个日期。",
    "It does not say on which day it was done, or by when it will be: write a date.",
)
NO_WHO = Words(
    "没有写是谁办的、还有疑问找谁：请写经办单位或科室和电话。",
    "It does not say who dealt with it and whom to ask further: name the office and a telephone.",
)
EMPTY = Words(
    "“%(words)s”这类话没有内容：请换成做了什么，或者删去。",
    "“%(words)s” says nothing: put what was done in its place, or leave it out.",
)
PREACHING = Words(
    "“%(words)s”像在要求来信人：请改为说明原因和补救办法，不要求对方理解或配合。",
    "“%(words)s” tells the reporter how to behave: give the reason and the remedy instead of asking for patience.",
)
ORDER = Words(
    "答复较长又没有分段：请按来信的问题分成1、2、3，先写结果。",
    "The answer is long and in one block: number it by what was asked, the result first.",
)
LONG = Words(
    "“%(words)s”这一句太长：请拆成两三句，一句说一件事。",
    "The sentence “%(words)s” is too long: make it two or three, one thing in each.",
)
OFFICIALESE = Words("“%(words)s”是公文话，可以改成：", "“%(words)s” is officialese; plainer: ")


def filled(sentence: Words, *, words: str) -> Words:
    """Return a sentence with the words it is about in its place."""
    return Words(sentence.zh.replace("%(words)s", words), sentence.en.replace("%(words)s", words))
