"""Invented places and the agencies that they have.

The first characters stand in no name of a Chinese county or city, so that no place is a real one.
"""

from __future__ import annotations

from dataclasses import dataclass

_FIRST = "霁曦翎岫渺砚葭芷蕙樾榭曙澹漪沚渚潋泠淙漱烁煦熹璟珏苒蓁薇藻暄"
_SECOND = "川原浦湖岭溪泉坪谷塘桥湾河陵岗沙洲泽坡港"
_TOWNS = ("县", "县", "市", "区")


@dataclass(frozen=True, slots=True)
class Bureau:
    """A kind of bureau: its name and the work that its reports speak of."""

    name: str
    fields: tuple[str, ...]


BUREAUS = tuple(
    Bureau(name, tuple(fields.split()))
    for name, fields in (
        ("教育局", "招生入学 学校收费 教师招聘 学区划分 校园食堂 课后服务 民办学校年检 学生资助"),
        ("水利局", "河道整治 农村供水 水库除险 节水改造 防汛调度 灌区建设 水土保持 取水管理"),
        ("交通运输局", "公路养护 公交线路调整 客运站管理 路政执法 驾校监管 渡口安全 农村公路 货车治超"),
        ("住房和城乡建设局", "老旧小区改造 保障房分配 物业管理 燃气安全 房屋征收 工程招标 商品房预售 危房鉴定"),
        ("财政局", "预算决算 惠农补贴 政府采购 债务管理 专项资金 绩效评价 国有资产 会计监督"),
        ("公安局", "户籍办理 交通管制 出入境服务 养犬管理 治安防范 禁毒宣传 消防检查 反诈预警"),
        ("民政局", "低保救助 养老机构 婚姻登记 社会组织管理 殡葬服务 地名管理 慈善募捐 儿童福利"),
        ("司法局", "法律援助 公证服务 人民调解 社区矫正 普法宣传 执法监督 律师管理 复议应诉指导"),
        ("科学技术局", "科技立项 高企认定 技术合同 人才引进 科普活动 成果转化 实验平台 创新券兑付"),
        ("审计局", "预算执行审计 专项审计 整改督促 工程审计 民生资金审计 离任审计 内部审计指导 审计结果"),
        ("统计局", "经济普查 人口调查 统计公报 数据解读 企业联网直报 统计执法 住户调查 农业普查"),
        ("城市管理局", "占道整治 垃圾分类 户外广告 渣土运输 停车泊位 园林绿化 路灯照明 违建查处"),
        ("发展和改革局", "项目审批 价格监测 营商环境 节能审查 规划编制 以工代赈 粮食储备 重大项目"),
        ("审批服务局", "证照办理 一窗受理 告知承诺 帮办代办 收费目录 中介超市 跨区通办 办事指南"),
    )
)
_OF_A_GOVERNMENT = "民生实事 财政预算 规划计划 重大项目 应急管理 乡村振兴 营商环境 征地拆迁 生态环保 社会救助"
GOVERNMENT = Bureau("人民政府", tuple(_OF_A_GOVERNMENT.split()))


def place_name(number: int) -> str:
    """The name of the ``number``-th invented place, with its kind: 霁川县. No two numbers have the same name."""
    short = len(_FIRST) * len(_SECOND)
    first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
    more = number // short
    middle = ""
    while more:
        more, at = divmod(more - 1, len(_SECOND))
        middle += _SECOND[at]
    return f"{first}{middle}{second}{_TOWNS[(number * 7 + number // len(_FIRST)) % len(_TOWNS)]}"
