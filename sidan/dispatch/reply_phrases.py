# SPDX-License-Identifier: Apache-2.0
"""Phrases by which a reply is read: forms of politeness, empty assurances, promises, dates, grounds. Pure: no Django.

They were gathered from replies of one half of the sample in bench/replies_labels.csv and measured on the other.
"""

import re

from sidan.base.errors import Words

# What belongs to the form of a letter and says nothing of the matter.
COURTESY = re.compile(
    r"^[“\"']?(?:UU)?\d*[”\"']?(?:尊敬的|亲爱的)?.{0,6}(?:网友|市民|来信人|同志|先生"
    r"|女士)?.{0,14}[：:]?(?:您|你)们?好[！!。，,]?$"
    r"|^(?:尊敬的|亲爱的)?.{0,4}(?:网友|网民|市民|来信人|来信网友|市民同志).{0,16}[：:]?$"
    r"|(?:收悉|收到了?|获悉|知悉|已阅|阅办|关注到)[，。！!；;]?$"
    r"|^(?:首先|再次|最后|非常|十分|衷心|在此)?[，,]?(?:感谢|谢谢|多谢)|^欢迎(?:您|你|继续|社会|广大|一如|对)"
    r"|祝您|祝你|^特此(?:回复|说明)|^专此"
    r"|(?:回复|答复|反馈|汇报|通报|说明)(?:如下|您)|[回答]复如下|^现(?:就|将|答|回|把)"
    r"|^(?![^，。]*[转交])(?:针对|关于|对于|就)?(?:您|你|网友|来信|来函|信访人)[^，。]{0,8}(?:反映|提出|提到"
    r"|咨询|留言|来信|投诉)"
    r"|^(?:希望|望)(?:您|你|广大|大家)|(?:多提|提出)[^，。]{0,6}意见|^\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?$"
    r"|^(?:dear|hello|hi|thank|thanks|we thank|your message|kind regards|yours|sincerely|best regards)\b",
    re.IGNORECASE,
)
# What sounds like an answer and is none.
EMPTY = re.compile(
    r"高度重视|(?:非常|十分|极为|特别)重视|(?:认真|深入)(?:研究|对待|落实|调查)(?:处理)?[，。！；]?$|(?:积极"
    r"|努力)(?:推进|争取|协调|做好)"
    r"|进一步(?:加强(?!了)|加大|完善|优化|规范|提高|提升|做好|研究|普及|强化)|加大[^，。]{0,10}力度"
    r"|加强(?!了)[^，。]{0,14}(?:管理|监管|工作|巡查|宣传|教育)"
    r"|(?:研究|论证)(?:和论证|研究|考虑)?[，。！；]?$|(?:充分|统筹)(?:考虑|论证)|切实[^，。]{0,12}|不断(?:提高"
    r"|提升|完善|优化)|(?:尽力|尽全力|尽最大努力)"
    r"|满足[^，。]{0,8}(?:需求|需要)|(?:立即|迅速|第一时间)(?:组织|安排|召开|召集|派)[^，。]{0,16}$|(?:领导"
    r"|负责人)[^，。]{0,6}重视|(?:予以|再行?|及时|将)(?:向?您)?(?:回复|反馈|答复)"
    r"|take[^,.]{0,20}very seriously|attach(?:es)? great importance|further (?:strengthen|improve)",
    re.IGNORECASE,
)
# However short, it says that something was done.
DONE = re.compile(
    r"[已经](?:全部|基本|按时|当场)?(?:修|换|清|拆|补|完成|解决|整改|恢复|装|搬|停|退|发放|通水|通电|办结|疏通|纠正)"
    r"|\b(?:was|were|has been|have been|is) (?:now )?(?:repaired|replaced"
    r"|removed|cleared|fixed|mended|done|paid|closed)\b",
    re.IGNORECASE,
)
# Handed on to somebody without a name.
HANDED_ON = re.compile(
    r"(?:转|交|转交|交由|移交|转至|转给|反馈给|转请|已转|责成|督促)[^，。；！]{0,12}?(?:相关|有关|职能|责任"
    r"|主管)(?:职能|责任|主管|业务)?(?:部门|单位|科室|人员)[^，。；！]{0,12}"
    r"|(?:passed|forwarded|referred|handed)[^.]{0,30}\b(?:the )?(?:relevant|responsible|competent"
    r"|appropriate) (?:department|office|authorit|unit|team)\w*",
    re.IGNORECASE,
)
HANDED = re.compile(
    r"(?:已|并|现)?(?:转|交由|交办|移交|转交)[^，。；]{0,24}(?:处理|办理|调查|核实|核处|核查|办复|答复|反馈"
    r"|阅处|部门|单位)"
)
ASK_THEM = re.compile(
    r"(?:建议|请)(?:您|你|直接|本人|用户|网友)?[^，。；]{0,20}(?:联系|咨询|反映|反馈|拨打|致电)|欢迎拨打|联系电话"
)

# A promise, and the words that keep its day open.
PROMISE = re.compile(
    r"(?:我|本|该|市|区|县|街道|镇|乡|局|委|办|中心|公司|社区|部门|单位|下一步|下步|今后"
    r"|后续)[^，。；！]{0,16}(?:将|会)(?!议|计|所|员|上|场)"
    r"|^(?:并|也|还|届时)?将(?:会|在|于|对|按|尽|加|继|组|及|陆|逐|依|由|持|积|安|协|督|进|全|认)|(?:正在|抓紧"
    r"|争取|力争|计划|拟于|准备)[^，。；！]{2,}"
    r"|\b(?:we|they|the \w+) (?:will|shall|are going to|plan to|intend to)\b",
    re.IGNORECASE,
)
VAGUE_TIME = re.compile(
    r"尽快|近期|近日|择期|适时|择机|早日|不日|马上|及时(?=向|反馈|答复|公[布开告]|回复)|届时|待条件成熟"
    r"|\b(?:soon|shortly|as soon as possible|in due course|in the near future)\b",
    re.IGNORECASE,
)

_NUMBER = r"[\d一二三四五六七八九十〇零]"
WHEN = re.compile(
    rf"{_NUMBER}{{1,4}}年(?:{_NUMBER}{{1,3}}月|[上下]半年|底|初|末|内|春|夏|秋|冬|度计划|危桥)"
    rf"|{_NUMBER}{{1,3}}月(?:{_NUMBER}{{1,3}}[日号]|底|初|中旬|上旬|下旬|份|末)?(?:前|后|起|至)?"
    rf"|(?<![\d.]){_NUMBER}{{1,2}}[日号](?:前|内|起|上午|下午|晚|[，。]|$)|{_NUMBER}{{1,3}}个?(?:工作日|自然日"
    rf"|天|日|小时|周|星期|个?月)(?:内|之内|以内|后)"
    rf"|(?:今|明|本|当|次|去)(?:天|日|晚|年|周)(?:{_NUMBER}|上|下|底|内|年?[春夏秋冬]|已|将|之内|前)|(?:本|下"
    rf"|上)(?:周|月|季度)|(?:年|月|季|学期)(?:底|末|初)(?:前|之前)?|(?:星期|周){_NUMBER}"
    rf"|{_NUMBER}{{4}}年(?=[^，。；]{{0,12}}(?:计划|启动|动工|开工|完工|完成|竣工|招生|实施|已|纳入|列入))"
    rf"|(?:纳入|列入)了?{_NUMBER}{{4}}年"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may(?= \d)|june|july|august|september"
    r"|october|november|december)\b(?: \d{1,4})?"
    r"|\b(?:by|on|until|before|next|last|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\bwithin \w+ (?:working |calendar )?(?:hours?|days?|weeks?|months?)\b"
    r"|\b(?:yesterday|today|tomorrow|tonight|this week|next week|next month|this morning|this afternoon)\b",
    re.IGNORECASE,
)
# A day that belongs to the letter: under it, or when the message came.
LETTER_DAY = re.compile(
    rf"(?:\d{{4}}[年.\-/]\d{{1,2}}[月.\-/]\d{{1,2}}日?"
    rf"|[二〇○O零一三四五六七八九十\d]{{4}}年{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}日)\s*(?=$|网友|尊敬|您好|“UU"
    rf"|你好|您的留言)"
    rf"|(?:您|你|网友)们?(?:于"
    rf"|在)?{_NUMBER}{{0,4}}年?{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}日(?=[^，。；]{{0,24}}(?:来信|留言|反映|提出"
    rf"|在|的|发表|发帖))"
    r"|[《“〔﹝\[（(][^》”〕﹞\]）)]{0,60}[》”〕﹞\]）)]"
)

REFUSAL = re.compile(
    r"无法|不能|不予|不符合|不属于|暂不|暂无|不具备|不可以|没有权力|无权|未能|不存在|难以|\b(?:can ?not|unable"
    r"|cannot be|not possible|does not belong|refuse)\b",
    re.IGNORECASE,
)
BASIS = re.compile(
    r"《[^》]{2,60}》|[〔﹝\[（(]\d{4}[〕﹞\]）)]\s*\d+\s*号|\d{1,4}号(?:文|令|文件)|(?:根据|依据|依照|遵照"
    r"|按照|按(?=政策|标准|文件))[^，。；]{2,40}|(?:条例|办法|细则|规范|标准|民法典|法律|政策)(?:》|的?规定"
    r"|要求|执行)"
    r"|因(?:为|[^此而素果])|由于|鉴于|原因[是为：]|考虑到|属于|不属|尚未|还未|暂未(?!发现)"
    r"|未[^，。；知来必免]{0,12}(?:批|验收|竣工|交付|完工|建|移交|登记|办理)|权限|条件(?:不|尚|暂|有限|成熟)"
    r"|需(?:先|要先|待|等|经)|没有权力|等[^，。；]{2,20}(?:后|再)|待(?![^，。；]*(?:调查"
    r"|核实))[^，。；]{2,24}后|(?:所以|因此|故)"
    r"|\b(?:because|since|due to|according to|under (?:section|article|the)|section \d|article \d|regulation"
    r"|by-?law|the rules?|pursuant)\b",
    re.IGNORECASE,
)

PHONE = re.compile(
    r"(?<![\dA-Za-z.])(?:0\d{2,3}[-—－]?\d{4,8}(?:-\d{3,8})?|1[3-9]\d{9}|[2-9]\d{6,7}|12345|12\d{3})(?!\d)"
)
# Endings of the names of those who act; what stands before must name them.
_UNITS = (
    r"办事处|街道|镇政府|乡政府|人民政府|政府办|政府|社区|村委会|居委会|业委会|公司|集团|大队|支队|中队|派出所"
    r"|工作站|事务所|管理所|监管所|管理处|服务中心|指导中心|征缴中心|"
    r"指挥部|调查组|领导小组|法院|检察院|医院|学校|小学|中学|大学|学院|幼儿园|教育局|卫健委|卫健局|纪委|组织部"
    r"|宣传部|规划科|建设科|管理科|政务中心|交警|城管|动物园|电视台|"
    r"委员会|执法局|管理局|事业局|[\u4e00-\u9fff]{2}局|[\u4e00-\u9fff]{2}厅|[\u4e00-\u9fff]{2}委(?!托|员|派)"
    r"|[\u4e00-\u9fff]管[办所]|[\u4e00-\u9fff]{2}办(?=[，。、已将会牵于在工联系]|$)"
    r"|[\u4e00-\u9fff]{2}所(?=[，。、已将会于在工]|$)|中心(?=[，。、已将会于在工窗]|$)|科(?=[（(，。、联])"
    r"|组织(?=[^，。]{0,3}牵头)"
)
UNIT = re.compile(rf"(?:[\u4e00-\u9fffA-Za-z\d]{{1,14}}?)(?:{_UNITS})")
NOT_A_NAME = re.compile(
    r"^(?:.*(?:相关|有关|职能|各级|哪个?|上级|其他|责任|全市|该|贵|本|我|你们|某|如果|让|请|到|在|向|由|是|和"
    r"|与|对|从|为|给|的|直接|个))?(?:局|厅|委|办|所|部门|政府|公司|社区|街道|单位|中心|学校|小学|幼儿园|法院"
    r"|医院|组织)$"
)
PERSON = re.compile(
    r"(?<![\u4e00-\u9fff]{6})[\u4e00-\u9fff]{1,3}(?:主任|科长|局长|所长|镇长|乡长|工程师|书记|经理|网格员)"
    r"|\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z]"
    r"|\bthe [\w ]{2,40}(?:office|department|bureau|team|company|council|unit|station|brigade|centre|center"
    r"|crew)\b|\b[A-Z][\w']+ (?:Office|Department|Bureau|Company|Council|Team|Centre|Center)\b"
    r"|\b(?:call|phone|e-?mail|contact)(?: us)?\b[^.]{0,20}(?:\d|@)"
)

# A question, or what the writer wants done.
QUESTION = re.compile(
    r"[？?]|吗|呢|请问|如何|怎么|怎样|为什么|为何|何时|什么时候|多久|是否|能否|可否|多少|哪里|哪个|谁|什么"
    r"|\b(?:when|why|how|who|where|what|which|whether|can you|could you)\b",
    re.IGNORECASE,
)
WISH = re.compile(
    r"希望|请求|恳请|恳求|建议|要求|呼吁|盼|强烈|请(?=[^问您教])|望|\b(?:please|we ask|i ask|i want|would like"
    r"|hope|request)\b",
    re.IGNORECASE,
)

# Questions that a day, a ground or a name answers, in whatever words.
ASKS_WHEN = re.compile(r"什么时候|何时|多久|哪天|几时|几月|何日|\b(?:when|how long|how soon)\b", re.IGNORECASE)
ASKS_WHY = re.compile(r"为什么|为何|为啥|凭什么|依据|合法|合理吗|\bwhy\b", re.IGNORECASE)
ASKS_WHO = re.compile(r"谁|哪个(?:部门|单位)|哪里(?:反映|办|咨询)|找哪|\bwho\b|\bwhom\b", re.IGNORECASE)

PREACHING = re.compile(
    r"(?:请|希望|望)(?:您|你|广大\w{0,4}|大家|网友|沿线)[^，。；！]{0,16}(?:理解|谅解|配合|支持|包容|自觉|文明"
    r"|遵守)|无理取闹|不要(?:听信|轻信|造谣|传谣|以讹)|众所周知|(?:您|你)也知道|(?:您|你)(?:应当|应该|必须"
    r"|理应)|以免造成不必要"
    r"|\byou (?:should|must) (?:understand|know|realise|realize)\b|\bas everybody knows\b",
    re.IGNORECASE,
)
ITEMS = re.compile(
    r"(?:^|[\n。；：:])\s*(?:[一二三四五六七八九十]{1,2}[、是]|[（(]?\d{1,2}[)）、.．](?!\d)|第[一二三四五])"
    r"|\n\s*[-•·]"
)

# Officialese and what a neighbour would say.
PLAINER: dict[str, Words] = {
    "研处": Words("处理", "deal with"),
    "核处": Words("核实处理", "check and deal with"),
    "办复": Words("办理并回复", "deal with it and answer"),
    "阅处": Words("看过并处理", "read and deal with"),
    "特此回复": Words("（可以不写）", "(leave it out)"),
    "予以": Words("（直接写动词）", "(use the verb alone)"),
    "该户": Words("这一户", "this household"),
    "来信人": Words("您", "you"),
    "信访人": Words("您", "you"),
    "诉求人": Words("您", "you"),
    "投诉人": Words("您", "you"),
    "反映人": Words("您", "you"),
    "举报人": Words("您", "you"),
    "此路段": Words("这段路", "this stretch of road"),
    "责令": Words("要求", "told … to"),
    "会同": Words("和……一起", "together with"),
    "牵头": Words("由……负责", "… is in charge"),
    "压实责任": Words("写明由谁在哪一天做什么", "say who does what by which day"),
    "属地管理": Words("由所在街道（镇）负责", "the street or town is in charge"),
    "严格落实": Words("写明做什么", "say what is done"),
    "精准施策": Words("写明做什么", "say what is done"),
    "常态化": Words("写明多久一次", "say how often"),
    "长效机制": Words("写明今后谁、多久做一次", "say who does it how often from now on"),
    "有序推进": Words("写明现在做到哪一步", "say how far it is"),
    "提质改造": Words("改造", "rebuilding"),
    "依法依规": Words("写明是哪一条规定", "name the rule"),
    "相关规定": Words("写明是哪一条规定", "name the rule"),
    "有关规定": Words("写明是哪一条规定", "name the rule"),
    "此件": Words("这件事", "this"),
    "in accordance with": Words("按", "under"),
    "with regard to": Words("关于", "about"),
    "in respect of": Words("关于", "about"),
    "aforementioned": Words("这", "this"),
    "commence": Words("开始", "begin"),
    "utilise": Words("用", "use"),
    "endeavour": Words("尽力", "try"),
    "pursuant to": Words("按", "under"),
    "at this point in time": Words("现在", "now"),
    "in the event that": Words("如果", "if"),
    "the undersigned": Words("我们", "we"),
}
