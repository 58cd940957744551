"""Random workbooks, imported: every cell is what an independent count gives, and the report adds up."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.agencies.models import Agency, Kind
from gongkai.filing.deriving import derive_cells
from gongkai.filing.models import HandFigure
from gongkai.law.editions import load_edition
from gongkai.registers.actions.imports import import_workbook
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Report
from tests.ledgers.count import cells, hand_entered
from tests.ledgers.generate import Case, cases, workbooks
from tests.ledgers.sheets import editions
from tests.ledgers.write import xlsx

pytestmark = pytest.mark.django_db
slow = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # Shrinking takes minutes with a database.
)
_numbers = count(1)
OF_2014, OF_2019, OF_2021 = (2014, 2015, 2016, 2016, 2016, 2017, 2018), (2019, 2020), (2021, 2022, 2023)


def imported(workbook, **written):
    """A new organ with the workbook's rows."""
    number = next(_numbers)
    agency = Agency.objects.create(code=f"judged-{number}", name=f"第{number}示例局", kind=Kind.DEPARTMENT)
    done, plan = import_workbook(agency=agency, file_name="台账.xlsx", content=xlsx(workbook, **written), actor=None)
    assert [located.as_json() for located in plan.faults() if located.fault.severity == "error"] == []
    assert done is not None
    return agency


def derived(agency, edition, year):
    """What the product makes of the registers: the cells that a sheet feeds, as the judge writes them."""
    made = derive_cells(agency, year, load_edition(edition))
    assert {key for key, cell in made.items() if cell.value is None} == hand_entered(edition)
    return {key: cell.value for key, cell in made.items() if cell.value is not None}


def counted(workbook, edition, year):
    return {key: plain(value) for key, value in cells(workbook, edition, year).items()}


def plain(value):
    return float(value) if isinstance(value, Decimal) and value != value.to_integral_value() else int(value)


@pytest.mark.parametrize("years", [OF_2014, OF_2019, OF_2021], ids=["2014", "2019", "2021"])
def test_the_cells_are_the_judges(years):
    @slow
    @given(cases(years))
    def check(case: Case) -> None:
        agency = imported(case.workbook)
        assert derived(agency, case.edition, case.year) == counted(*case)

    check()


@slow
@given(cases((2016,)), st.integers(0, 1000))
def test_order_of_sheets_and_columns_and_dates_as_text_change_nothing(case: Case, seed: int) -> None:
    agency = imported(case.workbook, text_dates=True, shuffled=True, seed=seed)
    for edition in editions(2016):
        assert derived(agency, edition, 2016) == counted(case.workbook, edition, 2016)


@pytest.mark.parametrize("first", [2014, 2015, 2018, 2019, 2020, 2021, 2022])
def test_the_audit_of_derived_reports_finds_no_error(first):
    @settings(slow, max_examples=15)
    @given(workbooks(first))
    def check(workbook) -> None:
        agency = imported(workbook)
        for edition in editions(first):
            now = report(agency, edition, first)
            assert errors(now, None) == []
            for later in editions(first + 1):
                assert errors(report(agency, later, first + 1), now) == []

    check()


def report(agency, edition, year):
    """The report once somebody has entered what no register knows: the visits and reading points by level."""
    if edition == "cn-gid-2014-weihai":
        total = derive_cells(agency, year, load_edition(edition))
        for name in ("reading_points", "reading_point_visits"):
            HandFigure.objects.update_or_create(
                agency=agency, year=year, key=f"{name}_county", defaults={"value": total[name].value}
            )
    made = derive_cells(agency, year, load_edition(edition))
    return Report(agency=agency.name, year=year, edition=edition, cells=made)


def errors(made, previous):
    """The findings on figures: there is no prose, which other rules miss."""
    return [
        (found.rule, found.message)
        for found in audit(made, previous=previous).findings
        if found.severity == "error" and found.cells
    ]
