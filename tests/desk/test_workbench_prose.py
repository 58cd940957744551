"""Editing the prose: bound numbers, typed ones, two browsers, pictures, problems; scripts in every field."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.filing.actions.drafting import open_report, save_section
from gongkai.filing.models import HandFigure, Picture, Problem, Section
from tests.filing.rows import busy_year
from tests.people import county, person

pytestmark = pytest.mark.django_db
NAME = "本年新收政府信息公开申请数量·总计"
SCRIPT = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
KEY = "sec_requests_handling"


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Desk(client)


class Desk:
    """A clerk of the science bureau at the report on 2024."""

    def __init__(self, client):
        self.client = client
        self.organs = county()
        self.bureau = self.organs["science"]
        busy_year(self.bureau, 2024)
        self.clerk = person(Role.CLERK, self.bureau)
        self.version = open_report(agency=self.bureau, year=2024, actor=self.clerk)
        client.force_login(self.clerk)

    def address(self, name, *more):
        return reverse(f"desk:{name}", args=(self.bureau.code, 2024, *more))

    def get(self, name, *more, status=200):
        answer = self.client.get(self.address(name, *more))
        assert answer.status_code == status
        return answer.content.decode()

    def post(self, name, *more, status=302, **told):
        answer = self.client.post(self.address(name, *more), told)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    def section(self, key=KEY):
        return Section.objects.get(version=self.version, key=key)


def test_the_prose_is_read_as_it_will_be_printed(desk):
    text = desk.get("prose")
    assert "三、收到和处理政府信息公开申请情况" in text
    assert f'title="{NAME}">4</a>' in text
    assert "{{" not in text


def test_the_editor_shows_names_in_brackets_never_keys(desk):
    text = desk.get("prose-section", KEY)
    assert f"本机关新收政府信息公开申请【{NAME}】件" in text
    assert "{{req_received@total}}" not in text


def test_saving_a_text_binds_its_names(desk):
    desk.post("prose-section", KEY, text=f"共收到【{NAME}】件。", revision=0)
    assert desk.section().text == "共收到{{req_received@total}}件。"
    assert f'title="{NAME}">4</a>件。' in desk.get("prose")


def test_an_unknown_name_is_refused_and_the_text_is_kept_on_the_page(desk):
    before = desk.section().text
    text = desk.post("prose-section", KEY, text="共收到【新收的申请】件。", revision=0, status=422)
    assert "没有名为【新收的申请】的数值。" in text
    assert "共收到【新收的申请】件。</textarea>" in text
    assert desk.section().text == before


def test_two_browsers_on_one_section_lose_nothing(desk):
    desk.post("prose-section", KEY, text="甲写的文字", revision=0)
    text = desk.post("prose-section", KEY, text="乙写的文字", revision=0, status=409)
    assert "别人已经保存了这一部分" in text
    assert "甲写的文字</pre>" in text
    assert "乙写的文字</textarea>" in text
    assert desk.section().text == "甲写的文字"
    assert 'name="revision" value="1"' in text
    desk.post("prose-section", KEY, text="乙和甲的文字", revision=1)
    assert desk.section().text == "乙和甲的文字"


def test_two_browsers_on_two_sections_do_not_meet(desk):
    desk.post("prose-section", KEY, text="甲", revision=0)
    desk.post("prose-section", "sec_other", text="乙", revision=0)
    assert (desk.section().text, desk.section("sec_other").text) == ("甲", "乙")


def test_saving_what_stands_already_is_no_change(desk):
    desk.post("prose-section", KEY, text="甲", revision=0)
    lines = Entry.objects.count()
    desk.post("prose-section", KEY, text="甲", revision=1)
    desk.version.refresh_from_db()
    assert (desk.version.revision, Entry.objects.count()) == (1, lines)


def test_each_change_is_on_record_with_both_texts(desk):
    before = desk.section().text
    desk.post("prose-section", KEY, text="甲", revision=0)
    entry = Entry.objects.order_by("-number").first()
    assert (entry.action, entry.actor) == ("save_section", desk.clerk)
    assert entry.before == {"section": KEY, "text": before}
    assert entry.after == {"section": KEY, "text": "甲"}


def test_a_version_that_was_sent_in_cannot_be_changed(desk):
    desk.version.stage = "section"
    desk.version.save()
    text = desk.post("prose-section", KEY, text="甲", revision=0, status=409)
    assert "不能修改" in text
    assert "修改<span" not in desk.get("prose")


def test_a_typed_number_is_checked_and_bound_by_a_button(desk):
    desk.post("prose-section", KEY, text="共收到政府信息公开申请4件。", revision=0)
    text = desk.get("prose")
    assert "手写的数" in text
    assert "把 4 与统计表关联" in text
    desk.post("prose-bind", KEY, at=11, number="4", cell="req_received@total", revision=1)
    assert desk.section().text == "共收到政府信息公开申请{{req_received@total}}件。"


def test_a_typed_number_that_differs_is_an_error_beside_its_paragraph(desk):
    desk.post("prose-section", KEY, text="共收到政府信息公开申请9件。", revision=0)
    text = desk.get("prose")
    assert "与统计表不一致" in text
    assert "统计表中是 4。" in text
    assert "T-01" in text


def test_binding_a_number_that_is_not_there_any_more_shows_the_text(desk):
    desk.post("prose-section", KEY, text="共收到政府信息公开申请4件。", revision=0)
    before = desk.section().text
    text = desk.post("prose-bind", KEY, at=2, number="4", cell="req_received@total", revision=1, status=409)
    assert before in text
    assert desk.section().text == before


@pytest.mark.parametrize(
    "told",
    [
        {"at": "11", "number": "4", "cell": "no_such_cell", "revision": "1"},
        {"at": "11", "number": "4", "cell": "}}{{", "revision": "1"},
        {"at": "-1", "number": "4", "cell": "req_received@total", "revision": "1"},
        {"at": "x", "number": "4", "cell": "req_received@total", "revision": "1"},
        {},
    ],
)
def test_forged_fields_of_binding_change_nothing(desk, told):
    desk.post("prose-section", KEY, text="共收到政府信息公开申请4件。", revision=0)
    answer = desk.client.post(desk.address("prose-bind", KEY), told)
    assert answer.status_code in (404, 409)
    assert desk.section().text == "共收到政府信息公开申请4件。"


def test_the_preview_prints_and_checks_and_saves_nothing(desk):
    before = desk.section().text
    text = desk.post("prose-preview", KEY, text=f"收到【{NAME}】件，共收到政府信息公开申请9件。", status=200)
    assert ">4</a>件" in text
    assert "与统计表不一致" in text
    assert "<html" not in text
    assert desk.section().text == before


def test_the_preview_names_an_unknown_figure(desk):
    assert "没有名为【甲】的数值。" in desk.post("prose-preview", KEY, text="【甲】", status=200)


def test_drafting_again_shows_the_draft_before_anything_is_replaced(desk):
    desk.post("prose-section", KEY, text="甲", revision=0)
    text = desk.post("prose-draft", KEY, status=200)
    assert "尚未保存" in text
    assert f"本机关新收政府信息公开申请【{NAME}】件" in text
    assert desk.section().text == "甲"


def test_a_section_that_the_report_does_not_have(desk):
    desk.get("prose-section", "sec_nothing", status=404)


def test_scripts_in_every_text_field_are_shown_as_text(desk):
    desk.post("prose-section", KEY, text=SCRIPT, revision=0)
    desk.post("problems", text=SCRIPT, measure=SCRIPT)
    last = open_report(agency=desk.bureau, year=2023, actor=desk.clerk).report
    problem = Problem.objects.create(report=last, text=SCRIPT, measure=SCRIPT)
    desk.post("problem", problem.pk, **{f"p{problem.pk}-outcome": "partly", f"p{problem.pk}-followed_up": SCRIPT})
    png = picture_file()
    desk.post("picture-add", KEY, image=png, alt=SCRIPT, caption=SCRIPT)
    desk.version.title = SCRIPT
    desk.version.save()
    for shown in (desk.get("prose"), desk.get("prose-section", KEY), desk.get("problems")):
        assert ESCAPED in shown
        assert SCRIPT not in shown
    preview = desk.post("prose-preview", KEY, text=SCRIPT, status=200)
    assert ESCAPED in preview
    assert SCRIPT not in preview


def test_scripts_in_reason_and_evidence_are_shown_as_text(desk):
    key = "licensing_items_prev_year"
    args = (desk.bureau.code, 2019, key)
    told = {"value": "1", "reason": SCRIPT, "evidence": SCRIPT}
    assert desk.client.post(reverse("desk:hand-figure", args=args), told).status_code == 302
    assert HandFigure.objects.get().reason == SCRIPT
    shown = desk.client.get(reverse("desk:cell", args=args)).content.decode()
    assert shown.count(ESCAPED) == 4
    assert SCRIPT not in shown


def test_a_script_in_a_second_browsers_text_is_shown_as_text(desk):
    desk.post("prose-section", KEY, text=SCRIPT, revision=0)
    shown = desk.post("prose-section", KEY, text=f"乙{SCRIPT}", revision=0, status=409)
    assert shown.count(ESCAPED) >= 3
    assert SCRIPT not in shown


def picture_file(kind="PNG", size=(40, 30), name="a.png", **more):
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, **more)
    file.seek(0)
    file.name = name
    return file


def test_a_picture_with_its_text(desk):
    desk.post("picture-add", KEY, image=picture_file(), alt="各月申请数的柱形图", caption="图1 各月申请数")
    picture = Picture.objects.get()
    text = desk.get("prose")
    assert 'alt="各月申请数的柱形图"' in text
    assert "<figcaption>图1 各月申请数</figcaption>" in text
    answer = desk.client.get(desk.address("picture", picture.pk))
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)


def test_a_picture_without_a_text_for_the_blind_is_not_taken(desk):
    assert "id_alt" in desk.post("picture-add", KEY, image=picture_file(), alt="", status=422)
    assert "id_alt" in desk.post("picture-add", KEY, image=picture_file(), alt="   ", status=422)
    assert Picture.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.png"),
        (b"<html><script>alert(1)</script></html>", "a.jpg"),
        (b"MZ" + b"\0" * 200, "a.png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a.png"),
        (b"x", "a.png"),
    ],
)
def test_what_is_no_picture_whatever_it_is_called(desk, content, name):
    file = io.BytesIO(content)
    file.name = name
    assert "这不是可用的图片文件。" in desk.post("picture-add", KEY, image=file, alt="图", status=422)
    assert Picture.objects.count() == 0


def test_a_picture_of_too_many_pixels(desk):
    file = picture_file("PNG", (8000, 5001))
    assert "图片的像素太多。" in desk.post("picture-add", KEY, image=file, alt="图", status=422)


def test_nothing_hidden_in_a_picture_comes_along(desk):
    exif = Image.Exif()
    exif[0x010F] = "hidden maker"
    file = picture_file("JPEG", name="a.jpg", exif=exif)
    assert b"hidden maker" in file.getvalue()
    desk.post("picture-add", KEY, image=file, alt="图")
    stored = Picture.objects.get().image.file
    with stored.open("rb") as opened:
        assert b"hidden maker" not in opened.read()


def test_taking_a_picture_out(desk):
    desk.post("picture-add", KEY, image=picture_file(), alt="图")
    desk.post("picture-remove", Picture.objects.get().pk)
    assert Picture.objects.count() == 0


def test_a_picture_is_shown_to_those_who_may_read_the_report_only(desk):
    desk.post("picture-add", KEY, image=picture_file(), alt="图")
    address = desk.address("picture", Picture.objects.get().pk)
    assert desk.client.get(address).status_code == 200
    desk.client.force_login(person(Role.CLERK, desk.organs["culture"]))
    assert desk.client.get(address).status_code == 404
    elsewhere = reverse("desk:picture", args=(desk.organs["culture"].code, 2024, Picture.objects.get().pk))
    assert desk.client.get(elsewhere).status_code == 404


def test_problems_of_both_years(desk):
    last = open_report(agency=desk.bureau, year=2023, actor=desk.clerk).report
    problem = Problem.objects.create(report=last, text="台账登记不及时", measure="每月核对")
    desk.post("problems", text="解读形式单一", measure="增加图解")
    text = desk.get("problems")
    assert "台账登记不及时" in text
    assert "解读形式单一" in text
    told = {f"p{problem.pk}-outcome": "mended", f"p{problem.pk}-followed_up": "已每月核对"}
    desk.post("problem", problem.pk, **told)
    problem.refresh_from_db()
    assert (problem.outcome, problem.followed_up) == ("mended", "已每月核对")
    assert "已整改" in desk.get("problems")


def test_a_follow_up_without_a_word_of_how(desk):
    last = open_report(agency=desk.bureau, year=2023, actor=desk.clerk).report
    problem = Problem.objects.create(report=last, text="甲")
    told = {f"p{problem.pk}-outcome": "mended", f"p{problem.pk}-followed_up": ""}
    assert "没有写明怎样整改。" in desk.post("problem", problem.pk, status=409, **told)
    problem.refresh_from_db()
    assert problem.outcome == "open"


def test_a_problem_of_another_organ_or_year_is_not_reached(desk):
    other = open_report(agency=desk.organs["culture"], year=2023, actor=person(Role.CLERK, desk.organs["culture"]))
    problem = Problem.objects.create(report=other.report, text="甲")
    told = {f"p{problem.pk}-outcome": "open", f"p{problem.pk}-followed_up": ""}
    desk.post("problem", problem.pk, status=404, **told)
    own = Problem.objects.create(report=desk.version.report, text="乙")
    desk.post("problem", own.pk, status=404, **{f"p{own.pk}-outcome": "open", f"p{own.pk}-followed_up": ""})


def test_an_empty_problem_comes_back(desk):
    desk.post("problems", text="", measure="甲", status=422)
    assert Problem.objects.count() == 0


def test_withdrawing_a_problem(desk):
    desk.post("problems", text="甲", measure="")
    desk.post("problem-withdraw", Problem.objects.get().pk)
    assert Problem.objects.count() == 0


CHANGES = [
    ("open-report", (), {}),
    ("prose-section", (KEY,), {"text": "甲", "revision": "0"}),
    ("prose-preview", (KEY,), {"text": "甲"}),
    ("prose-bind", (KEY,), {"at": "0", "number": "1", "cell": "req_received@total", "revision": "0"}),
    ("prose-draft", (KEY,), {}),
    ("picture-add", (KEY,), {"alt": "图"}),
    ("problems", (), {"text": "甲"}),
    ("hand-figure", ("req_received@total",), {"value": "1", "reason": "甲", "evidence": "乙"}),
]


@pytest.mark.parametrize(("name", "more", "told"), CHANGES, ids=lambda v: v if isinstance(v, str) else "")
@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.LEADER, Role.AUDITOR, Role.SUPERVISOR, None])
def test_only_those_who_draft_may_change(desk, role, name, more, told):
    before = desk.section().text
    organ = desk.organs["government"] if role == Role.SUPERVISOR else desk.bureau
    desk.client.force_login(person(role, organ))
    assert desk.client.post(desk.address(name, *more), told).status_code == 404
    assert (desk.section().text, Problem.objects.count(), HandFigure.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("sections", [1, 3])
def test_the_prose_asks_as_often_whatever_it_holds(desk, django_assert_num_queries, sections):
    for key in ("sec_overall", KEY, "sec_other")[:sections]:
        desk.post("picture-add", key, image=picture_file(), alt="图")
        version = desk.version
        version.refresh_from_db()
        save_section(version=version, key=key, text="收到申请5件。\n" * 30, actor=desk.clerk, revision=version.revision)
    desk.get("prose")
    with django_assert_num_queries(13):
        desk.get("prose")
