# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  lists of words; a Chinese character counts as two columns
"""What made-up residents write: sentences put together from a matter's everyday words, a place, a time and a temper.

Nothing here comes from anybody's message.
"""

from random import Random

from sidan.programmes.catalogue import Matter

SINCE = (
    "今天早上发现的", "昨天晚上开始的", "已经三天了", "快一个星期了", "半个多月了", "从上个月就这样", "断断续续两个月了",
    "下雨以后就这样", "每天晚上都这样", "周末特别厉害", "从春天到现在", "",
)  # fmt: skip
LASTING = ("已经三个月了", "从去年到现在", "半个多月了", "快一个星期了", "从上个月起", "这是第二次了", "", "")
TROUBLE = (
    "老人小孩进出很不方便", "晚上根本睡不好", "差点有人摔倒", "邻居们意见都很大", "已经影响正常生活", "看着很不放心",
    "来来往往的人都绕着走", "家里有老人实在受不了", "跟物业说过没人管", "打过电话说会处理一直没来", "孩子上学要从那里过", "",
)  # fmt: skip
WISH = (
    "请尽快派人来看看。", "希望能早点解决。", "麻烦安排处理一下，谢谢。", "请问归哪个部门管？", "盼回复。", "请给个说法。",
    "希望不要再推来推去了。", "谢谢你们，辛苦了！", "请告诉我们什么时候能弄好。", "望重视！",
)  # fmt: skip
# Matters that can be seen in the street or the house; of the others people write as of an affair.
SEEN = (
    "city.", "life.water", "life.power", "life.gas", "life.heat", "life.property", "life.environment", "life.telecom",
    "peace.hazard", "peace.traffic",
)  # fmt: skip
AFFAIRS = (
    "想反映{word}的问题", "关于{word}的事", "家里遇到{word}的问题", "我们这里好几户都有{word}的情况", "为{word}跑了好几趟",
    "碰到{word}，不知道找谁",
)  # fmt: skip
RUNAROUND = (
    "打了几次电话都没有结果", "窗口说要再等等", "材料交了一直没有回音", "每个部门都说不归自己管", "对方一直拖着",
    "家里就靠这个", "问了邻居也是一样", "不知道还要补什么", "",
)  # fmt: skip
ASKING = (
    "想问一下{word}怎么办理，要带哪些材料？", "请问{word}的政策今年有变化吗？", "{word}现在是什么标准？网上查不到。",
    "咨询{word}，去哪个窗口？周末上班吗？",
)  # fmt: skip
OPENERS = ("", "", "", "你好，", "领导好，", "反映一个问题：", "麻烦看一下，", "又来反映了，", "急！")
ENGLISH = (
    "There is a problem at {place}: {word}. It has been like this for days. Please send somebody.",
    "Hello, I live at {place}. {word} again this week, could you have a look? Thank you.",
)
ANSWERS = (
    "已安排人员到现场处理，{day}完成，今后列入每周巡查。", "经核实情况属实，已于{day}处理完毕，感谢您的反映。",
    "现场已修复并清理干净，如再出现请随时点单。", "已联系责任方整改到位，我们复查过了，请您再看看。",
    "已更换损坏的部件，{day}起恢复正常使用。", "已与当事双方沟通，达成一致，{day}落实到位。",
)  # fmt: skip
EXPLANATIONS = (
    "此事涉及规划调整，需列入明年改造计划，目前采取了临时措施。", "产权属于业主共有，需业主大会表决后使用维修资金，社区愿意协助召集。",
    "按现行政策暂不符合条件，可在下一批次申报时再提交，需要的材料已列明。",
)  # fmt: skip
QUESTIONS = ("请问具体是哪一栋哪一层？", "能否补充一张现场照片？", "请问大概是什么时间段？", "请问方便我们上门的时间？")
FACTS = ("在3栋1单元门口左边。", "一般是晚上十点以后。", "在小区东门进来第二盏。", "白天都在家，随时可以来。")
CONTESTS = (
    "经核对职责清单，此事项不属于本单位职责。",
    "该路段由上级公路部门养护，建议改派。",
    "产权单位不是我们，附件有移交记录。",
)
UNSOLVED = (
    "来看了一眼就走了，还是老样子。",
    "修了两天又坏了。",
    "只处理了一半，另一边没动。",
    "没有人来过，怎么就说办好了？",
)
COMMENTS = ("很快，点赞！", "谢谢师傅。", "态度很好。", "比以前快多了。", "总算有人管了。", "", "", "")
PROGRESS = ("已到现场勘查，材料明天到。", "正在协调施工队伍。", "已联系产权单位，约好后天现场会。")
REASONS = ("配件需从外地调货。", "连续降雨无法施工。", "需要与多家单位会商。", "需等待检测报告。")
DECLINES = {
    "legal_channel": "您反映的是民事合同纠纷，请向人民法院起诉，也可到法律援助中心免费咨询。",
    "in_hand": "同一问题正在办理，进展可在原单查看，解决后一并告知您。",
    "outside": "此事属于商家与顾客之间的自愿交易，可向消费者协会求助。",
}


def message(matter: Matter, place: str, *, rng: Random, asks: bool) -> str:
    """Return what a resident writes about a matter at a place; `asks` for a question rather than a complaint."""
    if matter.words_en and rng.random() < 0.012:
        return rng.choice(ENGLISH).format(place=place, word=rng.choice(matter.words_en))
    # The longer everyday words can stand in a sentence; the short ones only help the suggester.
    words = [word for word in matter.words if len(word) >= 3] or [matter.name.zh]
    word = rng.choice(words)
    if asks:
        return f"{rng.choice(OPENERS)}{rng.choice(ASKING).format(word=word)}"
    if not matter.code.startswith(SEEN):
        affair = [rng.choice(AFFAIRS).format(word=word), rng.choice(LASTING), rng.choice(RUNAROUND)]
        return f"{rng.choice(OPENERS)}{'，'.join(part for part in affair if part)}，{rng.choice(WISH)}"
    parts = [
        f"{place}{rng.choice(('', '这边', '附近', '门口', '楼下', '旁边'))}{word}",
        rng.choice(SINCE),
        rng.choice(TROUBLE),
    ]
    return f"{rng.choice(OPENERS)}{'，'.join(part for part in parts if part)}，{rng.choice(WISH)}"
