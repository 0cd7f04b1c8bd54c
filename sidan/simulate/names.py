# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  lists of words; a Chinese character counts as two columns
"""Made-up names of places and people; only the city's and the eleven counties' names and codes are public facts.

Counties: 抚州 with its codes for administrative divisions (GB/T 2260).
"""

CITY = ("3610", "抚州市（演示数据）", "Fuzhou (synthetic demo data)")
COUNTIES = (
    ("361002", "临川区", "Linchuan"),
    ("361003", "东乡区", "Dongxiang"),
    ("361021", "南城县", "Nancheng"),
    ("361022", "黎川县", "Lichuan"),
    ("361023", "南丰县", "Nanfeng"),
    ("361024", "崇仁县", "Chongren"),
    ("361025", "乐安县", "Le'an"),
    ("361026", "宜黄县", "Yihuang"),
    ("361027", "金溪县", "Jinxi"),
    ("361028", "资溪县", "Zixi"),
    ("361030", "广昌县", "Guangchang"),
)
# The two counties built to the last stairwell, and how many towns each has.
DEEP = {"361002": 7, "361022": 6}
COMMUNITIES_A_TOWN = 4
GRIDS_A_COMMUNITY = 4

TOWNS = (
    "云桥街道", "柳溪街道", "文塔街道", "石湖镇", "荷塘镇", "枫林镇", "东篱镇",
    "梅岭街道", "白鹭镇", "竹山镇", "清泉镇", "南浦镇", "茶亭乡",
)  # fmt: skip
COMMUNITIES = (
    "晨光", "安居", "和顺", "紫藤", "望江", "桂花", "新华", "朝阳", "青松", "百合", "锦绣", "长乐", "春晖", "翠竹", "明月",
    "丰收", "福源", "古井", "红枫", "华庭", "佳园", "金桥", "康乐", "兰亭", "莲塘", "绿洲", "牡丹", "南苑", "平安", "清河",
    "荣光", "瑞景", "三元", "双龙", "松涛", "天虹", "同心", "万福", "西园", "祥云", "学府", "雅苑", "银杏", "迎宾", "玉带",
    "育才", "园丁", "悦来", "珍珠", "中兴", "竹苑", "紫云",
)  # fmt: skip
ESTATES = ("花园", "小区", "新村", "家园", "公寓", "苑")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛范彭鲁韦马苗方俞任袁柳"
GIVEN = (
    "明", "芳", "伟", "敏", "静", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "超", "霞", "平", "刚", "玲", "桂英", "建国",
    "小红", "志强", "文华", "晓东", "雪梅", "海燕", "国庆", "丽华", "俊峰", "秀兰", "立军", "春梅", "子涵", "雨桐", "浩然", "思远",
)  # fmt: skip

# Kinds of unit that each deep county has for itself, and each town; one unit serves the whole city for every other kind.
COUNTY_KINDS = ("urban_management", "housing_construction", "traffic_police", "human_resources")
TOWN_KIND = "street_town"
SKIPPED_KINDS = ("community",)
# What offices of a kind are called; the name of the place goes before it.
OFFICES = {
    "urban_management": "城市管理局", "housing_construction": "住房和城乡建设局", "natural_resources": "自然资源局",
    "transport": "交通运输局", "traffic_police": "公安局交警大队", "police": "公安局", "fire_rescue": "消防救援支队",
    "emergency": "应急管理局", "justice": "司法局", "supervision": "督查室", "civil_affairs": "民政局",
    "human_resources": "人力资源和社会保障局", "medical_insurance": "医疗保障局", "education": "教育局",
    "health": "卫生健康委员会", "ecology": "生态环境局", "market_regulation": "市场监督管理局", "agriculture": "农业农村局",
    "water_resources": "水利局", "culture_tourism": "文化广电旅游局", "veterans": "退役军人事务局",
    "disabled_federation": "残疾人联合会", "finance_office": "金融工作办公室", "government_service": "政务服务中心",
    "postal": "邮政管理局", "housing_fund": "住房公积金中心", "water_company": "供水公司", "power_company": "供电公司",
    "gas_company": "燃气公司", "heat_company": "供热公司", "telecom_company": "通信公司", "bus_company": "公交公司",
    "property_manager": "诚心物业公司",
}  # fmt: skip

# Companies of the matching: made-up brands, and trades with what they need, in codes and in words.
BRANDS = (
    ("云帆", "Yunfan"), ("禾丰", "Hefeng"), ("星河", "Xinghe"), ("卓越", "Zhuoyue"), ("鸿远", "Hongyuan"), ("翠微", "Cuiwei"),
    ("金石", "Jinshi"), ("长青", "Changqing"), ("瑞祥", "Ruixiang"), ("海纳", "Haina"), ("凌云", "Lingyun"), ("晨曦", "Chenxi"),
    ("盛世", "Shengshi"), ("佳禾", "Jiahe"), ("锦程", "Jincheng"), ("博雅", "Boya"), ("启明", "Qiming"), ("天工", "Tiangong"),
    ("绿源", "Lüyuan"), ("德润", "Derun"), ("宏图", "Hongtu"), ("百川", "Baichuan"), ("新锐", "Xinrui"), ("富春", "Fuchun"),
    ("同创", "Tongchuang"), ("安泰", "Antai"), ("众合", "Zhonghe"), ("华茂", "Huamao"), ("东升", "Dongsheng"),
)  # fmt: skip
TRADES: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("电子", "Electronics", "电子信息", ("technology", "workers"), "自动化产线改造，缺调试人员"),
    ("食品", "Foods", "食品加工", ("finance", "quality"), "扩建冷库，资金周转和质量认证"),
    ("新材", "Materials", "新材料", ("technology", "environment"), "陶瓷热处理工艺，排放达标"),
    ("服装", "Garments", "纺织服装", ("workers", "export"), "旺季招工，外贸订单"),
    ("医药", "Pharma", "医药", ("approvals", "certification"), "药品许可办理，净化车间"),
    ("机械", "Machinery", "装备制造", ("equipment", "training"), "数控机床更新，技工培训"),
    ("物流", "Logistics", "现代物流", ("land", "logistics"), "仓储用地和货车通行"),
    ("科技", "Digital", "数字服务", ("digital", "law"), "企业上云，合同和知识产权"),
)
# Units that lend experts: code, names, kind, and each expert's name, title, skills and words.
EXPERT_UNITS: tuple[tuple[str, str, str, str, tuple[tuple[str, str, tuple[str, ...], str], ...]], ...] = (
    ("college", "临川职业技术学院（演示）", "Linchuan Vocational College (demo)", "college", (
        ("材料工程系", "", ("technology", "quality"), "陶瓷、复合材料、热处理工艺"),
        ("周教授（演示）", "教授", ("technology", "equipment"), "自动化产线、数控机床"),
        ("吴老师（演示）", "讲师", ("training", "workers"), "技工培训、订单班"),
    )),
    ("hospital", "临川人民医院（演示）", "Linchuan People's Hospital (demo)", "hospital", (
        ("职业健康科", "", ("safety",), "职业病防治、健康体检"),
        ("郑医师（演示）", "主任医师", ("safety", "certification"), "净化车间、卫生管理"),
    )),
    ("lawyers", "临川律师协会（演示）", "Linchuan Bar Association (demo)", "association", (
        ("企业法务团", "", ("law", "intellectual_property"), "合同、劳动争议、商标"),
    )),
    ("institute", "数字产业研究院（演示）", "Institute of Digital Industry (demo)", "institute", (
        ("上云服务组", "", ("digital", "technology"), "企业上云、生产管理系统、自动化"),
        ("钱工（演示）", "高级工程师", ("environment", "energy"), "排放达标、节能"),
    )),
)  # fmt: skip
