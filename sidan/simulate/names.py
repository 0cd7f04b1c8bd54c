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
