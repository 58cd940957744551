"""What agencies write about their work without figures.

Real agencies have words of their own; a handful of ready sentences would make all reports alike. So sentences are put
together of short words, several dozen for each place, that hardly ever meet twice in the same order. They are the
project's own. ``{f}`` is a field of the agency's work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gongkai.corpus.synth.prose.sentence import Sentence
from gongkai.corpus.synth.prose.voice import Voice

_WORDS: Mapping[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "time": "年初 春耕前后 汛期来临前 节前 机构调整后 入秋以来 岁末 换届之后 新规施行后 审计进点期间 暑期 雨季过后 "
        "窗口搬迁时 系统升级期间 预算批复后 项目开工前 集中办公期间 招录季 农闲时节 旺季到来前 巡察反馈后 年中 收官阶段",
        "actor": "办公室 法规科 各科室 业务骨干 分管负责人 联络员 窗口人员 综合科 值班人员 督查小组 编辑人员 审核岗 起草人员 "
        "基层站所 档案室 法律顾问 财务科 信息中心 服务大厅 驻点干部 社区专员 政策宣讲员 轮值科长 后勤科 稽核岗",
        "manner": "逐条 分批 按月 对照原文 结合实例 会同乡镇 借助表格 面向企业 依照清单 现场 带着疑问 沿着流程 按图索骥地 "
        "换位 从严 趁热打铁 反复 依轻重缓急 由表及里 对标先进 挨个 听取意见后 边查边改 利用晚间 摸清底数再",
        "verb": "梳理 重排 补录 细化 校对 翻新 拆解 归并 增补 复核 标注 删减 注解 改写 汇编 核验 盘点 比对 修订 誊清 "
        "描红 摘编 串讲 勘误 整编 转录 溯源 抽检 归类 润色",
        "object": "政策 流程 台账 目录 标准 名单 方案 依据 问答 指南 图解 案例 表单 时限 要点 条款 样表 口径 附件 索引 "
        "原文 底稿 责任表 路线图 说明书 评语 批注 摘要",
        "move": "挂到 移入 附在 编进 贴上 收进 送到 写进 嵌入 汇入 登上 归到 印在 录入 放到 补进",
        "place": "检索首页 便民角 专题页 公示栏 服务手册 查询终端 电子屏 档案柜 栏目底部 办事窗口 村级驿站 资料架 留言簿旁 "
        "业务系统 知识库 宣传长廊 候办区 导办台 共享盘 政策书架 楼层指引 咨询台",
        "task": "查询 比对 检索 沟通 核验 申报 转办 归档 督办 取件 答疑 流转 校验 交接 追溯 会商 评议 引用 复查 解释",
        "gain": "省时不少 更顺畅了 少走弯路 有了依据 不再反复 容易上手 脉络清楚 责任分明 差错减少 步调合拍 留有痕迹 底气更足 "
        "口碑渐好 门槛降低 疑虑消退 节奏加快 秩序井然 来去明白 衔接紧密 效率见长",
        "public": "群众 企业 申请人 办事人 老人 家长 农户 商户 新市民 创业者 村干部 网格员 记者 经办人 投资人 务工人员 住户 司机",
        "wish": "想知道 常打听 最关切 容易误解 反复追问 急着要 抱怨过 看不懂 留意到 提议改进 找不着 议论着 惦记着",
        "link": "于是 为此 据此 随后 因而 与之相应 顺着这个思路 循此",
        "care": "涉密内容 个人隐私 商业秘密 住址信息 证件号码 未定稿 内部讨论 第三方材料 过程稿 影像资料 坐标数据 病历信息 "
        "账户资料 联系人姓名 投诉线索",
        "guard": "先遮盖后上网 交专人审看 送法规科把关 缓发待定 退回重拟 另存备查 征求意见再定 核对授权 按密级处置 截去细节 "
        "请上级明示 留审查单 由值班人员复看 双人签字",
        "short": "更新偏慢 解读单薄 层级过深 术语太多 标题含混 归类欠准 回应迟缓 衔接不畅 人手紧张 重形式 缺少图例 检索费力 "
        "口径有别 审查过宽 说理不足 存量待清 经验不够 主动性弱 渠道单调 反馈不闭环",
        "cause": "人员轮岗 业务交叉 系统老旧 重视不够 流程偏长 经费吃紧 标准模糊 沟通欠缺 职责重叠 惯性使然 资料散落 任务叠加 "
        "专业性强 考核宽松 历史欠账",
        "aim": "下一步 今后 接下来 往后 来年 针对不足 对照差距 着眼长远 围绕短板 按照部署",
        "remedy": "压实 理顺 充实 调整 健全 盘活 打通 简化 补强 夯实 优化 拓宽 明晰 加密 延伸 更换",
        "target": "审查环节 栏目架构 答复文书 解读队伍 交接办法 评查机制 更新周期 检索功能 基层专区 属性管理 台账规范 联络网络 "
        "纠错渠道 存量档案 意见收集",
        "result": "见到实效 补齐短板 形成常态 赢得认可 少留遗憾 更贴民意 经得起检验 跟上要求 稳步改观 防止反弹 走在前列 落到细处",
    }.items()
}
WORK = (
    "{time}，{actor}{manner}{verb}{f}{object}，{move}{place}，{task}{gain}。",
    "{public}{wish}{f}的{object}，{actor}{manner}{verb}后{move}{place}，{gain}。",
    "{f}的{object}由{actor}{verb}，{care}{guard}，{task}因而{gain}。",
    "{actor}{time}{manner}{verb}{f}{object}；凡遇{care}，{guard}。",
    "针对{public}{wish}的{f}，{actor}把{object}{manner}{verb}，{task}{gain}。",
    "{link}，{actor}会同{actor2}{verb}{f}{object}，{manner}{move}{place}。",
    "{time}{public}来{place}{task}，{actor}{manner}讲解{f}{object}，彼此{gain}。",
    "遇到{care}，{actor}{guard}；{f}{object}{manner}{verb}，{public}{task}{gain}。",
    "{actor2}提出{f}{object}{short}，{actor}{manner}{verb}，{move}{place}，{gain}。",
    "从{f}入手，{actor}{verb}{object}，{actor2}{manner}核对{place}，{task}{gain}。",
)
SHORTFALLS = (
    "回头看，{f}{object}{short}，{public}{task}时{wish}，多因{cause}。",
    "存在的不足：{f}方面{short}，{place}的{object}{short2}，与{cause}有关。",
    "主要问题是{actor}{cause}，{f}{object}{short}，{public}有所议论。",
    "差距还在于{f}{short}，{actor}{task}时{object}{short2}。",
    "受{cause}影响，{f}的{object}{short}，{place}也{short2}。",
)
PLANS = (
    "{aim}，{actor}将{remedy}{target}，{manner}{verb}{f}{object}，力求{result}。",
    "{aim}拟由{actor}牵头{remedy}{target}，使{f}{object}{gain}，{result}。",
    "{aim}，将{manner}{remedy}{target}，请{public}评议{f}{object}，争取{result}。",
    "{aim}打算{remedy}{target}并{verb}{f}{object}，{public}{task}{gain}。",
)
_FIELD = re.compile(r"{(\w+?)\d?}")


def remarks(voice: Voice, section: str, patterns: Sequence[str], count: int) -> list[Sentence]:
    """``count`` sentences without figures; no two begin with the same pattern until all were used."""
    chosen = voice.some(section, patterns, len(patterns))
    return [_remark(voice, f"{section}.{at}", chosen[at % len(chosen)]) for at in range(count)]


def _remark(voice: Voice, slot: str, pattern: str) -> Sentence:
    def word(match: re.Match[str]) -> str:
        words = voice.bureau.fields if match[1] == "f" else _WORDS[match[1]]
        return voice.pick(f"{slot}.{match[0]}", words)

    return Sentence(_FIELD.sub(word, pattern))
