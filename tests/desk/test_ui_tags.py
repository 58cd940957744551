"""What each component says, by its parameters."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from lxml import etree, html

from gongkai.desk.templatetags.icons import ICONS
from gongkai.desk.templatetags.ui import STATUSES
from gongkai.filing.models import NoticeItem, Problem, Stage, Submission, Upload
from gongkai.law.editions import builtin_editions
from gongkai.registers.models import Import
from gongkai.report.model import Cell
from gongkai.report.writing.layout import printed_tables
from tests.desk.kit.pages import NAV, Question, fragment, official, render

DAY = date(2026, 3, 31)


def words(source: str, question: str = "", **context: object) -> str:
    """The text of a piece of template, its spaces closed up."""
    return " ".join(html.fromstring(f"<div>{fragment(source, question, **context)}</div>").text_content().split())


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_a_drawing(name):
    drawing = etree.fromstring(fragment("{% icon name %}", name=name))
    assert len(drawing) >= 1
    assert drawing.get("aria-hidden") == "true"


def test_an_icon_with_a_label_speaks():
    drawing = etree.fromstring(fragment("{% icon 'lock' label %}", label='"<涉密>'))
    assert (drawing.get("role"), drawing.get("aria-label"), drawing.get("aria-hidden")) == ("img", '"<涉密>', None)


def test_an_unknown_icon_or_status_is_a_mistake_that_shows():
    with pytest.raises(KeyError):
        fragment("{% icon 'unicorn' %}")
    with pytest.raises(KeyError):
        fragment("{% status 'unicorn' %}")


@pytest.mark.parametrize("code", STATUSES)
def test_a_status_has_words_and_an_icon(code):
    chip = html.fromstring(fragment("{% status code %}", code=code))
    assert chip.text_content().strip() == STATUSES[code].label
    assert len(chip.findall("svg")) == 1


STATES = [Stage, Submission.State, Upload.State, Problem.Outcome, NoticeItem.State, Import.State]


@pytest.mark.parametrize("choices", STATES, ids=lambda c: c.__qualname__)
def test_every_state_of_the_models_has_a_look(choices):
    assert [value for value in choices.values if value not in STATUSES] == []


def test_states_of_an_approval_are_named_as_offices_do():
    names = [words(f"{{% status '{code}' %}}") for code in ("draft", "section", "secrecy")]
    names += [words(f"{{% status '{code}' %}}") for code in ("office", "leader", "published", "returned")]
    assert names == ["草稿", "科室审核", "保密审查", "办公室审核", "领导签发", "已发布", "已退回"]
    assert words("{% status 'passed' '勾稽通过' %}") == "勾稽通过"


def test_a_field_is_tied_to_its_label_hint_and_error():
    field = html.fromstring(fragment("{% field form.received %}", form=Question({"received": "x"})))
    widget = field.find("input")
    assert field.find("label").get("for") == widget.get("id") == "id_received"
    assert widget.get("aria-invalid") == "true"
    described = widget.get("aria-describedby").split()
    assert [field.get_element_by_id(i).text_content().strip() for i in described] == [
        "邮寄的，填签收日期",
        "输入一个有效的日期。",
    ]


def test_a_date_field_takes_iso_dates_in_every_language():
    widget = html.fromstring(fragment("{% field form.received %}", form=Question(initial={"received": DAY}))).find(
        "input"
    )
    assert (widget.get("type"), widget.get("value")) == ("date", "2026-03-31")


def test_choices_stand_in_a_fieldset_with_hint_and_error():
    field = html.fromstring(fragment("{% field form.way %}", form=Question({"way": "pigeon"})))
    assert (field.tag, field.find("legend").text_content().strip()) == ("fieldset", "提交方式")
    assert field.get_element_by_id(field.get("aria-describedby")).text_content().split()[0].startswith("选择一个有效的")
    assert [label.text for label in field.iter("label")] == ["邮寄", "网络平台", "当面提交"]
    assert [label.get("for") for label in field.iter("label")] == ["id_way_0", "id_way_1", "id_way_2"]


def test_few_short_choices_can_stand_on_one_line():
    shown = {
        across: fragment("{% field form.way across %}", form=Question(), across=across) for across in (False, True)
    }
    assert ["choices across" in shown[across] for across in (False, True)] == [False, True]


def test_a_long_text_has_five_lines_unless_the_form_says():
    class Letter(forms.Form):
        short = forms.CharField(widget=forms.Textarea)
        long = forms.CharField(widget=forms.Textarea(attrs={"rows": 12}))

    rows = [
        html.fromstring(fragment(f"{{% field form.{n} %}}", form=Letter())).find("textarea") for n in ("short", "long")
    ]
    assert [area.get("rows") for area in rows] == ["5", "12"]


def test_only_what_may_be_left_out_is_marked():
    assert words("{% field form.pages %}", form=Question()) == "页数 （选填）"
    assert words("{% field form.subject %}", form=Question()).startswith("申请内容 写明")
    assert words("{% field form.sure %}", form=Question()) == "材料齐全，已经核对"


def test_a_field_of_several_parts_stands_in_a_fieldset():
    class When(forms.Form):
        at = forms.SplitDateTimeField(label="会议时间", widget=forms.SplitDateTimeWidget)
        on = forms.DateField(label="日期", widget=forms.SelectDateWidget(years=[2025]))

    field = html.fromstring(fragment("{% field form.on %}", form=When()))
    assert (field.tag, len(field.findall("select"))) == ("fieldset", 3)


def test_the_summary_names_each_error_and_where_it_is():
    class Span(forms.Form):
        first = forms.DateField(label="开始日期", error_messages={"required": "填写开始日期。"})

        def clean(self):
            raise forms.ValidationError("结束日期早于开始日期。")

    summary = html.fromstring(fragment("{% error_summary form other missing %}", form=Span({}), other=Question()))
    assert summary.find("h2").text == "有 2 处需要改正"
    assert [item.text_content() for item in summary.iter("li")] == [
        "结束日期早于开始日期。",
        "开始日期：填写开始日期。",
    ]
    assert [link.get("href") for link in summary.iter("a")] == ["#id_first"]


def test_the_summary_follows_the_fields_whatever_was_found_first():
    class Span(forms.Form):
        first = forms.CharField(label="起", required=False)
        last = forms.CharField(label="止")

        def clean(self):
            self.add_error(None, "整份表格有误。")
            self.add_error("first", "起有误。")

    summary = html.fromstring(fragment("{% error_summary form %}", form=Span({})))
    told = [item.text_content().partition("：")[0] for item in summary.iter("li")]
    assert told == ["整份表格有误。", "起", "止"]


def test_no_summary_without_errors():
    assert fragment("{% error_summary form %}", form=Question()) == ""


def test_a_form_with_a_file_is_sent_as_one():
    assert 'enctype="multipart/form-data"' in render("question")
    assert "enctype" not in render("confirm")


@pytest.mark.parametrize(
    ("asked", "order", "href"),
    [
        ("state=open&page=3", None, "?state=open&sort=no"),
        ("sort=no&state=open", "ascending", "?state=open&sort=-no"),
        ("sort=-no", "descending", "?sort=no"),
        ("sort=title", None, "?sort=no"),
    ],
)
def test_a_head_turns_the_order_and_keeps_the_question(asked, order, href):
    head = html.fromstring(
        f"<table><tr>{fragment('{% th label sort=name %}', asked, label='编号', name='no')}</tr></table>"
    )
    assert head.find(".//th").get("aria-sort") == order
    assert head.find(".//a").get("href") == href


def test_a_head_that_does_not_sort_is_plain():
    assert fragment("{% th '状态' classes='num' %}") == '<th scope="col" class="num">状态</th>'


def test_a_table_has_a_name_and_can_be_scrolled_by_keyboard():
    source = "{% table caption='申请' id='r' %}<tbody><tr><td>{{ x }}</td></tr></tbody>{% endtable %}"
    region = html.fromstring(fragment(source, x="<b>"))
    assert (region.get("tabindex"), region.get("role")) == ("0", "region")
    assert region.get_element_by_id(region.get("aria-labelledby")).text == "申请"
    assert region.find(".//td").text == "<b>"


@pytest.mark.parametrize(("rows", "expected"), [(0, 0), (1, 0), (20, 0), (21, 1)])
def test_pages_are_offered_when_there_are_several(rows, expected):
    page = Paginator(range(rows), 20).page(1)
    assert fragment("{% pagination page %}", page=page).count("<nav") == expected


def test_pages_keep_the_question():
    document = html.fromstring(fragment("{% pagination page %}", "q=桥&page=2", page=Paginator(range(60), 20).page(2)))
    hrefs = [link.get("href") for link in document.iter("a")]
    assert hrefs == [f"?q=%E6%A1%A5&page={n}" for n in (1, 1, 2, 3, 3)]
    assert document.find("p").text == "第 21–40 条，共 60 条"


def test_a_filter_keeps_the_order_and_offers_to_clear():
    class Ask(forms.Form):
        q = forms.CharField(label="关键词", required=False)

    shown = html.fromstring(fragment("{% filter_bar form 3 %}", "q=桥&sort=-no&page=2", form=Ask({"q": "桥"})))
    assert {i.get("name"): i.get("value") for i in shown.iter("input")} == {"q": "桥", "sort": "-no"}
    assert shown.get("method") == "get"
    assert [link.get("href") for link in shown.iter("a")] == ["/"]
    assert "共 3 条" in " ".join(shown.text_content().split())
    assert "清除条件" not in words("{% filter_bar form %}", "sort=no", form=Ask())


@pytest.mark.parametrize(
    ("value", "previous", "said"),
    [
        (128, 113, "收到 128件 比上年增加 15（13.3%）"),
        (100, 113, "收到 100件 比上年减少 13（11.5%）"),
        (5, 5, "收到 5件 与上年持平"),
        (0, 2, "收到 0件 比上年减少 2（100.0%）"),
        (3, 0, "收到 3件 比上年增加 3"),
        (0.3, 0.1, "收到 0.3件 比上年增加 0.2（200.0%）"),
        (3, None, "收到 3件 无上年数据"),
        (None, 3, "收到 —未知件"),
    ],
)
def test_a_figure_tells_its_change(value, previous, said):
    assert words("<dl>{% tile '收到' value '件' previous %}</dl>", value=value, previous=previous) == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("12", "还剩 12 个工作日 2026年3月31日（星期二）到期"),
        ("3", "还剩 3 个工作日 2026年3月31日（星期二）到期"),
        ("0", "今天到期 2026年3月31日（星期二）到期"),
        ("-4", "已超期 4 个工作日 2026年3月31日（星期二）到期"),
        ("", "期限 2026年3月31日（星期二）到期"),
        ("9 paused=True", "期限中止计算 中止前应于2026年3月31日（星期二）到期"),
        ("9 provisional=True", "还剩 9 个工作日 2026年3月31日（星期二）到期，次年放假安排公布前为暂定"),
        ("-4 closed_on=day", "已于2026年3月31日办结 应于2026年3月31日（星期二）到期"),
        ("5 href='/why/'", "还剩 5 个工作日 2026年3月31日（星期二）到期 怎样算出"),
    ],
)
def test_a_deadline_says_how_long(arguments, said):
    assert words(f"{{% due day {arguments} %}}", day=DAY) == said


@pytest.mark.parametrize(("remaining", "tone"), [(4, "due "), (3, "due soon"), (0, "due soon"), (-1, "due late")])
def test_a_deadline_that_is_near_looks_so(remaining, tone):
    assert html.fromstring(fragment("{% due day n %}", day=DAY, n=remaining)).get("class") == tone


def test_a_step_says_its_state_who_and_what():
    items = [
        {"label": "保密审查", "state": "returned", "by": "审查员", "note": "缺“附件<2>”"},
        {"label": "签发", "state": "current"},
    ]
    steps = html.fromstring(fragment("{% steps items %}", items=items))
    assert [[p.text_content() for p in s.iter("p")] for s in steps] == [["保密审查", "审查员", "缺“附件<2>”"], ["签发"]]
    assert [s.find(".//svg").get("aria-label") for s in steps] == ["已退回", "正在进行"]
    assert [s.get("aria-current") for s in steps] == [None, "step"]


def test_facts_tell_nothing_from_zero():
    assert words("{% facts pairs %}", pairs=[("人数", 0), ("代码", ""), ("日期", None)]) == "人数0代码未填写日期未填写"


def test_a_task_asks_on_only_while_it_runs():
    running = {"label": "导入", "url": "/task/1/", "done": 1, "total": 4, "message": ""}
    assert 'hx-get="/task/1/"' in fragment("{% progress task %}", task=running)
    assert "hx-get" not in fragment("{% progress task %}", task={**running, "finished": True})
    failed = fragment("{% progress task %}", task={**running, "failed": True, "message": "缺少<工作表>"})
    assert "hx-get" not in failed
    assert "缺少&lt;工作表&gt;" in failed


def test_tabs_show_a_count_of_zero_but_none_where_nothing_is_counted():
    items = [{"label": "甲", "url": "/a/", "count": 0, "current": True}, {"label": "乙", "url": "/b/"}]
    tabs = html.fromstring(fragment("{% tabs items '分类' %}", items=items))
    assert [a.text_content() for a in tabs.iter("a")] == ["甲0", "乙"]
    assert [a.get("aria-current") for a in tabs.iter("a")] == ["page", None]


def test_the_statutory_table_opens_where_there_is_a_link():
    parts = official()
    parts["links"] = {key: href for key, href in parts["links"].items() if key.endswith("@total")}
    tables = [
        html.fromstring(fragment("{% official_table t links findings selected %}", t=t, **parts))
        for t in parts["tables"]
    ]
    links = {a.get("id"): a for table in tables for a in table.iter("a")}
    assert set(links) == {f"cell-{key}" for key in parts["links"]}
    assert len(links) > 20
    faulty = links["cell-outcome_total@total"]
    assert faulty.getparent().get("class") == "opens error"
    assert faulty.text_content().endswith("（错误）")
    assert faulty.get("aria-current") == "true"
    assert links["cell-req_received@total"].get("aria-current") is None


def test_a_blank_figure_can_be_opened_too():
    tables = official(blank="req_received@total")
    document = html.fromstring(fragment("{% official_table t links %}", t=tables["tables"][1], links=tables["links"]))
    assert document.get_element_by_id("cell-req_received@total").text_content() == "（空白）"


def test_the_statutory_table_escapes_what_was_entered():
    edition = builtin_editions()["cn-gid-2021"]
    cells = {key: Cell(key, None, "<script>x</script>", None) for key in edition.slots}
    for table in printed_tables(cells, edition):
        shown = fragment("{% official_table t links %}", t=table, links={key: f'/"><i>{key}/' for key in cells})
        assert "&lt;script&gt;" in shown
        assert "<script" not in shown
        assert "<i>" not in shown


def test_the_shell_says_where_one_is():
    page = html.fromstring(render("lists"))
    assert [a.get("href") for a in page.xpath("//nav//a[@aria-current='page']")][:2] == ["/desk/", "/desk/"]
    assert page.xpath("//select[@name='agency']/option[@selected]/text()") == ["某县交通运输局"]
    assert page.xpath("//select[@name='year']/option[@selected]/text()") == ["2025年"]
    assert page.xpath("//input[@name='next']/@value")[0] == "/kit/lists/"
    assert {item["label"] for item in NAV if "label" in item} <= {t.strip() for t in page.xpath("//nav//a/text()")}


def test_a_page_for_nobody_has_no_menus():
    page = html.fromstring(render("question", shell={}))
    assert page.xpath("//nav | //details") == []


def test_the_demonstration_says_that_it_is_one():
    assert "演示环境" in render("work", demo=True)
    assert "演示环境" not in render("work")


def test_the_portal_prints_the_identifiers_it_was_given():
    def names(**portal):
        return html.fromstring(render("portal", portal=portal)).xpath("//footer//dt/text()")

    assert names(agency="某局", site_code="1", filing_number="2") == ["网站标识码", "备案号"]
    assert names(agency="某局") == []
