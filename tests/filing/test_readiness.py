"""What is shown before a report goes on its way, and what keeps it from going."""

import pytest
from django.urls import reverse
from lxml import html

from gongkai.agencies.models import Role
from gongkai.filing.actions.approval import return_version, send_in
from gongkai.filing.actions.drafting import enter_hand_figure, open_report, save_section
from gongkai.filing.actions.problems import note_problem
from gongkai.filing.models import Picture, Stage, Step, Version
from gongkai.filing.readiness import SectionEmpty, to_look_at
from gongkai.law.editions import builtin_editions
from tests.filing.publishing import YEAR, carried, draft, picture, published, staff
from tests.people import county, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def agency():
    return county()["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


@pytest.fixture
def version(agency, people):
    return draft(agency, people.clerk)


def emptied(version, *keys):
    version.sections.filter(key__in=keys).update(text=" \n ")


def test_an_empty_section_that_the_form_demands_keeps_a_report_from_being_sent_in(version, people):
    emptied(version, "sec_problems", "sec_other")
    with pytest.raises(SectionEmpty) as refused:
        send_in(version=version, actor=people.clerk)
    told = "“存在的主要问题及改进情况”、“其他需要报告的事项”还没有内容。请在正文中写好以后再送审。"
    assert str(refused.value) == told
    assert (Version.objects.get().stage, Version.objects.get().cells) == ("draft", {})
    assert not Step.objects.exists()


def test_a_section_that_prints_a_table_is_not_empty(version, people):
    keys = ["sec_proactive_disclosure", "sec_requests_handling", "sec_review_litigation"]
    assert not any(section.text for section in version.sections.filter(key__in=keys))
    assert to_look_at(version).empty == []
    assert send_in(version=version, actor=people.clerk).stage == Stage.SECTION


def test_a_section_with_only_a_picture_is_not_empty(version, people):
    emptied(version, "sec_other")
    assert [s.key for s in to_look_at(version).empty] == ["sec_other"]
    picture(version, key="sec_other")
    assert to_look_at(version).empty == []
    assert send_in(version=version, actor=people.clerk).stage == Stage.SECTION


def test_a_section_that_the_form_only_suggests_is_shown_and_refuses_nothing(agency, people):
    version = draft(agency, people.clerk, 2018)
    version.report.edition = "cn-gid-2014-shandong"
    version.report.save()
    version.sections.update(text="")
    assert not any(s.required for s in builtin_editions()["cn-gid-2014-shandong"].sections)
    assert [s.key for s in to_look_at(version).empty][:2] == ["sec_overall", "sec_proactive_disclosure"]
    assert send_in(version=version, actor=people.clerk).stage == Stage.SECTION


def test_after_a_return_it_is_asked_again(version, people):
    version = send_in(version=version, actor=people.clerk)
    version = return_version(version=version, actor=people.section, comment="请补充")
    emptied(version, "sec_overall")
    with pytest.raises(SectionEmpty, match="“总体情况”"):
        send_in(version=version, actor=people.clerk)


def test_a_fresh_draft_asks_for_the_problems_alone(agency, people):
    version = open_report(agency=agency, year=YEAR, actor=people.clerk)
    assert [s.key for s in to_look_at(version).empty] == ["sec_problems"]
    with pytest.raises(SectionEmpty):
        send_in(version=version, actor=people.clerk)
    save_section(version=version, key="sec_problems", text="解读不够深入，下一年改进。", actor=people.clerk, revision=0)
    assert send_in(version=version, actor=people.clerk).stage == Stage.SECTION


def test_a_report_that_notes_problems_before_it_is_begun_is_drafted_with_them(agency, people):
    first = open_report(agency=agency, year=YEAR, actor=people.clerk)
    note_problem(report=first.report, text="目录更新不及时", actor=people.clerk)
    second = open_report(agency=agency, year=YEAR + 1, actor=people.clerk)
    assert to_look_at(second).empty == []


def test_figures_that_nobody_entered_are_named_until_they_are(agency, people):
    version = draft(agency, people.clerk, 2019)
    blank = to_look_at(version).blank
    assert len(blank) == 10
    assert ("licensing_items_prev_year", "行政许可·上一年项目数量") in blank
    for value, (key, _name) in zip((None, 3), blank, strict=False):
        enter_hand_figure(
            agency=agency, year=2019, key=key, value=value, reason="清单", evidence="清单", actor=people.clerk
        )
    assert to_look_at(version).blank == blank[2:]


def test_of_a_combined_report_every_blank_is_named(version):
    version.report.combined_from_id = 0
    version.cells = {"rules_valid": {"value": None}, "rules_made": {"value": 0}}
    assert [key for key, _name in to_look_at(version).blank] == ["rules_valid"]


def test_a_picture_without_words_is_named(version):
    picture(version)
    silent = picture(version, " ")
    assert to_look_at(version).silent == [silent]
    Picture.objects.filter(pk=silent.pk).update(alt="有字了")
    assert not to_look_at(version)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_whatever_there_is(version, count, django_assert_num_queries):
    for number in range(count):
        picture(version, " ")
        emptied(version, "sec_other" if number else "sec_problems")
    version = Version.objects.select_related("report").get()
    with django_assert_num_queries(3):
        assert len(to_look_at(version).silent) == count


def seen(client, who, year=YEAR):
    client.force_login(who)
    page = html.fromstring(client.get(reverse("desk:approval", args=["990101-kj", year])).content)
    found = page.xpath("//section[@aria-labelledby='missing']")
    return found[0] if found else None


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SECTION, Stage.LEADER])
def test_the_approval_page_shows_what_to_look_at(client, agency, people, stage):
    version = draft(agency, people.clerk, 2019)
    picture(version, " ", key="sec_overall")
    carried(version, people, stage)
    emptied(version, "sec_other")
    for who in (people.clerk, people.section, people.leader):
        card = seen(client, who, 2019)
        assert [h.text for h in card.findall("h3")] == ["没有内容的部分", "没有填报的数值", "没有替代文字的图片"]
        links = [a.get("href").removeprefix("/desk/990101-kj/reports/2019/") for a in card.iterfind(".//a")]
        assert links[0] == "prose/sec_other/"
        assert links[1:11] == [f"cells/{key}/" for key, _name in to_look_at(version).blank]
        assert links[11] == "prose/sec_overall/"


def test_nothing_is_shown_where_nothing_lacks_and_once_it_is_published(client, version, people):
    assert seen(client, people.clerk) is None
    published(version, people)
    assert seen(client, people.clerk) is None


def test_the_page_of_sending_in_says_which_section_is_empty(client, version, people):
    emptied(version, "sec_problems")
    client.force_login(people.clerk)
    address = reverse("desk:approval-send", args=["990101-kj", YEAR])
    form = html.fromstring(client.get(address).content)
    hidden = {i.get("name"): i.get("value") for i in form.xpath("//main//input[@type='hidden']")}
    answer = client.post(address, {**hidden, "comment": ""})
    assert answer.status_code in (200, 422)
    assert "“存在的主要问题及改进情况”还没有内容。" in answer.content.decode()
    assert Version.objects.get().stage == "draft"


def test_somebody_of_another_organ_is_told_nothing(client, version):
    emptied(version, "sec_problems")
    client.force_login(person(Role.CLERK, version.report.agency.parent))
    assert client.get(reverse("desk:approval", args=["990101-kj", YEAR])).status_code == 404
