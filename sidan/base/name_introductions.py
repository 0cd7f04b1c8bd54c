# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  lists of words read best on long lines
"""What introduces a person by name, and how strongly: 我叫 can do nothing else, 业主 mostly does. Pure: no Django."""

import re

STRONG, MEDIUM, WEAK = 3, 2, 1

_STRONG_WORDS = (
    "我的名字叫|我的名字是|我名字叫|我名叫|本人名叫|本人姓名|本人叫|我叫|名字叫|名字是|名叫|叫做|叫作|姓名|真实姓名|署名|落款人|落款|签名|落款|户名|开户名|收款人|收件人|收货人|经办人|"
    "联系人|聯繫人|聯絡人|联络人|投诉人|举报人|反映人|申请人|诉求人|来电人|来信人|当事人|委托人|代理人|承租人|出租人|购房人|买受人|被投诉人|被举报人|被申请人|监护人|法定代表人|法人代表|法人|"
    "我是叫|本人系|投訴人|舉報人|申請人|當事人|姓名是|户主|戶主|留名|我姓名"
)
_MEDIUM_WORDS = "本人|我是|本人是|本人|我系|系|这是|称呼我|请找|找|联系|咨询|感谢|表扬|告|举报|投诉|反映|一个叫|一名叫|有个叫|有一个叫|有人叫|那个叫|叫"
_WEAK_WORDS = (
    "述人|款人|访人|持人|办人|害人|请人|告人|诉人|报人|映人|系人|托人|护人|理人|责人|租人|保人|承人|绍人|明人|卖人|买人|户人|甲方|乙方|登记|签字|受害人|被害人|证人|担保人|借款人|报警人|报案人|知情人|责任人|承办人|受托人|继承人|保证人|中间人|介绍人|发件人|寄件人|乘客|旅客|游客|顾客|客户|养母|养父|继父|继母|"
    "业主|業主|村民|居民|住户|住戶|租户|租客|房客|房东|房東|邻居|鄰居|老板娘|老板|老闆|店主|摊主|司机|師傅|师傅|车主|承包人|承包商|包工头|工头|负责人|負責人|经理|總經理|总经理|主管|会计|出纳|"
    "书记|書記|支书|主任|村长|村主任|组长|队长|隊長|局长|局長|科长|所长|站长|院长|校长|园长|班主任|教练|老师|老師|教师|医生|醫生|护士|大夫|民警|警官|警察|城管|保安|物业经理|律师|法官|"
    "学生|同学|患者|病人|死者|伤者|老人|老党员|党员|退休职工|退休工人|退休教师|职工|员工|工人|农民工|农民|商户|残疾人|低保户|贫困户|五保户|退伍军人|志愿者|网格员|楼长|栋长|同事|朋友|亲戚|女孩|男孩|男子|女子|男人|女人|"
    "我妈妈|我妈|我爸爸|我爸|母亲|父亲|我爱人|爱人|丈夫|老公|妻子|老婆|儿子|女儿|孙子|孙女|外孙|外孙女|侄子|侄女|外甥|哥哥|姐姐|弟弟|妹妹|大哥|二哥|大姐|爷爷|奶奶|外公|外婆|岳父|岳母|公公|婆婆|叔叔|婶婶|伯伯|舅舅|舅妈|姑姑|姨妈|"
    "孩子|小孩|儿媳妇|儿媳|女婿|媳妇|前妻|前夫|男友|女友|同志|户主|楼上|楼下|隔壁|对门|室友|同住的|股东|董事长|法定代表人|推销员|业务员|销售员|销售|客服|中介|快递员|外卖员|骑手|清洁工|环卫工|驾驶员|管理员|工作人员|人员|员|者|代|替|代表|家属|家长|保姆|护工|楼栋长|干部|村干部|副书记|副主任|副局长|文书|科员|办事员|窗口|人是|会计|被告|原告|房主|机主|车主是|主人|儿子是|女婿|之子|之女|之妻"
)
_INTRODUCTIONS = {
    word: strength
    for strength, words in ((MEDIUM, _MEDIUM_WORDS), (WEAK, _WEAK_WORDS), (STRONG, _STRONG_WORDS))
    for word in words.split("|")
}
_LONGEST = max(map(len, _INTRODUCTIONS))
_BEFORE_NAMES = frozenset({word[-1] for word in _INTRODUCTIONS}) | set(" 　:：是为叫，,“\"'「《【（(")
# Between an introduction and the name: 联系人：王…, 姓名是王…, 业主，王…
_LINK = re.compile("(?:[ 　]?[:：]|是|为|叫|名叫|，|,)?[ 　“\"'「《【（(]{0,2}$")


def introduced(text: str, start: int) -> int:
    """Return how strongly the words before a place introduce a name there; 0 for not at all."""
    if not start or text[start - 1] not in _BEFORE_NAMES:
        return 0
    link = _LINK.search(text, max(0, start - 4), start)
    places = {start} if link is None else {start, link.start()}
    found = 0
    for place in places:
        for length in range(min(_LONGEST, place), 0, -1):
            strength = _INTRODUCTIONS.get(text[place - length : place], 0)
            if strength:
                found = max(found, _linked(strength, text[place:start]))
                break
    return found


def _linked(strength: int, link: str) -> int:
    """Return how strong an introduction is with what stands between it and the name."""
    if "，" in link or "," in link:
        return WEAK
    return max(strength, MEDIUM) if ":" in link or "：" in link else strength
