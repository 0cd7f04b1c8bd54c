# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501, RUF005  lists of names and ways of writing read best on one line
"""Messages of residents that nobody wrote, with what in them leads to a person and what only looks so.

Nothing here is taken from the finder under test: names, numbers and sentences are drawn from pools of their own. Each
pool has three parts without a common entry: two the finder was developed with, and one it was measured on untouched.
"""

import random
from dataclasses import dataclass
from typing import Literal

Half = Literal["development", "second", "test"]

PRIVATE = (
    *(
        "mobile",
        "landline",
        "identity",
        "passport",
        "card",
        "plate",
        "email",
        "wechat",
        "qq",
        "query_code",
        "name",
        "english",
    ),
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What leads to a person in a text, from `start` up to `end`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Made:
    """A text with the truth about it, and the template it was made from."""

    text: str
    truths: tuple[Truth, ...]
    template: str


SURNAMES = {
    "development": list(
        "王李刘赵吴徐马胡何高罗梁韩曹曾田潘余杜程苏卢姜谭石韦付方任邹孟邱江尹易武康贺严文洪季龙段汤向葛夏白雷钱黎"
    )
    + ["欧阳", "司马", "诸葛"],
    "second": list(
        "张陈杨黄周孙朱郭林郑谢宋唐许邓冯彭萧蔡蒋董袁于叶魏吕丁沈姚崔钟陆汪廖熊秦史陶顾毛郝龚邵万覃戴莫孔常赖危艾饶揭游乐涂章甘聂华晏桂尧席祝"
    )
    + ["上官", "皇甫", "令狐"],
    "test": [
        *list(
            "罗郑梁韩曾萧田董潘杜戴夏钟石熊金白江段雷侯龙史贺汤尹钱施牛洪樊葛殷梅阮柯纪霍房裘缪甄封储隋邬左管卜谷兰岳霍凌柏苗"
        ),
        "端木",
        "东方",
    ],
}
GIVEN = {
    "development": [
        "伟",
        "芳",
        "娜",
        "敏",
        "静",
        "强",
        "磊",
        "洋",
        "勇",
        "艳",
        "杰",
        "娟",
        "涛",
        "明",
        "超",
        "霞",
        "平",
        "刚",
        "辉",
        "玲",
        "秀英",
        "秀兰",
        "桂英",
        "建国",
        "建华",
        "志强",
        "志明",
        "国强",
        "国庆",
        "小红",
        "小明",
        "小军",
        "大海",
        "大勇",
        "文斌",
        "文静",
        "春梅",
        "春花",
        "海燕",
        "海波",
        "玉兰",
        "玉梅",
        "桂花",
        "金花",
        "金宝",
        "永福",
        "永强",
        "德胜",
        "德华",
        "天佑",
        "子涵",
        "子轩",
        "雨桐",
        "雨欣",
        "浩然",
        "浩宇",
        "梓萱",
        "思远",
        "晓东",
        "晓燕",
        "丽华",
        "丽萍",
        "美玲",
        "美华",
        "红梅",
        "红军",
        "卫东",
        "卫国",
        "爱民",
        "爱华",
        "福生",
        "水根",
        "木生",
        "火旺",
        "土根",
        "细妹",
        "细毛",
        "招弟",
        "来娣",
        "贵生",
        "有才",
        "有福",
        "世杰",
        "世昌",
        "光明",
        "光辉",
        "家豪",
        "家明",
        "俊杰",
        "俊峰",
        "佳怡",
        "佳慧",
        "嘉欣",
        "一鸣",
        "三毛",
        "四海",
        "五一",
        "成龙",
        "立新",
        "立军",
        "振华",
        "振兴",
    ],
    "second": [
        "鹏",
        "丹",
        "斌",
        "波",
        "凯",
        "莉",
        "燕",
        "玉",
        "军",
        "红",
        "华",
        "林",
        "俊",
        "飞",
        "兰",
        "云",
        "健",
        "鑫",
        "莹",
        "慧",
        "淑珍",
        "淑芬",
        "凤英",
        "凤兰",
        "建军",
        "建平",
        "志刚",
        "志勇",
        "国华",
        "国平",
        "小芳",
        "小兵",
        "小龙",
        "大伟",
        "大军",
        "文杰",
        "文华",
        "春生",
        "春兰",
        "海涛",
        "海龙",
        "玉珍",
        "玉龙",
        "桂芳",
        "桂林",
        "金水",
        "金莲",
        "永红",
        "永生",
        "德明",
        "德福",
        "天宇",
        "子豪",
        "子怡",
        "雨晨",
        "雨萱",
        "浩轩",
        "宇轩",
        "梓涵",
        "思琪",
        "晓明",
        "晓丽",
        "丽娟",
        "丽君",
        "美芳",
        "美珍",
        "红英",
        "红霞",
        "卫平",
        "卫民",
        "爱国",
        "爱莲",
        "福根",
        "水生",
        "木根",
        "火生",
        "土生",
        "细英",
        "细根",
        "招娣",
        "来弟",
        "贵英",
        "有根",
        "有生",
        "世平",
        "世荣",
        "光华",
        "光荣",
        "家伟",
        "家辉",
        "俊豪",
        "俊辉",
        "佳琪",
        "佳宁",
        "嘉豪",
        "一帆",
        "三妹",
        "四妹",
        "长根",
        "长生",
        "成林",
        "立国",
        "立平",
        "振国",
        "振东",
        "冬生",
        "冬梅",
        "毅",
        "钰",
        "璐瑶",
        "诗涵",
        "芷若",
        "沐阳",
        "锦程",
        "润泽",
        "皓轩",
        "若曦",
        "欣妍",
        "可馨",
        "艺涵",
        "奕辰",
        "煜城",
        "书瑶",
        "语嫣",
    ],
    "test": [
        "龙",
        "宁",
        "琴",
        "洁",
        "威",
        "涵",
        "岚",
        "旭",
        "宏",
        "萍",
        "翔",
        "瑞",
        "倩",
        "昊",
        "欢",
        "柱",
        "秋菊",
        "秋生",
        "玉芬",
        "玉荣",
        "桂珍",
        "桂荣",
        "国栋",
        "国梁",
        "建新",
        "建芳",
        "志远",
        "志伟",
        "文涛",
        "文娟",
        "学军",
        "学文",
        "忠良",
        "忠义",
        "庆华",
        "庆生",
        "祥云",
        "祥林",
        "喜凤",
        "喜梅",
        "彩霞",
        "彩云",
        "瑞芳",
        "瑞雪",
        "月娥",
        "月英",
        "腊梅",
        "腊生",
        "冬英",
        "冬根",
        "树根",
        "树生",
        "发根",
        "发水",
        "长福",
        "长贵",
        "长富",
        "小燕",
        "小琴",
        "小峰",
        "晓峰",
        "晓琳",
        "雅琴",
        "雅丽",
        "思雨",
        "思源",
        "子轩",
        "子墨",
        "欣然",
        "欣悦",
        "梦琪",
        "梦洁",
        "佳雯",
        "佳音",
        "宇航",
        "宇辰",
        "天翔",
        "天乐",
        "一诺",
        "一凡",
        "依依",
        "可欣",
        "若彤",
        "沐宸",
        "泽宇",
        "铭轩",
        "皓月",
        "星辰",
        "芸熙",
        "煜祺",
        "承恩",
        "承志",
        "继红",
        "继业",
        "少华",
        "少军",
        "正华",
        "正平",
        "启明",
        "启航",
        "开元",
        "开明",
    ],
}
FIRST_NAMES = {
    "development": ["John", "Mary", "Ahmed", "Peter", "Anna", "Wei", "Li Na", "Robert"],
    "second": ["David", "Sarah", "Mohammed", "Michael", "Julia", "Xiaoming", "Fang", "Thomas"],
    "test": ["James", "Emily", "Ivan", "Olga", "Hassan", "Xiuying", "Lei", "Carlos"],
}
LAST_NAMES = {
    "development": ["Smith", "Brown", "Khan", "Wang", "Miller", "O'Brien", "Zhang"],
    "second": ["Johnson", "Taylor", "Hussain", "Chen", "Schmidt", "McDonald", "Liu"],
    "test": ["Wilson", "Garcia", "Petrov", "Ali", "Huang", "O'Connor", "Zhao"],
}
PLACES = {
    "development": ["幸福小区", "阳光花园", "金鼎村", "人民路", "王家巷", "张家湾", "赵公塔路", "和平里", "高新大道"],
    "second": ["翠湖名城", "东方花苑", "石门村", "建设西路", "李家渡", "陈坊桥", "文昌里", "万达广场", "钟岭街道"],
    "test": ["金色家园", "清江锦城", "上塘村", "解放南路", "周家桥", "吴村", "朝阳里", "滨江公园", "学府路"],
}

# One slot a word in braces. Sentences of one half share no template with the other.
TEMPLATES: dict[Half, tuple[str, ...]] = {
    "development": (
        "我叫{name}，住在{place}{room}，电话{mobile}，请尽快处理。",
        "本人{name}，身份证号{identity}，于{date}缴费{price}，至今没有开通。",
        "业主{name}反映楼上漏水，已经{number}天没人管。",
        "联系人：{name}，联系电话：{mobile}",
        "{place}{room}业主{name}，{mobile}，下水道堵了。",
        "车牌{plate}长期占用消防通道，车主不接电话。",
        "昨天{date}，一辆{plate}的小车撞坏了护栏，司机跑了。",
        "村民{name}和{name}因为宅基地吵架，村里没人调解。",
        "请打我电话{mobile}或{landline}。",
        "家里座机{landline}，白天有人接。",
        "我是{place}的租客，房东{name}不退押金{price}。",
        "我的护照号是{passport}，办理居住证被拒。",
        "钱请退到银行卡{card}，户名{name}。",
        "请把结果发到{email}，谢谢。",
        "加微信{wechat}联系，QQ：{qq}也行。",
        "我之前的单号{order}，查询码{query_code}，到现在没人办。",
        "{name}，女，65岁，独居老人，家里水管坏了。",
        "投诉物业经理{name}，态度恶劣，说爱告不告。",
        "{place}的{titled}服务态度很好，特此表扬。",
        "找过{titled}和{titled}，都说不归他们管。",
        "被投诉人：{masked_name}，公司名称：{company}",
        "快递单号{tracking}一直没送到，客服{hotline}打不通。",
        "打了{hotline}没人接，又打{hotline}也不行。",
        "去年{date}交了{price}，今年涨到{price}，依据是什么文件？{statute}里没写。",
        "{place}{room}门口的路灯坏了，灯杆编号{lamp}。",
        "小区{qqgroup}里天天有人反映停车费从{price}涨到{price}。",
        "该房面积{area}，合同编号{contract}，{date}交房。",
        "公交{bus}路改线后，老人去医院要走{distance}。",
        "电表户号{meter}，上月用电{amount}，比平时多一倍。",
        "网格编码{grid}对应的网格员是谁？",
        "高度重视居民安全，于是何时能解决，任何部门都可以来看看。",
        "业主严重不满，物业经常停水，强烈要求解决。",
        "My name is {english}, my phone is {mobile}. The lamp at {place} is dark.",
        "Contact: {english}, {email}",
        "Mr {english} in room {roomen} plays music at night, order {order}.",
        "The bus number {bus} was late on {isodate}; I paid {price_en}.",
        "手机{mobile}，身份证{identity}，姓名{name}，麻烦查一下社保。",
        "老板{name}拖欠工资{price}，他电话{mobile}。",
        "学生{name}在{school}读书，被老师体罚。",
        "{name}（{mobile}）代{name}反映。",
        "我家孩子{name}今年{number}岁，上学要排队。",
        "反映人{name}：{place}有人烧垃圾。",
        "如图，{plate}，{plate}两辆车天天停在{place}门口。",
        "驾驶员是{name}，车号{plate}，{isodate}闯红灯。",
        "我是{name}的女儿，父亲{name}住院，医保报销{price}没到账，卡号{card}。",
        "今年水费{price}一吨，{price}一度电，太贵了，{number}户人家都有意见。",
    ),
    "second": (
        "你好，我名叫{name}，家住{place}{room}，有事请拨打{mobile}。",
        "举报人：{name} 身份证：{identity} 手机：{mobile}",
        "我是{name}，{place}{room}的住户，楼道的灯坏了{number}天。",
        "居民{name}来电反映{place}垃圾成堆。",
        "申请人{name}，证件号码{identity}，申请低保已经{number}个月。",
        "楼下邻居{name}半夜打麻将，吵得人睡不着。",
        "请联系{name}，{mobile}，他知道情况。",
        "这辆车{plate}停了半年，成了僵尸车。",
        "黑车{plate}宰客，从车站到{place}收了{price}。",
        "司机{name}驾驶{plate}，在{place}违章掉头。",
        "打电话到{landline}没人接，我的号码是{mobile}。",
        "护照{passport}过期了，出入境说要等{number}天。",
        "工资卡{card}三个月没进账，公司法人{name}跑路了。",
        "材料已发{email}，请查收。",
        "微信号{wechat}的人在{place}卖假酒。",
        "我的QQ是{qq}，请加我。",
        "工单{order}已经办结，但问题没解决，查询码：{query_code}。",
        "失踪人员{name}，男，{number}岁，穿红衣服。",
        "被举报人{name}系{company}股东，在{place}违建。",
        "感谢{titled}及时处理，也谢谢{titled}。",
        "据说是{masked_name}家的狗，天天乱叫。",
        "订单编号{tracking}，买了{price}的手机，{isodate}到的，屏幕是坏的。",
        "{hotline}说归城管，城管让打{hotline}。",
        "根据{statute}，{date}起停车费应为{price}。",
        "{place}{room}楼上空调滴水，邻居家{room}也一样。",
        "业主群{qqgroup}有人造谣说房价从{price}跌到{price}。",
        "建筑面积{area}，公摊{area}，合同号{contract}。",
        "{bus}路公交车{time}才来，等了{number}分钟。",
        "燃气户号{meter}，本月用气{amount}。",
        "{grid}这个网格很久没人巡查了。",
        "常年失修，马路坑洼，方便的时候请派人查看，何必拖到出事。",
        "居民向社区反映多次，社区都说在安排，平时连人影都不见。",
        "I am {english}, resident of {place}, call {mobile}.",
        "Please contact Mrs {english} at {email} about the leak.",
        "Complaint about order {order}: paid {price_en} on {isodate}, nothing happened in block {roomen}.",
        "办事窗口的工作人员{name}说要等，留的电话是{landline}。",
        "包工头{name}欠我们{number}个人的工钱，共{price}，联系方式{mobile}。",
        "{school}教师{name}有偿补课，每节课{price}。",
        "{name}、{name}、{name}三户合伙占用公共绿地。",
        "死者{name}的家属要求赔偿{price}。",
        "户主{name}，{number}口人，住房{area}。",
        "联络人：{name} 電話：{mobile} 事由：路燈不亮",
        "经核实，当事人{name}于{date}购买门票{price}。",
        "我儿子{name}的准考证丢了，身份证号是{identity}。",
        "{place}路口{time}发生剐蹭，对方车牌号为{plate}，态度蛮横。",
        "丈夫{name}在{company}上班，{date}受伤，老板不管。",
        "反映{place}村支书{name}优亲厚友。",
        "麻烦转告一下，姓名：{name}，电话：{mobile}，事情：退费{price}。",
    ),
    "test": (
        "您好，我姓名{name}，身份证{identity}，想咨询医保转移。",
        "我叫{name}，是{place}的居民，手机是{mobile}，路灯不亮{number}天了。",
        "投诉人：{name}，电话：{mobile}，地址：{place}{room}。",
        "{place}{room}住户{name}，把阳台改成厨房，油烟熏人。",
        "租客{name}拖欠房租{price}，人联系不上，电话{mobile}打不通。",
        "我爱人{name}{date}在{place}摔伤，至今没人负责。",
        "老板{name}的电话是{mobile}，欠薪{number}个月。",
        "村主任{name}把集体地卖了{price}，账目没公开。",
        "请{titled}给我回个电话，{mobile}。",
        "白色面包车{plate}，每天停在{place}盲道上。",
        "{isodate}{time}，{plate}闯红灯撞倒老人，车主是{name}。",
        "出租车{plate}拒载，司机{name}还骂人。",
        "请回复到{email}或打{landline}。",
        "加QQ{qq}，微信{wechat}，都可以找到骗子。",
        "退款请打到{card}，开户名{name}。",
        "出入境说我的护照{passport}有问题，让打{hotline}。",
        "单号{order}的查询码是{query_code}，麻烦查进度。",
        "{name}，男，{date}出生，户口一直落不下来。",
        "学生家长{name}反映{school}乱收费{price}。",
        "{school}班主任{name}打骂学生，家长群里都在说。",
        "我家老人{name}今年{number}岁，走路不便，请社区上门。",
        "同事{name}和{name}都可以作证。",
        "{name}、{name}、{name}、{name}四人联名反映{place}噪音。",
        "{titled}说这事归{titled}管，{titled}又说不归他管。",
        "{masked_name}家违建，{company}也不管。",
        "打{hotline}排队{number}分钟，又打{hotline}，还是没人。",
        "快递单号：{tracking}，{isodate}显示签收，我没收到。",
        "合同{contract}约定{date}交房，面积{area}，现在只有{area}。",
        "水表号{meter}，本月{amount}，水费{price}，比上月多{price}。",
        "{statute}规定的标准是{price}，实际收了{price}。",
        "灯杆{lamp}、{lamp}不亮，位置在{place}{room}门口。",
        "网格{grid}没有公示牌，{distance}内没有垃圾桶。",
        "{bus}路车{time}还没来，{bus}路改道也不通知。",
        "业主任何时候打电话都没人接，居民安心不了，方便时请回复。",
        "高峰时段路边全是车，平均每天堵{number}分钟，严重影响出行。",
        "群众常说于情于理都该修，何况金额不大。",
        "{qqgroup}里有人卖假药，一盒{price}。",
        "My name is {english}. The lift in {place} is broken. Phone {mobile}.",
        "Dear Sir, Mr. {english} parks his car {plate} on the pavement.",
        "Contact person: {english}, e-mail {email}, flat {roomen}.",
        "Order {order} cost {price_en}, delivered on {isodate} to block {roomen}.",
        "聯繫人：{name}，電話{mobile}，{place}樓道燈壞了。",
        "业主代表{name}（{mobile}）称，电梯{number}天没修。",
        "受害人{name}被骗{price}，转到卡号{card}。",
        "邻居{name}养狗不拴绳，狗咬了我女儿{name}。",
        "物业经理{name}态度蛮横，说有本事打{hotline}。",
        "患者{name}在医院等了{number}小时，家属电话{mobile}。",
        "经营者{name}无证经营，店名{company}。",
        "本人{name}实名反映{place}有人偷倒垃圾，电话{mobile}。",
        "此致敬礼 {name} {date}",
    ),
}


class Maker:
    """Makes texts of one half, the same for the same seed."""

    def __init__(self, half: Half, *, seed: int) -> None:
        """Take the pools of a half."""
        self.half, self._draw = half, random.Random(f"{half}-{seed}")

    def make(self, count: int) -> list[Made]:
        """Return so many texts, each template as often as another."""
        templates = TEMPLATES[self.half]
        return [self._made(templates[number % len(templates)]) for number in range(count)]

    def _made(self, template: str) -> Made:
        """Return a template with its slots filled."""
        text, truths = "", []
        for part in template.replace("}", "{").split("{"):
            filler = getattr(self, f"_{part}", None) if part.isidentifier() and part.isascii() else None
            if filler is None:
                text += part
                continue
            filled = filler()
            if part in PRIVATE:
                truths.append(Truth(part, len(text), len(text) + len(filled)))
            text += filled
        return Made(text, tuple(truths), template)

    def _digits(self, count: int) -> str:
        """Return so many digits."""
        return "".join(self._draw.choice("0123456789") for _ in range(count))

    def _name(self) -> str:
        """Return the full name of a person."""
        return self._draw.choice(SURNAMES[self.half]) + self._draw.choice(GIVEN[self.half])

    def _english(self) -> str:
        """Return a name in Latin letters."""
        return f"{self._draw.choice(FIRST_NAMES[self.half])} {self._draw.choice(LAST_NAMES[self.half])}"

    def _mobile(self) -> str:
        """Return a mobile number, written in one of the ways people write it."""
        number = "1" + self._draw.choice("3456789") + self._digits(9)
        a, b, c = number[:3], number[3:7], number[7:]
        ways = {
            "development": (
                number, number, number, f"{a} {b} {c}", f"{a}-{b}-{c}", wide(number), f"+86{number}", f"+86 {number}",
                spelt(number), " ".join(number), f"{a}-{number[3:]}",
            ),
            "test": (
                number, number, number, f"{a}-{b}-{c}", f"{a} {b} {c}", wide(number), f"+86-{number}", f"86{number}",
                spelt(number), f"{number[:5]} {number[5:]}", f"{a} {number[3:]}", f"{a}.{b}.{c}", wide(f"{a} {b} {c}"), f"0086 {number}",
            ),
        }  # fmt: skip
        return self._draw.choice(ways.get(self.half, ways["test"]))

    def _landline(self) -> str:
        """Return a landline with its area code."""
        short = self._draw.random() < 0.3
        area = self._draw.choice(("010", "021", "027")) if short else f"0{self._draw.choice('3578')}{self._digits(2)}"
        number = self._draw.choice("5678") + self._digits(7 if short else 6)
        return self._draw.choice((f"{area}-{number}", f"{area}{number}", f"({area}){number}", f"{area} {number}"))

    def _identity(self) -> str:
        """Return an identity number of eighteen signs, rarely a wrong one, or an old one of fifteen."""
        area = self._draw.choice(("362501", "110105", "440304", "361002", "510107", "330106"))
        day = f"{self._draw.randint(1940, 2015)}{self._draw.randint(1, 12):02d}{self._draw.randint(1, 28):02d}"
        body = area + day + self._digits(3)
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
        way = self._draw.random()
        if way < 0.1:
            return body + self._draw.choice("0123456789")
        if way < 0.2:
            return f"{area}{self._draw.randint(30, 98)}{day[4:]}{self._digits(3)}"
        if way < 0.35:
            return f"{area} {day} {body[14:]}{check}"
        return body + (check.lower() if way < 0.6 else check)

    def _passport(self) -> str:
        """Return the number of a passport."""
        return self._draw.choice((f"E{self._digits(8)}", f"EA{self._digits(7)}", f"G{self._digits(8)}"))

    def _card(self) -> str:
        """Return the number of a bank card that passes its check."""
        body = self._draw.choice(("622202", "621700", "623052", "622848")) + self._digits(self._draw.choice((9, 12)))
        total = 0
        for place, digit in enumerate(reversed(body)):
            value = int(digit) * (2 - place % 2)
            total += value - 9 if value > 9 else value
        number = body + str(-total % 10)
        groups = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
        return self._draw.choice((number, groups))

    def _plate(self) -> str:
        """Return the plate of a vehicle."""
        place = self._draw.choice("赣京沪粤浙闽湘鄂皖苏") + self._draw.choice("ABCDEFGHJK")
        body = self._draw.choice(
            (
                self._digits(5),
                f"{self._digits(1)}{self._draw.choice('ABCDKLMN')}{self._digits(3)}",
                f"{self._draw.choice('HJKPQRS')}{self._digits(4)}",
            )
        )
        ways = (
            f"{place}{body}", f"{place}·{body}", f"{place} {body}", f"{place}{self._draw.choice('DF')}{self._digits(5)}",
            f"{place}{self._digits(4)}{self._draw.choice('学警挂')}", wide(f"{place}{body}"), f"{place[0]}{place[1].lower()}{body.lower()}", f"{place}-{body}",
        )  # fmt: skip
        return self._draw.choice(ways)

    def _email(self) -> str:
        """Return an address of mail."""
        name = self._draw.choice(
            ("zhang", "li.ming", "abc_2020", "happy-day", "wang" + self._digits(3), self._digits(9))
        )
        return f"{name}@{self._draw.choice(('qq.com', '163.com', 'example.com', 'mail.example.cn'))}"

    def _wechat(self) -> str:
        """Return an account of WeChat."""
        return self._draw.choice(("wx_", "li", "sunny-", "happy")) + self._digits(self._draw.randint(4, 8))

    def _qq(self) -> str:
        """Return a number of QQ."""
        return self._draw.choice("123456789") + self._digits(self._draw.randint(5, 9))

    def _query_code(self) -> str:
        """Return a query code as it is printed."""
        signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        code = "K" + "".join(self._draw.choice(signs) for _ in range(8)) + "7"
        return f"{code[:4]}-{code[4:8]}-{code[8:]}"

    def _order(self) -> str:
        """Return the number of an order of ours."""
        day = f"{self._draw.randint(23, 26)}{self._draw.randint(1, 12):02d}{self._draw.randint(1, 28):02d}"
        return f"SD-{day}-{self._digits(6)}-{self._digits(1)}"

    def _tracking(self) -> str:
        """Return the number of a parcel or of an order in a shop."""
        return self._draw.choice(
            (f"SF1{self._digits(12)}", f"YT{self._digits(13)}", f"7{self._digits(13)}", f"2024{self._digits(14)}")
        )

    def _contract(self) -> str:
        """Return the number of a contract."""
        return self._draw.choice((f"HT{self._digits(8)}", f"2023-{self._digits(6)}", f"（2021）{self._digits(5)}号"))

    def _meter(self) -> str:
        """Return the number of a household at a supplier."""
        return self._digits(10)

    def _lamp(self) -> str:
        """Return the number of a lamp."""
        return f"{self._draw.choice('ABC')}{self._digits(4)}"

    def _grid(self) -> str:
        """Return the code of a grid."""
        return f"361002{self._draw.randint(1, 12):03d}{self._draw.randint(1, 30):03d}{self._draw.randint(1, 20):03d}"

    def _price(self) -> str:
        """Return a price in yuan."""
        amount = self._draw.choice(
            (
                f"{self._draw.randint(2, 900)}",
                f"{self._draw.randint(1000, 990000)}",
                f"{self._draw.randint(1, 90)}.{self._digits(2)}",
                f"1{self._draw.randint(3, 9)}{self._digits(9)}",
            )
        )
        return f"{amount}元"

    def _price_en(self) -> str:
        """Return a price in English."""
        return f"{self._draw.randint(10, 90000)} yuan"

    def _date(self) -> str:
        """Return a day in Chinese."""
        return f"{self._draw.randint(2015, 2024)}年{self._draw.randint(1, 12)}月{self._draw.randint(1, 28)}日"

    def _isodate(self) -> str:
        """Return a day in digits."""
        year, month, day = self._draw.randint(2015, 2024), self._draw.randint(1, 12), self._draw.randint(1, 28)
        return self._draw.choice(
            (f"{year}-{month:02d}-{day:02d}", f"{year}.{month}.{day}", f"{year}{month:02d}{day:02d}")
        )

    def _time(self) -> str:
        """Return a time of day."""
        return self._draw.choice(
            (f"{self._draw.randint(6, 22)}:{self._draw.randint(10, 59)}", f"早上{self._draw.randint(6, 9)}点半")
        )

    def _room(self) -> str:
        """Return a house and a room."""
        a, b, c = self._draw.randint(1, 40), self._draw.randint(1, 4), self._draw.randint(101, 3204)
        return self._draw.choice((f"{a}栋{b}单元{c}室", f"{a}号楼{c}", f"{a}-{b}-{c}", f"{a}幢{c}号", f"{c}号"))

    def _roomen(self) -> str:
        """Return a room in English."""
        return f"{self._draw.randint(1, 30)}-{self._draw.randint(101, 3204)}"

    def _area(self) -> str:
        """Return a floor area."""
        return f"{self._draw.randint(20, 200)}.{self._digits(2)}平方米"

    def _amount(self) -> str:
        """Return a consumption."""
        return f"{self._draw.randint(10, 900)}{self._draw.choice(('度', '吨', '立方'))}"

    def _number(self) -> str:
        """Return a small number."""
        return str(self._draw.randint(3, 80))

    def _distance(self) -> str:
        """Return a distance."""
        return f"{self._draw.randint(300, 9000)}米"

    def _bus(self) -> str:
        """Return the number of a bus."""
        return str(self._draw.randint(1, 999))

    def _statute(self) -> str:
        """Return the number of a document."""
        return self._draw.choice(
            (
                "京政发〔2019〕12号",
                "赣发改价管〔2021〕308号",
                "GB/T 33358-2016",
                "国务院令第722号",
                "物业管理条例第41条",
            )
        )

    def _qqgroup(self) -> str:
        """Return a group of QQ."""
        return self._draw.choice(("QQ群", "QQ群" + self._digits(9), "微信群"))

    def _hotline(self) -> str:
        """Return a number everybody may call."""
        return self._draw.choice(
            (
                "12345",
                "110",
                "119",
                "120",
                "122",
                "95598",
                "400-820-8820",
                "4008208820",
                "0794-12345",
                "10086",
                "12315",
                "96119",
            )
        )

    def _titled(self) -> str:
        """Return a surname with a title."""
        titles = {
            "development": ("师傅", "阿姨", "局长", "女士"),
            "test": ("先生", "主任", "书记", "医生", "老师", "队长"),
        }
        return self._draw.choice([each for each in SURNAMES[self.half] if len(each) == 1]) + self._draw.choice(
            titles.get(self.half, titles["test"])
        )

    def _masked_name(self) -> str:
        """Return a name that is covered already."""
        return self._draw.choice(SURNAMES[self.half]) + self._draw.choice(("某", "某某", "**", "XX"))

    def _place(self) -> str:
        """Return a place."""
        return self._draw.choice(PLACES[self.half])

    def _company(self) -> str:
        """Return the name of a company."""
        return self._draw.choice(("大成建筑公司", "李宁专卖店", "王老吉凉茶铺", "周大福金店", "江南物业有限公司"))

    def _school(self) -> str:
        """Return the name of a school."""
        return self._draw.choice(("第一中学", "实验小学", "红星幼儿园", "育才学校"))


def wide(text: str) -> str:
    """Return a text with digits and letters in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in text)


def spelt(digits: str) -> str:
    """Return digits as Chinese numerals."""
    return digits.translate(str.maketrans("0123456789", "零一二三四五六七八九"))
