"""The demonstration county: its registers, counted again, give its figures; its figures pass the audit."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from gongkai.corpus.agencies.codes import code_fault
from gongkai.demo.county import Difference, HandFigure, county
from gongkai.law.data_files import DATA as LAW_DATA
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Report
from tests.acceptance import domain, needs_shared
from tests.demo.counting import count, exact

YEARS = [(r.agency.short_name, y.year) for r in county().records for y in r.years]
SEEDS = {
    "000_4751ab6a7456be16.txt": "县民政局",
    "001_2d814c7af621a11d.txt": "县教育局",
    "002_83c152de73f54deb.txt": "县财政局",
    "003_d834de13faf6e805.txt": "县科技局",
    "004_0a05da2f0bf2b72c.txt": "县住建局",
}
every_year = pytest.mark.parametrize(("agency", "year"), YEARS)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def counted(agency, year):
    """The cells of the year's edition as an independent count of the registers and the hand figures give them."""
    record = county().record(agency)
    of_year = record.year(year)
    by_hand = {figure.key: figure.value for figure in of_year.hand_figures}
    figures = count(record.sheets, year)
    return {key: by_hand[key] if key in by_hand else figures[key] for key in of_year.cells}


def report(agency, year):
    record = county().record(agency)
    of_year = record.year(year)
    cells = {key: Cell(key, value, str(value)) for key, value in of_year.cells.items()}
    return Report(record.agency.name, year, of_year.edition.id, cells=cells)


class TestPlaces:
    def test_a_government_and_five_bureaus(self):
        names = [r.agency.name for r in county().records]
        assert names == [
            "示例县人民政府",
            "示例县民政局",
            "示例县教育局",
            "示例县财政局",
            "示例县科学技术局",
            "示例县住房和城乡建设局",
        ]
        assert [r.agency.kind for r in county().records] == ["government", *["department"] * 5]
        assert [r.agency.parent for r in county().records] == [None, *["990101"] * 5]
        assert county().government.agency.short_name == "示例县政府"
        assert [r.agency.code for r in county().bureaus] == [f"99010100{n}" for n in range(1, 6)]

    def test_no_code_is_of_a_division_of_china(self):
        codes = [r.agency.code for r in county().records]
        assert len(set(codes)) == len(codes)
        assert all(code_fault(code) for code in codes)

    def test_contact_data_hold_no_number_that_could_be_rung_or_written_to(self):
        for record in county().records:
            contact = record.agency.contact
            assert contact.telephone == "0000-0000000"
            assert contact.postcode == "000000"
            assert contact.email.endswith("@shili.example")
            assert contact.website.endswith(".shili.example")

    def test_years_and_editions(self):
        editions = {r.agency.short_name: {y.year: y.edition.id for y in r.years} for r in county().records}
        assert editions == {
            "示例县政府": {
                2016: "cn-gid-2014-national",
                2017: "cn-gid-2014-national",
                2018: "cn-gid-2014-national",
                2019: "cn-gid-2019",
                2020: "cn-gid-2019",
                2021: "cn-gid-2021",
            },
            "县民政局": dict.fromkeys((2016, 2017, 2018), "cn-gid-2014-shandong-dept"),
            "县教育局": dict.fromkeys((2016, 2017, 2018), "cn-gid-2014-national"),
            "县财政局": {2015: "cn-gid-2014-shandong", 2016: "cn-gid-2014-weihai", 2017: "cn-gid-2014-shandong"},
            "县科技局": {2019: "cn-gid-2019", 2020: "cn-gid-2019", 2021: "cn-gid-2021"},
            "县住建局": {2017: "cn-gid-2014-shandong", 2018: "cn-gid-2014-shandong", 2019: "cn-gid-2019"},
        }

    @every_year
    def test_the_edition_is_in_force_in_the_year(self, agency, year):
        assert county().record(agency).year(year).edition.covers(year)


class TestFigures:
    @every_year
    def test_registers_and_hand_figures_give_every_cell(self, agency, year):
        assert exact(counted(agency, year)) == exact(county().record(agency).year(year).cells)

    @every_year
    def test_what_is_held_beyond_the_form_is_given_too(self, agency, year):
        record = county().record(agency)
        beyond = record.year(year).beyond
        figures = count(record.sheets, year)
        assert exact({key: figures[key] for key in beyond}) == exact(beyond)

    @every_year
    def test_every_required_cell_has_a_figure(self, agency, year):
        of_year = county().record(agency).year(year)
        missing = of_year.edition.slots.keys() - of_year.cells.keys()
        assert missing <= {"response_methods_total"}

    @every_year
    def test_the_audit_raises_no_error(self, agency, year):
        years = [y.year for y in county().record(agency).years]
        before = report(agency, year - 1) if year - 1 in years else None
        found = audit(report(agency, year), previous=before).findings
        about_cells = [f for f in found if not f.rule.startswith("D")]
        assert [f for f in about_cells if f.severity == "error"] == []

    def test_what_the_audit_has_to_say_is_known(self):
        said = {}
        for agency, year in YEARS:
            years = [y.year for y in county().record(agency).years]
            before = report(agency, year - 1) if year - 1 in years else None
            for finding in audit(report(agency, year), previous=before).findings:
                if finding.severity == "warning" and not finding.rule.startswith("D"):
                    said.setdefault((agency, year), []).append(finding.rule)
        assert said == {("县民政局", 2017): ["P14-06"], ("县财政局", 2016): ["Q14-03"]}

    def test_proposals_of_a_session_are_in_the_register(self):
        record = county().record("县住建局")
        of_2018 = [row for row in record.sheets["建议提案"] if "（2018年）" in row["届次"]]
        bills = [row for row in of_2018 if row["类型"] == "人大建议"]
        assert len(bills) == 32
        assert sum(row["参阅件"] == "是" for row in bills) == 4
        assert sum(row["办理结果"] == "已解决或基本解决" for row in bills) == 18


class TestHandFigures:
    def test_cells_without_a_register(self):
        assert {f.key for f in county().record("县财政局").year(2016).hand_figures} == {
            "websites",
            "websites_city",
            "websites_county",
            "websites_town",
            "gazette_issues",
            "gazette_copies",
            "reading_points_city",
            "reading_points_county",
            "reading_points_town",
            "reading_point_visits_city",
            "reading_point_visits_county",
            "reading_point_visits_town",
        }
        assert len(county().government.year(2019).hand_figures) == 10
        assert county().government.year(2021).hand_figures == ()

    def test_a_figure_in_a_heading(self):
        assert county().record("县民政局").year(2017).hand_figures == (
            HandFigure("response_methods_total", 1, "标题行没有对应的台账，沿用填报部门所填的数", "填报部门的统计表"),
        )

    @every_year
    def test_each_has_a_reason_and_evidence(self, agency, year):
        assert all(f.reason and f.evidence for f in county().record(agency).year(year).hand_figures)


class TestSeeds:
    @needs_shared
    @every_seed
    def test_the_registers_give_the_seed_but_for_the_differences(self, seed):
        """A blank counts as 0."""
        printed = {key: cell["value"] for key, cell in domain("seed-values.json")["reports"][seed]["cells"].items()}
        of_seed = domain("seed-values.json")["reports"][seed]
        of_year = county().record(SEEDS[seed]).year(of_seed["year"])
        derived = counted(SEEDS[seed], of_seed["year"])
        assert of_year.edition.id == of_seed["edition"]
        assert derived.keys() == printed.keys()
        differing = {key: (printed[key], derived[key]) for key in printed if (printed[key] or 0) != derived[key]}
        assert differing == {d.key: (d.printed, d.derived) for d in of_year.differences}

    @needs_shared
    @every_seed
    def test_no_agency_bears_the_name_of_a_seeds_agency(self, seed):
        place = domain("seed-values.json")["reports"][seed]["agency"][:2]
        rows = (row for r in county().records for sheet in r.sheets.values() for row in sheet)
        assert not any(place in str(value) for row in rows for value in row.values())

    def test_the_differences(self):
        found = {
            (r.agency.short_name, y.year): [(d.key, d.printed, d.derived) for d in y.differences]
            for r in county().records
            for y in r.years
            if y.differences
        }
        assert found == {
            ("县民政局", 2017): [("staff_total", None, 2)],
            ("县教育局", 2017): [("req_closed", 0, 2), ("req_replied", 0, 2)],
            ("县住建局", 2018): [("response_hot_topics", 159, 29)],
        }

    def test_each_difference_says_why(self):
        all_of_them = [d for r in county().records for y in r.years for d in y.differences]
        assert all(isinstance(d, Difference) and len(d.reason) > 20 for d in all_of_them)


class TestNames:
    def test_the_county_is_on_no_list_of_places_that_ships(self):
        names = set()
        for path in sorted(LAW_DATA.glob("*.json")):
            names |= set(re.findall(r"[\u4e00-\u9fff]+县", path.read_text(encoding="utf-8")))
        assert "示例县" not in names

    def test_no_staff_has_a_name(self):
        names = [
            row["姓名或名称"]
            for record in county().records
            for row in record.sheets["人员机构"]
            if row["类型"] in ("专职", "兼职")
        ]
        assert names
        assert all(re.fullmatch("工作人员[甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥]", name) for name in names)

    def test_money_is_exact(self):
        amounts = [row["金额（万元）"] for r in county().records for row in r.sheets["经费收费"]]
        assert amounts
        assert all(isinstance(amount, Decimal) and amount > 0 for amount in amounts)
