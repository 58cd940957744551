"""The demonstration county in the platform: its registers give the figures of the five printed reports."""

from tempfile import TemporaryDirectory

import pytest
from django.test import TestCase
from django.urls import reverse
from lxml import html

from gongkai.agencies.models import Agency, Membership, Person, Role
from gongkai.audit_log.chain import verify
from gongkai.demo.county import county
from gongkai.demo.loading import ROUND_YEARS, collect, import_registers, make_report, settle
from gongkai.filing.actions.drafting import open_report
from gongkai.filing.deriving import derive_cells
from gongkai.filing.models import AnnualReport, Section, Stage, Submission, Upload, Version
from gongkai.filing.readiness import to_look_at
from gongkai.filing.reporting import cells_of, to_stored
from gongkai.registers.models import ClosedYear
from gongkai.report.compare import compare
from gongkai.report.model import Report
from gongkai.report.reading import read
from tests.acceptance import SEEDS

PRINTED = {
    "000_4751ab6a7456be16.txt": ("990101001", 2017),
    "001_2d814c7af621a11d.txt": ("990101002", 2017),
    "002_83c152de73f54deb.txt": ("990101003", 2016),
    "003_d834de13faf6e805.txt": ("990101004", 2020),
    "004_0a05da2f0bf2b72c.txt": ("990101005", 2018),
}
CONTRADICTIONS = {
    "000_4751ab6a7456be16.txt": {"staff_total": (None, 2)},
    "001_2d814c7af621a11d.txt": {"req_closed": (0, 2), "req_replied": (0, 2)},
    "002_83c152de73f54deb.txt": {},
    "003_d834de13faf6e805.txt": {},
    "004_0a05da2f0bf2b72c.txt": {"response_hot_topics": (159, 29)},
}


def publish_at_once(version):
    """Without prose, approval and files, which take seconds."""
    Version.objects.filter(pk=version.pk).update(stage=Stage.PUBLISHED, cells=to_stored(cells_of(version)))


class Registers(TestCase):
    """Six organs with all their registers, nothing reported yet."""

    @classmethod
    def setUpTestData(cls):
        cls.settled = settle(county())
        for one in cls.settled:
            import_registers(one)

    def test_every_cell_of_every_year_is_what_the_county_says(self):
        for record in county().records:
            agency = Agency.objects.get(code=record.agency.code)
            for year in record.years:
                derived = {key: cell.value for key, cell in derive_cells(agency, year.year).items()}
                assert {key: derived[key] for key in year.cells} == dict(year.cells), (agency.name, year.year)

    def test_only_where_a_printed_report_contradicts_itself_the_registers_differ(self):
        if not SEEDS.exists():
            pytest.skip("../shared/seeds is absent")
        for name, (code, year) in PRINTED.items():
            agency = Agency.objects.get(code=code)
            printed = read(SEEDS / name)
            derived = Report(agency=agency.name, year=year, edition=printed.edition, cells=derive_cells(agency, year))
            differing = {
                row.key: (row.first.value, row.second.value)
                for row in compare(printed, derived).rows
                if (row.first.value or 0) != (row.second.value or 0)
            }
            assert differing == CONTRADICTIONS[name]

    def test_what_no_register_can_give_is_seen_beside_what_the_registers_give(self):
        differing = [(one, year) for one in self.settled for year in one.record.years if year.differences]
        for one, year in differing:
            publish_at_once(open_report(agency=one.agency, year=year.year, actor=one.staff[Role.CLERK]))
        with TemporaryDirectory() as folder, self.settings(MEDIA_ROOT=folder):
            with self.captureOnCommitCallbacks(execute=True):
                collect(self.settled)
            self.client.force_login(Person.objects.get(username="supervisor"))
            shown = {one.agency.code: self.figures_beside(one.agency.code, year.year) for one, year in differing}
        assert shown == {
            "990101001": {"从事政府信息公开工作人员数": ("（空白）", "2")},
            "990101002": {"申请办结数": ("0", "2"), "申请答复数": ("0", "2")},
            "990101005": {"回应公众关注热点或重大舆情数": ("159", "29")},
        }

    def figures_beside(self, code, year):
        """What the page of an uploaded file says: filed and published by the label; both lead to their sources."""
        upload = Upload.objects.get(submission__agency__code=code, submission__round__year=year)
        page = html.fromstring(self.client.get(reverse("desk:upload", args=[code, upload.pk])).content)
        rows = page.xpath("//table[@id='beside']/tbody/tr")
        for address in (address for row in rows for address in row.xpath("td/a/@href")):
            assert self.client.get(address).status_code == 200, address
        return {row[0].text: tuple(cell.find("a").text for cell in row[1:]) for row in rows}


class Reports(TestCase):
    """One bureau through its years, and the county's round."""

    @classmethod
    def setUpTestData(cls):
        cls.settled = settle(county())
        civil = next(one for one in cls.settled if one.agency.code == "990101001")
        import_registers(civil)
        for year in civil.record.years:
            make_report(civil, year)
        collect(cls.settled)

    def test_all_years_but_the_last_are_published_and_closed(self):
        stages = dict(Version.objects.values_list("report__year", "stage"))
        assert stages == {2016: Stage.PUBLISHED, 2017: Stage.PUBLISHED, 2018: Stage.DRAFT}
        assert sorted(ClosedYear.objects.values_list("year", flat=True)) == [2016, 2017]

    def test_two_problems_a_year_are_admitted_and_followed_up_in_the_next(self):
        noted = {
            report.year: list(report.problems.values_list("text", "outcome"))
            for report in AnnualReport.objects.filter(agency__code="990101001")
        }
        assert [len(noted[year]) for year in (2016, 2017, 2018)] == [2, 2, 2]
        assert len({text for year in noted.values() for text, _outcome in year}) == 6
        assert {outcome for year in (2016, 2017) for _text, outcome in noted[year]} <= {"mended", "partly"}
        told = Section.objects.get(version__report__year=2017, key="sec_problems").text
        for text, _outcome in noted[2016] + noted[2017]:
            assert text in told
        assert "2016年度报告所列问题的整改情况" in told

    def test_no_section_of_a_report_is_empty(self):
        assert Section.objects.filter(text="").exclude(key="preamble").count() == 0
        for version in Version.objects.all():
            assert to_look_at(version).empty == []

    def test_a_round_invites_those_who_reported_on_its_year(self):
        invited = {
            year: sorted(Submission.objects.filter(round__year=year).values_list("agency__code", flat=True))
            for year in ROUND_YEARS
        }
        assert invited == {
            2017: ["990101001", "990101002", "990101003", "990101005"],
            2018: ["990101001", "990101002", "990101005"],
        }

    def test_a_draft_is_left_to_be_filed(self):
        states = Submission.objects.filter(agency__code="990101001").values_list("round__year", "state")
        assert dict(states) == {2017: "invited", 2018: "invited"}
        assert not Upload.objects.filter(submission__round__year=2018).exists()

    def test_a_report_typed_by_hand_is_handed_in_as_a_file(self):
        handed_in = Submission.objects.get(agency__code="990101001", round__year=2017).uploads.get()
        assert handed_in.file_name == "示例县民政局2017年度报告（手工填报）.docx"

    def test_each_organ_has_someone_for_every_step_and_nobody_has_two(self):
        for one in self.settled:
            roles = Membership.objects.filter(agency=one.agency).values_list("role", "person")
            steps = [Role.CLERK, Role.SECTION_HEAD, Role.SECRECY_REVIEWER, Role.OFFICE, Role.LEADER]
            assert {role for role, _person in roles} >= set(steps)
            assert len({person for _role, person in roles}) == len(roles)

    def test_the_record_of_all_this_is_whole(self):
        assert list(verify()) == []
