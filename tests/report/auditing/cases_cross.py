"""Cases of the rules that need last year's report, or the reports of several agencies."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.law.editions import builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.cross_agency import Beside
from gongkai.report.auditing.engine import examine
from gongkai.report.auditing.findings import Audit
from gongkai.report.combine import check_rollup
from gongkai.report.model import Report
from tests.report.auditing.cases import Case, report
from tests.report.auditing.cases_2014 import NATIONAL, Cells
from tests.report.auditing.cases_2019 import CURRENT, NO_SUITS, TRIAL, row


def two_years(edition: str, cells: Cells, change: Cells, before: Cells, *also: str, year: int, then: str = "") -> Case:
    """``cells`` fail beside ``before``, the cells of the year before; with ``change`` they pass."""
    return Case(
        report(edition, cells, year=year),
        report(edition, {**cells, **change}, year=year),
        previous=report(then or edition, before, year=year - 1),
        also=frozenset(also),
    )


def rolls(key: str, now: Cells, before: Cells, right: int, *, year: int, edition: str) -> Case:
    """A stock that should have rolled forward to ``right``."""
    return two_years(edition, now, {key: right}, before, year=year)


PROSE = (
    "本局围绕湖区治理、饮水安全和防汛备汛三项重点，及时公布工程招标、水质监测和应急预案，"
    "并把咨询较多的用水报装流程做成图示放在网站首页。",
    "办公室每季度检查一次栏目更新，发现链接失效的当日改正，对长期不更新的科室在例会上点名提醒。",
    "存在的不足是科室之间衔接不够，有的材料形成后没有及时转交，下一步将明确专人负责收集和复核。",
)
OTHER_PROSE = (
    "这一年的重点转到档案数字化：馆藏民国户籍目录完成著录，市民凭身份证件可在线查到卷号。",
    "开放日接待了四批学生，讲解员把调卷规则讲成故事，收到的意见多数是希望延长周末开放时间。",
    "短板在于老照片缺少说明文字，明年准备请老职工口述，由志愿者整理成条目后向社会公布。",
)


def told(edition: str, year: int, paragraphs: tuple[str, ...]) -> Report:
    return report(edition, {}, year=year, sections=["\n".join(paragraphs)])


def unit(agency: str, cells: Cells) -> Report:
    return report(NATIONAL, cells, agency=agency)


LAKE, HILL, COUNTY = "东湖乡", "西岭乡", "某县"


def rolled_up(parent: Report) -> Audit:
    """The county's roll-up against the county office and two townships."""
    units = [
        unit(LAKE, {"req_received": 2, "proactive_items": 30}),
        unit(HILL, {"req_received": 1, "proactive_items": 12}),
    ]
    return check_rollup(parent, unit(COUNTY, {"req_received": 4, "proactive_items": 50}), units, [LAKE, HILL])


def listed(parent: Report) -> Audit:
    """Two units are expected; the second is whoever ``parent`` is titled after."""
    return check_rollup(parent, None, [unit(LAKE, {}), unit(parent.title or "", {})], [LAKE, HILL])


NEIGHBOUR = "西岭县财政局"


def beside(rule_id: str, other: Report) -> Callable[[Report], Audit]:
    """A rule about two reports, asked of a report beside ``other``."""
    return lambda mine: examine(Beside(mine, builtin_editions()[CURRENT], None, other), [builtin_rules()[rule_id]])


def neighbour() -> Report:
    return report(CURRENT, {}, year=2022, agency=NEIGHBOUR, sections=["\n".join((*PROSE, NAMING))])


NAMING = "为把网站栏目的维护责任落到人，西岭县财政局在六月组织了两次面向各科室的操作培训和现场答疑。"


def twice(parent: Report) -> Audit:
    return check_rollup(parent, unit(COUNTY, {}), [unit(LAKE, {}), unit(parent.title or "", {})], None)


CASES = {
    "X-01": two_years(
        CURRENT,
        row("req_carried_in", 5, 5),
        row("req_carried_in", 6, 6),
        row("req_carried_out", 6, 6),
        "X-02",
        year=2023,
    ),
    "X-02": two_years(
        CURRENT,
        row("req_carried_in", 6, 5, 1),
        row("req_carried_in", 6, 6),
        row("req_carried_out", 6, 6),
        year=2023,
    ),
    **{
        f"X-03-{kind}": rolls(
            f"{kind}_valid",
            {f"{kind}_valid": 12, f"{kind}_made": 3, f"{kind}_repealed": 1},
            {f"{kind}_valid": 9},
            11,
            year=2022,
            edition=CURRENT,
        )
        for kind in ("rules", "normative_docs")
    },
    **{
        f"X-04-{kind}": rolls(
            f"{kind}_disclosed_total",
            {f"{kind}_disclosed_total": 12, f"{kind}_newly_disclosed": 2},
            {f"{kind}_disclosed_total": 9},
            11,
            year=2020,
            edition=TRIAL,
        )
        for kind in ("rules", "normative_docs")
    },
    **{
        f"X-05-{kind}": rolls(
            f"{kind}_items_prev_year",
            {f"{kind}_items_prev_year": 80},
            {f"{kind}_items_prev_year": 82, f"{kind}_items_change": -1},
            81,
            year=2020,
            edition=TRIAL,
        )
        for kind in ("licensing", "other_services", "penalties", "coercion", "admin_fees")
    },
    "X-06": two_years(
        CURRENT,
        NO_SUITS,
        {"review_total": 2, "review_upheld": 2},
        {"review_pending": 1, "litigation_direct_pending": 1, "litigation_after_review_pending": 0},
        "C19-03",
        year=2023,
    ),
    "X-07": two_years(
        NATIONAL,
        {"trainees": 18, "training_classes": 2, "special_funds": 3.5},
        {"trainees": 19},
        {"trainees": 18, "training_classes": 2, "special_funds": 3.5, "meetings_held": 0},
        year=2017,
    ),
    "X-08": Case(
        told(CURRENT, 2023, (*PROSE, OTHER_PROSE[0])),
        told(CURRENT, 2023, (PROSE[0], *OTHER_PROSE)),
        previous=told(CURRENT, 2022, PROSE),
    ),
    "X-09": two_years(
        CURRENT,
        row("req_received", 130, 130),
        row("req_received", 120, 120),
        row("req_received", 25, 25),
        year=2023,
    ),
    "X-10": Case(
        told(CURRENT, 2023, PROSE),
        told(CURRENT, 2023, OTHER_PROSE),
        audit=beside("X-10", neighbour()),
    ),
    "X-11": Case(
        told(CURRENT, 2023, (NAMING,)),
        told(CURRENT, 2023, (NAMING.replace(NEIGHBOUR, "东湖区档案局"),)),
        audit=beside("X-11", neighbour()),
    ),
    "X-12": Case(
        report(CURRENT, row("req_received", 6, 6), year=2023),
        report(CURRENT, row("req_received", 6, 6), year=2024),
        audit=beside("X-12", report(CURRENT, row("req_received", 7, 7), year=2023)),
    ),
    "V-01": Case(
        unit(COUNTY, {"req_received": 6, "proactive_items": 80}),
        unit(COUNTY, {"req_received": 7, "proactive_items": 80}),
        audit=rolled_up,
    ),
    "V-02": Case(
        unit(COUNTY, {"req_received": 7, "proactive_items": 93}),
        unit(COUNTY, {"req_received": 7, "proactive_items": 92}),
        audit=rolled_up,
    ),
    "V-03": Case(
        report(NATIONAL, {}, agency=COUNTY, title="南屏乡"),
        report(NATIONAL, {}, agency=COUNTY, title=HILL),
        audit=listed,
    ),
    "V-04": Case(
        report(NATIONAL, {}, agency=COUNTY, title=LAKE),
        report(NATIONAL, {}, agency=COUNTY, title=HILL),
        audit=twice,
    ),
}
