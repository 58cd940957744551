"""Registers for any figures that a form allows, and refusals of those that no register can give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.synth.agency import Agency as Latent
from gongkai.corpus.synth.chance import stream
from gongkai.corpus.synth.figures_2014 import figures_2014
from gongkai.corpus.synth.figures_2019 import APPLICANTS, Standing, figures_2019
from gongkai.corpus.synth.names import BUREAUS, GOVERNMENT
from gongkai.corpus.synth.plan import Series
from gongkai.demo.agency import YearFigures
from gongkai.demo.county import county, hand_figures
from gongkai.demo.rows.days import earlier
from gongkai.demo.rows.documents import documents
from gongkai.demo.rows.making import make_sheets
from gongkai.demo.rows.sharing import money, shares
from gongkai.demo.sheets import RegisterError
from gongkai.law.editions import builtin_editions
from tests.demo.counting import count, exact

AGENCY = county().record("县住建局").agency
OLD_FORMS = [e for e in builtin_editions().values() if e.id.startswith("cn-gid-2014")]
CASES = ("review", "litigation_direct", "litigation_after_review")


def year(number, edition, **figures):
    return YearFigures(number, builtin_editions()[edition], figures)


def counts(years, number):
    return count(make_sheets(AGENCY, years), number)


def latent_years(seed, form):
    """Two years on a form of 2014, two on that of 2019, one on that of 2021, of an agency that never was. What the
    writer of reports draws freely from year to year is made to follow, as in any register."""
    draw = stream("latent", seed)
    series = Series("", "", draw.choice((GOVERNMENT, BUREAUS[0])), "national", 0, ())
    latent = Latent(series, draw.choice((0, 2, 9, 30)), draw.randint(20, 90), draw.randint(1, 9), draw.random() < 0.5)
    old = [YearFigures(n, form, figures_2014(draw, latent, form)) for n in (2017, 2018)]
    standing = Standing(
        carried=dict.fromkeys(APPLICANTS, 0) | {"org_research": waiting(old)},
        stocks={"normative_docs_disclosed": sum(y.count("normative_docs_disclosed") for y in old) + draw.randint(0, 9)},
    )
    new = []
    for number, name in ((2019, "cn-gid-2019"), (2020, "cn-gid-2019"), (2021, "cn-gid-2021")):
        edition = builtin_editions()[name]
        new.append(YearFigures(number, edition, figures_2019(draw, latent, edition, standing)))
    return [*old, *with_cases_that_follow(new)]


def waiting(years):
    """Requests that the forms before 2019 leave open."""
    return sum(y.count("req_received") - y.count("req_closed") for y in years)


def with_cases_that_follow(years):
    """A case pending last year has ended or is pending still."""
    before = dict.fromkeys(CASES, 0)
    for target in years:
        figures = dict(target.figures)
        for case in CASES:
            ended = sum(figures[f"{case}_{result}"] for result in ("upheld", "corrected", "other"))
            before[case] = figures[f"{case}_pending"] = max(figures[f"{case}_pending"], before[case] - ended)
            figures[f"{case}_total"] = ended + before[case]
        yield replace(target, figures=figures)


class TestAnyFigures:
    @settings(max_examples=60, deadline=None)
    @given(seed=st.integers(0, 10**9), form=st.sampled_from(OLD_FORMS))
    def test_the_registers_count_to_them(self, seed, form):
        years = latent_years(seed, form)
        sheets = make_sheets(AGENCY, years)
        for target in years:
            figures = count(sheets, target.year)
            by_hand = {figure.key for figure in hand_figures(target.figures)}
            wanted = {key: value for key, value in target.figures.items() if key not in by_hand}
            assert wanted
            assert exact({key: figures[key] for key in wanted}) == exact(wanted)

    @settings(max_examples=20, deadline=None)
    @given(seed=st.integers(0, 10**9))
    def test_every_column_balances(self, seed):
        sheets = make_sheets(AGENCY, latent_years(seed, OLD_FORMS[0]))
        for number in (2019, 2020, 2021):
            figures = count(sheets, number)
            for who in (*APPLICANTS, "total"):
                at_hand = figures[f"req_received@{who}"] + figures[f"req_carried_in@{who}"]
                assert at_hand == figures[f"outcome_total@{who}"] + figures[f"req_carried_out@{who}"]
                if number > 2019:
                    last = count(sheets, number - 1)
                    assert figures[f"req_carried_in@{who}"] == last[f"req_carried_out@{who}"]


class TestDays:
    def test_earlier_goes_back_over_the_new_year(self):
        assert earlier(date(2017, 1, 4), 0) == date(2017, 1, 4)
        assert earlier(date(2017, 1, 4), 1) == date(2017, 1, 3)
        assert earlier(date(2017, 1, 4), 2) == date(2016, 12, 30)
        assert earlier(date(2017, 1, 3), 3) == date(2016, 12, 28)


class TestItems:
    def test_every_item_is_on_a_channel_where_the_channels_suffice(self):
        target = year(2017, "cn-gid-2014-national", proactive_items=9, channel_website=6, channel_weibo=4)
        rows = make_sheets(AGENCY, [target])["公开渠道"]
        assert len({row["索引号"] for row in rows}) == 9
        assert len(rows) == 10

    def test_a_channel_may_post_more_than_there_are_items(self):
        target = year(2017, "cn-gid-2014-national", proactive_items=2, channel_wechat=5)
        rows = make_sheets(AGENCY, [target])["公开渠道"]
        assert [row["索引号"] is None for row in rows].count(True) == 3
        assert all(row["标题"] for row in rows)

    def test_items_without_a_channel(self):
        target = year(2017, "cn-gid-2014-national", proactive_items=3)
        assert counts([target], 2017)["proactive_items"] == 3
        assert make_sheets(AGENCY, [target])["公开渠道"] == []

    def test_documents_are_items(self):
        target = year(2017, "cn-gid-2014-national", proactive_items=1, normative_docs_disclosed=2)
        with pytest.raises(RegisterError, match="proactive_items of 2017"):
            make_sheets(AGENCY, [target])


class TestDocuments:
    def test_what_is_disclosed_without_being_made_is_older(self):
        target = year(2017, "cn-gid-2014-national", proactive_items=6, normative_docs_disclosed=6)
        found = documents(AGENCY, [target])
        assert len(found) == 6
        assert all(d.made.year < 2017 and d.published.year == 2017 for d in found)

    def test_what_is_made_and_not_disclosed_is_disclosed_later(self):
        first = year(2017, "cn-gid-2014-national", normative_docs_made=3)
        second = year(2018, "cn-gid-2014-national", proactive_items=2, normative_docs_disclosed=2)
        found = documents(AGENCY, [first, second])
        assert [d.made.year for d in found] == [2017, 2017, 2017]
        assert [d.published and d.published.year for d in found].count(2018) == 2

    def test_a_stock_disclosed_before(self):
        target = year(2019, "cn-gid-2019", normative_docs_disclosed_total=5, normative_docs_newly_disclosed=1)
        found = documents(AGENCY, [target])
        assert len(found) == 5
        assert sum(d.published.year < 2019 for d in found) == 4

    def test_fewer_are_valid_than_were_disclosed(self):
        first = year(2020, "cn-gid-2019", normative_docs_disclosed_total=5)
        second = year(2021, "cn-gid-2021", normative_docs_valid=2, normative_docs_repealed=1)
        found = documents(AGENCY, [first, second])
        assert sorted(d.ended.year for d in found if d.ended) == [2020, 2020, 2021]
        assert counts([first, second], 2021)["normative_docs_valid"] == 2

    def test_more_are_valid_than_were_disclosed(self):
        first = year(2020, "cn-gid-2019", normative_docs_disclosed_total=1)
        second = year(2021, "cn-gid-2021", normative_docs_valid=3)
        found = documents(AGENCY, [first, second])
        assert [d.published for d in found].count(None) == 2

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            ({"normative_docs_disclosed_total": 5}, {"normative_docs_disclosed_total": 6}, "disclosed_total of 2020"),
            ({"normative_docs_newly_disclosed": 3, "normative_docs_disclosed_total": 2}, {}, "disclosed_total of 2019"),
            ({}, {"normative_docs_repealed": 1}, "repealed of 2020 is more than there are"),
            ({"normative_docs_valid": 2}, {"normative_docs_valid": 3}, "valid of 2020 does not follow"),
            ({"normative_docs_valid": 1, "normative_docs_made": 2}, {}, "valid of 2019 is less"),
        ],
    )
    def test_stocks_that_do_not_roll_on(self, first, second, said):
        years = [year(2019, "cn-gid-2019", **first), year(2020, "cn-gid-2019", **second)]
        with pytest.raises(RegisterError, match=said):
            documents(AGENCY, years)


class TestResponses:
    def test_the_same_topic_by_two_methods_counts_once(self):
        target = year(2017, "cn-gid-2014-national", response_hot_topics=1, response_weibo_wechat=2, response_other=1)
        rows = make_sheets(AGENCY, [target])["回应解读"]
        assert [row["热点编号"] for row in rows] == ["RD2017-001"] * 3

    def test_more_topics_than_responses(self):
        target = year(2018, "cn-gid-2014-shandong", response_hot_topics=159, press_conferences=6)
        with pytest.raises(RegisterError, match="159 topics need as many responses"):
            make_sheets(AGENCY, [target])


class TestRequests:
    def test_more_replies_than_requests_answer_last_years(self):
        target = year(
            2017, "cn-gid-2014-national", req_received=1, req_received_fax=1, req_closed_on_time=3, reply_granted=3
        )
        rows = make_sheets(AGENCY, [target])["信息公开申请"]
        assert [row["收到日期"].year for row in rows] == [2016, 2016, 2017]
        assert rows[2]["提出方式"] == "传真"

    def test_an_oral_request_has_no_row_in_the_national_form(self):
        target = year(2017, "cn-gid-2014-national", req_received=2, req_received_letter=1)
        modes = [row["提出方式"] for row in make_sheets(AGENCY, [target])["信息公开申请"]]
        assert sorted(modes) == ["信函", "其他"]

    @pytest.mark.parametrize("extended", [0, 1, 4])
    def test_extensions(self, extended):
        target = year(
            2017,
            "cn-gid-2014-national",
            req_received=4,
            req_closed_on_time=4 - extended,
            req_closed_extended=extended,
            reply_not_exist=4,
        )
        assert counts([target], 2017)["req_closed_extended"] == extended

    def test_a_request_is_closed_by_its_reply(self):
        target = year(2017, "cn-gid-2014-national", req_received=2, req_closed_on_time=2, reply_granted=1)
        with pytest.raises(RegisterError, match="closed by its reply"):
            make_sheets(AGENCY, [target])

    def test_who_is_carried_out_is_carried_in(self):
        first = year(2019, "cn-gid-2019", **{"req_received@natural_person": 1, "req_carried_out@natural_person": 1})
        second = year(2020, "cn-gid-2019", **{"req_carried_in@org_other": 1, "outcome_granted@org_other": 1})
        with pytest.raises(RegisterError, match="req_carried_in@natural_person of 2020"):
            make_sheets(AGENCY, [first, second])

    def test_whoever_is_carried_out_comes_in(self):
        first = year(2018, "cn-gid-2014-national", req_received=1)
        with pytest.raises(RegisterError, match="req_carried_in of 2019 is less"):
            make_sheets(AGENCY, [first, year(2019, "cn-gid-2019")])

    def test_more_answers_than_requests(self):
        with pytest.raises(RegisterError, match="2019: more requests are answered than were there"):
            make_sheets(AGENCY, [year(2019, "cn-gid-2019", **{"outcome_granted@org_legal_service": 1})])

    def test_a_request_may_wait_for_years(self):
        years = [
            year(2019, "cn-gid-2019", **{"req_received@org_other": 1}),
            year(2020, "cn-gid-2019", **{"req_carried_in@org_other": 1}),
            year(2021, "cn-gid-2021", **{"req_carried_in@org_other": 1, "other_misc@org_other": 1}),
        ]
        (row,) = make_sheets(AGENCY, years)["信息公开申请"]
        assert (row["收到日期"].year, row["答复日期"].year, row["办理结果"]) == (2019, 2021, "其他")


class TestCases:
    def test_a_case_pending_ends_in_the_next_year(self):
        years = [
            year(2019, "cn-gid-2019", review_pending=2),
            year(2020, "cn-gid-2019", review_pending=1, review_upheld=1),
        ]
        rows = make_sheets(AGENCY, years)["复议诉讼"]
        assert [row["受理日期"].year for row in rows] == [2019, 2019]
        assert sorted(str(row["结果"]) for row in rows) == ["None", "结果维持"]

    def test_a_case_pending_does_not_vanish(self):
        years = [year(2019, "cn-gid-2019", litigation_direct_pending=1), year(2020, "cn-gid-2019")]
        with pytest.raises(RegisterError, match="litigation_direct_pending of 2020"):
            make_sheets(AGENCY, years)

    def test_complaints_whose_result_the_form_does_not_ask(self):
        target = year(2017, "cn-gid-2014-national", complaints_total=2)
        assert [row["结果"] for row in make_sheets(AGENCY, [target])["举报投诉"]] == [None, None]


class TestOffice:
    def test_people_come_and_go(self):
        years = [
            year(2016, "cn-gid-2014-national", staff_full_time=1, staff_part_time=2),
            year(2017, "cn-gid-2014-national", staff_full_time=2, staff_part_time=2),
            year(2018, "cn-gid-2014-national", staff_full_time=2, staff_part_time=0),
        ]
        rows = make_sheets(AGENCY, years)["人员机构"]
        assert [row["起"].year for row in rows if row["类型"] == "专职"] == [2013, 2017]
        assert [row["止"].year for row in rows if row["类型"] == "兼职"] == [2018, 2018]
        assert len({row["姓名或名称"] for row in rows}) == 4

    def test_a_form_that_does_not_ask_leaves_them(self):
        years = [year(2018, "cn-gid-2014-national", dedicated_offices=1), year(2019, "cn-gid-2019")]
        assert counts(years, 2019)["dedicated_offices"] == 1

    def test_there_may_be_many(self):
        target = year(2017, "cn-gid-2014-national", staff_full_time=25, reading_points=6, dedicated_offices=5)
        figures = counts([target], 2017)
        assert (figures["staff_total"], figures["reading_points"], figures["dedicated_offices"]) == (25, 6, 5)

    def test_trainees_need_a_class(self):
        with pytest.raises(RegisterError, match="trainees of 2017"):
            make_sheets(AGENCY, [year(2017, "cn-gid-2014-national", trainees=3)])

    def test_fewer_trainees_than_classes(self):
        target = year(2017, "cn-gid-2014-national", trainees=1, training_classes=2)
        assert counts([target], 2017)["trainees"] == 1

    def test_projects_have_a_price(self):
        with pytest.raises(RegisterError, match="central_procurement of 2019"):
            make_sheets(AGENCY, [year(2019, "cn-gid-2019", central_procurement_projects=1)])


class TestYears:
    def test_years_follow_on_one_another(self):
        with pytest.raises(RegisterError, match="follow on"):
            make_sheets(AGENCY, [year(2016, "cn-gid-2014-national"), year(2018, "cn-gid-2014-national")])

    def test_a_year_without_figures(self):
        sheets = make_sheets(AGENCY, [year(2016, "cn-gid-2014-national")])
        assert all(rows == [] for rows in sheets.values())


class TestSharing:
    @given(total=st.integers(0, 5000), most=st.integers(1, 30), seed=st.integers())
    def test_shares_are_positive_and_add_up(self, total, most, seed):
        parts = shares(stream(seed), total, most)
        assert sum(parts) == total
        assert len(parts) <= most
        assert all(part > 0 for part in parts)

    @given(total=st.decimals(0, 9999, places=2), most=st.integers(1, 12), seed=st.integers())
    def test_money_adds_up_exactly(self, total, most, seed):
        parts = money(stream(seed), float(total), most)
        assert sum(parts) == total
        assert all(part > 0 for part in parts)
