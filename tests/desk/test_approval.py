"""The pages of the way to publication: what they show, which buttons whom, what they cost."""

import io
import zipfile
from urllib.parse import unquote

import pytest
from django.urls import reverse
from lxml import html

from gongkai.agencies.models import Role
from gongkai.filing.actions.approval import return_version
from gongkai.filing.actions.correction import open_correction
from gongkai.filing.models import Stage, Version
from gongkai.jobs.models import Job
from tests.filing.publishing import CHAIN_ROLES, TODAY, YEAR, add_rule, carried, draft, published, staff
from tests.people import county, person

pytestmark = pytest.mark.django_db
PLACE = "/desk/990101-kj/reports/2023/"
ACTS = ("send", "approve", "return", "publish", "correct", "give-up", "withdraw", "sign/T-01")


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
    add_rule(agency)
    return draft(agency, people.clerk)


def page(client, address=f"{PLACE}approval/"):
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content)


def buttons(client):
    links = page(client).xpath("//main//a/@href")
    return [act for act in ACTS if f"{PLACE}approval/{act}/" in links]


def said(tree):
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


@pytest.mark.parametrize(
    ("stage", "who", "shown"),
    [
        ("draft", "clerk", ["send", "withdraw"]),
        ("draft", "section", ["send", "withdraw"]),
        ("draft", "leader", []),
        ("section", "clerk", []),
        ("section", "section", ["approve", "return"]),
        ("section", "leader", []),
        ("secrecy", "secrecy", ["approve", "return"]),
        ("secrecy", "section", []),
        ("office", "office", ["approve", "return"]),
        ("leader", "leader", ["return", "publish"]),
        ("leader", "office", []),
        ("published", "clerk", []),
        ("published", "office", ["correct"]),
        ("published", "leader", ["correct"]),
    ],
)
def test_who_gets_which_buttons(client, version, people, stage, who, shown):
    published(version, people) if stage == "published" else carried(version, people, Stage(stage))
    client.force_login(getattr(people, who))
    assert buttons(client) == shown


@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_read_the_page(client, version, agency, role):
    client.force_login(person(role, agency))
    expected = 404 if role in (None, Role.ADMINISTRATOR) else 200
    for address in ("approval/", "versions/"):
        assert client.get(f"{PLACE}{address}").status_code == expected


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPERVISOR, Role.AUDITOR)])
def test_somebody_of_another_organ_finds_nothing(client, version, agency, role):
    client.force_login(person(role, agency.parent))
    for act in ("", *(f"{act}/" for act in ACTS)):
        assert client.get(f"{PLACE}approval/{act}").status_code == 404
        assert client.post(f"{PLACE}approval/{act}").status_code in (404, 405)


@pytest.mark.parametrize("act", ["", *(f"{act}/" for act in ACTS)])
def test_nobody_is_asked_to_log_in(client, version, act):
    assert client.get(f"{PLACE}approval/{act}").headers["Location"].startswith(reverse("account_login"))


def test_four_people_carry_it_to_publication(client, version, people, agency, django_capture_on_commit_callbacks):
    client.force_login(people.clerk)
    sent = client.post(f"{PLACE}approval/send/", {"comment": "请审核", "seen": version.revision}, follow=True)
    assert "已送审" in said(html.fromstring(sent.content))
    for stage in CHAIN_ROLES:
        client.force_login(people.at(stage))
        seen = Version.objects.get().revision
        if stage != Stage.LEADER:
            client.post(f"{PLACE}approval/approve/", {"comment": "同意", "seen": seen})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"{PLACE}approval/publish/", {"comment": "同意发布", "seen": seen, "effective_on": TODAY.isoformat()}
        )
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("desk:job", args=[job.pk])
    assert (job.state, job.result) == ("done", f"{PLACE}approval/")
    assert Version.objects.get().stage == "published"
    assert client.get("/reports/990101-kj/2023/").status_code == 200


def test_a_return_needs_a_reason_and_keeps_what_was_typed(client, version, people):
    version = carried(version, people, Stage.SECTION)
    client.force_login(people.section)
    answer = client.post(f"{PLACE}approval/return/", {"comment": "", "seen": version.revision})
    assert answer.status_code == 422
    assert Version.objects.get().stage == "section"
    answer = client.post(f"{PLACE}approval/return/", {"comment": "请核对申请数", "seen": version.revision}, follow=True)
    assert "请核对申请数" in said(html.fromstring(answer.content))
    assert Version.objects.get().stage == "draft"


def test_the_workbench_says_why_a_draft_came_back_until_it_is_sent_in_again(client, version, people):
    return_version(version=carried(version, people, Stage.SECRECY), actor=people.secrecy, comment="请核对申请数")
    client.force_login(people.clerk)

    def shown(part=""):
        return said(html.fromstring(client.get(f"{PLACE}{part}").content))

    for part in ("", "prose/"):
        assert "请核对申请数" in shown(part)
        assert f"保密审查，{people.secrecy}于" in shown(part)
    version = carried(Version.objects.get(), people, Stage.SECTION)
    assert "请核对申请数" not in shown()
    return_version(version=version, actor=people.section, comment="请补充说明")
    assert "请补充说明" in shown()
    assert "请核对申请数" not in shown(), "the last return only"


def test_an_old_form_decides_nothing(client, version, people):
    old = carried(version, people, Stage.SECTION).revision
    return_version(version=version, actor=people.section, comment="请补充")
    carried(Version.objects.get(), people, Stage.SECTION)
    client.force_login(people.section)
    answer = client.post(f"{PLACE}approval/approve/", {"comment": "同意", "seen": old})
    assert answer.status_code == 422
    assert "有了变动" in said(html.fromstring(answer.content))
    assert Version.objects.get().stage == "section"


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("approve", {"comment": "同意", "seen": 1}),
        ("return", {"comment": "退回", "seen": 1}),
        ("publish", {"comment": "发", "seen": 1, "effective_on": "2024-01-20"}),
        ("correct", {"reason": "更正"}),
        ("give-up", {"reason": "放弃"}),
        ("withdraw", {"reason": "放弃"}),
        ("sign/T-01", {"reason": "理由"}),
    ],
)
def test_a_forged_form_does_nothing(client, version, people, act, data):
    version = carried(version, people, Stage.SECTION)
    client.force_login(people.clerk)
    assert client.post(f"{PLACE}approval/{act}/", data).status_code in (403, 422)
    assert Version.objects.get().stage == "section"
    assert Version.objects.get().steps.count() == 1


def test_the_page_says_what_moved_in_the_registers(client, version, people, agency):
    carried(version, people, Stage.OFFICE)
    client.force_login(people.office)
    assert "台账有变动" not in said(page(client))
    add_rule(agency, number="2")
    tree = page(client)
    assert "台账有变动" in said(tree)
    rows = [" ".join(r.text_content().split()) for r in tree.xpath("//table[@id='moved-cells']/tbody/tr")]
    assert rows == ["规章·本年制发件数12", "规章·现行有效件数12"]


def test_an_error_is_signed_for_on_the_page(client, version, people):
    version.sections.filter(key="sec_overall").update(text="2023年，本机关共收到政府信息公开申请7件。")
    carried(version, people, Stage.LEADER)
    client.force_login(people.leader)
    assert "sign/T-01" in buttons(client)
    answer = client.post(f"{PLACE}approval/sign/T-01/", {"reason": "含上年转来的"}, follow=True)
    assert "签署理由：含上年转来的" in said(html.fromstring(answer.content))
    assert "sign/T-01" not in buttons(client)


def test_a_correction_shows_what_changed_and_all_versions(client, version, people, agency):
    first = published(version, people)
    client.force_login(people.office)
    client.post(f"{PLACE}approval/correct/", {"reason": "漏登一件"})
    second = Version.objects.get(number=2)
    assert second.correction_reason == "漏登一件"
    add_rule(agency, number="2")
    tree = page(client)
    assert "与第1版的不同" in said(tree)
    assert [r.find("th").text for r in tree.xpath("//table[@id='changed-cells']/tbody/tr")] == [
        "规章·本年制发件数",
        "规章·现行有效件数",
    ]
    assert buttons(client) == ["send", "give-up"]
    listed = page(client, f"{PLACE}versions/")
    assert [" ".join(h.text_content().split()) for h in listed.xpath("//main//section/h2")] == [
        "第2版 草稿",
        "第1版 已发布",
    ]
    assert first.files.get(form="pdf").sha256 in said(listed)
    assert [a.get("href") for a in listed.iter("a") if a.text == "PDF"] == [
        f"/reports/{agency.code}/2023/v1/report.pdf"
    ]


MAY_ASK = {
    "send": {"clerk", "section", "office"},
    "approve": {"section", "secrecy", "office", "leader"},
    "return": {"section", "secrecy", "office", "leader"},
    "publish": {"leader"},
    "sign/T-01": {"leader"},
    "correct": {"office", "leader"},
    "give-up": {"office", "leader"},
    "withdraw": {"clerk", "section", "office"},
}


@pytest.mark.parametrize("act", ACTS)
def test_who_is_shown_the_form_of_an_act(client, version, people, agency, act):
    others = {"auditor": person(Role.AUDITOR, agency), "supervisor": person(Role.SUPERVISOR, agency.parent)}
    allowed = set()
    for name, one in {**vars(people), **others}.items():
        client.force_login(one)
        address = f"{PLACE}approval/{act}/"
        answers = {client.get(address).status_code, client.post(address, {"-": "-"}).status_code}
        assert answers in ({200, 422}, {403})
        allowed |= {name} if 200 in answers else set()
    assert allowed == MAY_ASK[act]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_version_in_work_is_downloaded_and_says_so(client, version, people, kind):
    client.force_login(people.secrecy)
    assert f"下载送审稿（{kind.upper()}）" in said(page(client))
    answer = client.get(f"{PLACE}approval/file/{kind}/")
    assert answer.status_code == 200
    assert f"（未发布·送审稿）.{kind}" in unquote(answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF" if kind == "pdf" else b"PK")


def test_the_draft_that_is_downloaded_is_marked_in_its_text(client, version, people):
    client.force_login(people.clerk)
    content = client.get(f"{PLACE}approval/file/docx/").content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert "送审稿" in file.read("word/document.xml").decode()


def test_no_draft_of_a_published_report_is_downloaded(client, version, people):
    published(version, people)
    client.force_login(people.clerk)
    assert "下载送审稿" not in said(page(client))
    assert client.get(f"{PLACE}approval/file/docx/").status_code == 404


def test_no_other_form_of_a_draft_is_downloaded(client, version, people):
    client.force_login(people.clerk)
    assert client.get(f"{PLACE}approval/file/csv/").status_code == 404


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.ADMINISTRATOR, 404), (None, 404)])
def test_who_may_download_a_draft(client, version, agency, role, status):
    client.force_login(person(role, agency))
    assert client.get(f"{PLACE}approval/file/docx/").status_code == status


def test_a_decision_and_its_opinion_have_columns_of_their_own(client, version, people):
    version = carried(version, people, Stage.SECTION)
    return_version(version=version, actor=people.section, comment="请补充")
    client.force_login(people.clerk)
    tree = page(client)
    assert tree.xpath("//table[@id='steps']/thead//th/text()")[-2:] == ["结果", "意见"]
    assert [td.text_content() for td in tree.xpath("//table[@id='steps']/tbody/tr[2]/td")][-2:] == ["退回", "请补充"]


def test_scripts_in_comments_are_text(client, version, people):
    version = carried(version, people, Stage.SECTION)
    return_version(version=version, actor=people.section, comment="<script>alert(1)</script>")
    client.force_login(people.clerk)
    assert b"<script>alert" not in client.get(f"{PLACE}approval/").content


def rounds(version, people, count):
    """A version that went there and back so often, now before the leader."""
    for _round in range(count):
        version = carried(version, people, Stage.LEADER)
        version = return_version(version=version, actor=people.leader, comment="请改")
    return carried(version, people, Stage.LEADER)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_history(client, version, people, count, django_assert_num_queries):
    rounds(version, people, count)
    client.force_login(people.leader)
    client.get(f"{PLACE}approval/")
    with django_assert_num_queries(20):
        assert len(page(client).xpath("//table[@id='steps']/tbody/tr")) == 5 * count + 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_versions_cost_the_same_however_many(client, version, people, count, django_assert_num_queries):
    report = published(version, people).report
    for _number in range(count - 1):
        published(open_correction(report=report, actor=people.office, reason="更正"), people)
    client.force_login(people.clerk)
    client.get(f"{PLACE}versions/")
    with django_assert_num_queries(7):
        assert len(page(client, f"{PLACE}versions/").xpath("//main//section")) == count


def test_an_unknown_report_is_not_found(client, people):
    client.force_login(people.clerk)
    assert client.get(f"/desk/990101-kj/reports/{YEAR}/approval/").status_code == 404
