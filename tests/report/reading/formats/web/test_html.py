"""Web pages as government sites publish them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.web.html import read_html, read_page
from gongkai.report.reading.formats.word.docx import read_docx
from tests.report.reading.formats import office
from tests.report.reading.formats.samples import (
    Grid,
    converted,
    grid_html,
    grids,
    merged_grids,
    outline,
    soffice,
    texts,
)

TITLE = "某县统计局2021年政府信息公开工作年度报告"
PROSE = (
    "<p>一、总体情况</p><p>2021年，我局主动公开政府信息56条，收到公开申请3件，均按期答复，未收取费用。</p>"
    "<p>二、存在的主要问题及改进情况</p><p>公开内容还不够细，下一年将逐项充实，并加强对各科室的培训。</p>"
)
FORM = (
    "<table><tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td></tr>"
    "<tr><td>规章</td><td>0</td></tr><tr><td>规范性文件</td><td>2</td></tr>"
    "<tr><td>行政许可</td><td>17</td></tr></table>"
)
NAVIGATION = "<ul>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(30)) + "</ul>"
FOOTER = "<p>主办单位：某县人民政府办公室　地址：某县中心路1号</p><p>ICP备12345678号　网站标识码3700000000</p>"


def read(page: str) -> Document:
    return read_page(page)


def body(content: str) -> Document:
    return read(f"<html><body>{content}</body></html>")


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<p class=MsoNormal><span lang=EN-US><font face=宋体>公</font></span><b>开</b><o:p></o:p></p>", ["公开"]),
        ("<p>主动公开政府\r\n信息12\r\n条</p>", ["主动公开政府信息12条"]),
        ("<p>web\nsite   name</p>", ["web site name"]),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;公开&nbsp;12&nbsp;条</p>", ["公开 12 条"]),
        ("<p>\u3000\u3000公开&#8203;信息\ufeff</p>", ["公开信息"]),
        ("<p>上行<br>下行<br/><br/>末行</p>", ["上行", "下行", "末行"]),
        ("<div>散文<p>段一</p>尾巴<p>段二</div>", ["散文", "段一", "尾巴", "段二"]),
        ("<p>&lt;通知&gt;&amp;&middot;&ldquo;公开&rdquo;</p>", ["<通知>&·“公开”"]),
        ("<p>甲<!--[if gte mso 9]><xml>x</xml><![endif]-->乙</p>", ["甲乙"]),
        ("<p><![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]>总体情况</p>", ["一、总体情况"]),
        ("<p>甲<script>var x='<p>乙</p>'</script><style>p{}</style>丙</p>", ["甲丙"]),
        ("<p style='display:none'>藏</p><p>见" + "字" * 5 + "</p>", ["见字字字字字"]),
        ("<p>见<span style='DISPLAY : none'>藏</span>到</p>", ["见到"]),
        ("<p>见<span style='mso-hide:all'>藏</span>到</p><p hidden>藏</p>", ["见到"]),
        ("<p>原<del>删</del><ins>加</ins></p>", ["原加"]),
        ("<pre>一、总体情况\n公开12条</pre>", ["一、总体情况", "公开12条"]),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3 type=a><li><p>甲</p></li></ol>", ["c. 甲"]),
        (
            "<ol><li>一、甲</li></ol><ol style='list-style:none'><li>乙</li></ol><ul><li>丙</li></ul>",
            ["一、甲", "乙", "丙"],
        ),
        ("<st1:chsdate w:st='on'>2021年</st1:chsdate>公开", ["2021年公开"]),
        ("<div><center><p>居中</p></center></div>", ["居中"]),
        ("<p><a href='x.html'>链接</a>正文</p>", ["链接正文"]),
    ],
)
def test_text_as_it_is_shown(markup: str, printed: list[str]):
    assert texts(body(markup)) == printed


@pytest.mark.parametrize(
    "tag",
    [
        *("script", "style", "noscript", "template", "svg", "canvas", "video", "audio", "map", "xml", "del", "select"),
        *("textarea", "button", "rt", "rp", "v:shapetype"),
    ],
)
def test_what_is_not_shown(tag: str):
    assert texts(body(f"<p>甲乙丙</p>丁<{tag}>藏</{tag}>戊")) == ["甲乙丙", "丁戊"]


@pytest.mark.parametrize(
    "tag",
    [
        *(
            "span",
            "font",
            "a",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "s",
            "strike",
            "ins",
            "sub",
            "sup",
            "small",
            "big",
            "label",
        ),
        *("nobr", "wbr", "bdo", "bdi", "code", "tt", "kbd", "abbr", "acronym", "cite", "q", "mark", "time", "var"),
        *("samp", "ruby", "rb", "object", "data", "output", "dfn", "o:p", "st1:place", "ucap:x", "blink"),
    ],
)
def test_what_stands_in_its_line(tag: str):
    assert texts(body(f"<div>甲<{tag}>乙</{tag}>丙</div>")) == ["甲乙丙"]


@pytest.mark.parametrize(
    "tag", ["p", "div", "li", "h3", "section", "center", "blockquote", "dd", "figcaption", "unheardof"]
)
def test_what_stands_in_a_line_of_its_own(tag: str):
    assert texts(body(f"<div>甲<{tag}>乙</{tag}>丙</div>")) == ["甲", "乙", "丙"]


@pytest.mark.parametrize("tag", ["pre", "listing", "xmp"])
def test_what_keeps_its_lines(tag: str):
    assert texts(body(f"<{tag}>甲\n乙\n</{tag}>丙\n丁")) == ["甲", "乙", "丙丁"]


def test_lines_are_kept_inside_of_inline_markup_too():
    assert texts(body("<pre>甲\n<b>乙\n丙</b>丁\n</pre>戊\n己")) == ["甲", "乙", "丙丁", "戊己"]


def test_headings_state_their_level():
    document = body("<h1>年度报告</h1><h2><span>一、总体情况</span></h2><div>正文</div>")
    assert [(q.text, q.level) for q in document.paragraphs()] == [("年度报告", 1), ("一、总体情况", 2), ("正文", None)]


def test_a_page_that_hides_its_text_until_a_script_runs_is_read():
    assert texts(body(f"<div style='display:none'>{PROSE}</div>"))[0] == "一、总体情况"


@settings(max_examples=60, deadline=None)
@given(merged_grids)
def test_spans_round_trip(grid: Grid):
    ours = grids(body(grid_html(grid)))
    assert ours == [sorted(grid.cells)]


@soffice
@pytest.mark.parametrize("name", ["合并", "法定"])
def test_tables_of_libreoffice(name: str):
    ours = grids(office.part(read_html(converted(office.REPORT, "docx", "html")), name))
    theirs = grids(office.part(read_docx(office.REPORT), name))
    assert [_without_blanks(grid) for grid in ours] == [_without_blanks(grid) for grid in theirs]


def _without_blanks(grid: list[tuple[int, int, int, int, str]]) -> list[tuple[int, int, int, int, str]]:
    """LibreOffice breaks lines at blanks."""
    return [(*cell[:4], "".join(cell[4].split())) for cell in grid]


def test_a_table_as_word_writes_it():
    table = (
        "<table class=MsoTableGrid border=1><caption>附表</caption><colgroup><col width=1></colgroup><thead><tr>"
        "<th>指标</th><th>数</th></tr></thead><tfoot><tr><td>合计<td>3</tr></tfoot><tbody>"
        "<tr style='mso-yfti-irow:0'><td width=99><p class=MsoNormal><span>公开<br>信息</span></p></td>"
        "<td><p>&nbsp;</p></td></tr><tr><td><p>甲</p><p>乙</p></td><td>/</td></tr></tbody>"
        "<![if !supportMisalignedColumns]><tr height=0><td width=9></td><td></td></tr><![endif]></table>"
    )
    document = body(table)
    assert outline(document) == ["附表", "#table"]
    assert [c[4] for c in grids(document)[0]] == ["指标", "数", "公开\n信息", "", "甲\n乙", "/", "合计", "3"]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (
            "<tr><td rowspan=0>a<td>1<tr><td>2<tr><td>3",
            [(0, 0, 3, 1, "a"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")],
        ),
        ("<tr><td rowspan=99>a<td>1<tr><td>2", [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]),
        ("<tr><td colspan=x>a<td colspan=-2>b", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
        (
            "<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e",
            [(0, 0, 1, 1, "a"), (0, 1, 2, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 1, "d"), (1, 2, 1, 1, "e")],
        ),
    ],
)
def test_odd_spans(rows: str, cells: list[tuple[int, int, int, int, str]]):
    assert grids(body(f"<table>{rows}</table>")) == [cells]


def page(content: str, *, head: str = "") -> str:
    top = f"<div class=header>{NAVIGATION}</div><div class=crumb>当前位置：<a href='/'>首页</a> &gt; 年报</div>"
    return f"<html><head>{head}</head><body>{top}{content}<div class=footer>{FOOTER}</div></body></html>"


EXPECTED = ["一、总体情况", "二、存在的主要问题及改进情况"]


@pytest.mark.parametrize(
    "container",
    [
        "<div class=TRS_Editor>{}</div>",
        "<div id=zoom>{}</div>",
        "<div class='article'><div class='xx'>{}</div></div>",
        "<div class=content><div class=TRS_Editor><div class=Custom_UnionStyle>{}</div></div></div>",
        "<div class='pages_content' id='UCAP-CONTENT'>{}</div>",
        "<div class=view TRS_UEDITOR>{}</div>",
        "<ucapcontent>{}</ucapcontent>",
        "<div id='vsb_content_2'>{}</div>",
        "<div class='rich_media_content' id='js_content' style='visibility: hidden'>{}</div>",
        "<table><tr><td>{nav}</td><td><table><tr><td><div>{}</div></td></tr></table></td></tr></table>",
        "<table><tr><td>{nav}</td></tr><tr><td>{}</td></tr></table>",
        "<div class=left>{nav}</div><div class=right><div class=unheard-of>{}</div></div>",
        "<section><article>{}</article><aside>{nav}</aside></section>",
        "{}",
    ],
)
def test_the_report_is_found_among_page_furniture(container: str):
    document = read(page(container.replace("{nav}", NAVIGATION).replace("{}", PROSE + FORM + "<p>以上。</p>")))
    found = outline(document)
    assert found.count("#table") == 1
    assert [text for text in found if text.startswith(("一、", "二、"))] == EXPECTED
    assert grids(document)[0][0] == (0, 0, 1, 2, "第二十条第（一）项")
    assert "以上。" in found
    assert not any("栏目" in text for text in found if container != "{}")


def test_a_table_beside_the_main_box_is_not_lost():
    document = read(page(f"<div class=content>{PROSE}</div><div class=fubiao>{FORM}</div>"))
    assert "#table" in outline(document)
    assert EXPECTED[0] in texts(document)


def test_a_report_over_several_rows_of_a_layout_table_is_read_whole():
    rows = f"<tr><td class=content>{PROSE}</td></tr><tr><td><p>附表</p>{FORM}</td></tr>"
    found = outline(read(page(f"<table><tbody>{rows}</tbody></table>")))
    assert EXPECTED[0] in found
    assert ("附表", "#table") in pairwise(found)


def test_a_text_that_an_editor_split_is_read_whole():
    parts = [f"<div class=TRS_Editor>{part}</div>" for part in (PROSE, PROSE.replace("一、", "三、"), FORM)]
    found = outline(read(page(f"<div class=box>{'<hr>'.join(parts)}</div>")))
    assert [text[:2] for text in found if "、" in text[:2]] == ["一、", "二、", "三、", "二、"]
    assert found[-1] == "#table"


def test_a_bare_document_is_read_whole():
    assert outline(body(f"<p>{TITLE}</p>{PROSE}{FORM}"))[0] == TITLE


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        (f"<meta name=ArticleTitle content='{TITLE}'><title>年报_某县</title>", "", TITLE),
        (f"<title>{TITLE}-某县人民政府</title>", "", TITLE),
        ("<title>某县人民政府</title>", f"<h1>{TITLE}</h1>", TITLE),
        ("<title>政务公开_某县人民政府</title>", "<h2>某县统计局年报</h2>", "某县统计局年报"),
        ("<title>某县</title>", "<h1>某县</h1><h2>统计局信息公开情况</h2>", "统计局信息公开情况"),
        ("<meta name=ArticleTitle content=统计局情况><title>某县</title>", "", "统计局情况"),
    ],
)
def test_a_title_outside_of_the_main_box_comes_first(head: str, heading: str, title: str):
    document = read(page(f"{heading}<div class=TRS_Editor>{PROSE}</div>", head=head))
    first = document.blocks[0]
    assert (first.text, first.level) == (title, 1)
    assert texts(document)[1] == EXPECTED[0]


def test_a_title_that_the_report_prints_is_not_repeated():
    spaced = TITLE.replace("2021年", "<br>2021年")
    document = read(
        page(f"<div id=zoom><p>{spaced}</p>{PROSE}</div>", head=f"<meta name=ArticleTitle content={TITLE}>")
    )
    assert "".join(texts(document)).count("政府信息公开工作年度报告") == 1


def test_a_printed_date_of_publication_follows_the_title():
    info = "<div class=info>来源：某县统计局 发布时间：2022年1月9日 浏览次数：31</div>"
    document = read(page(f"<h1>{TITLE}</h1>{info}<div class=TRS_Editor>{PROSE}</div>"))
    assert texts(document)[:2] == [TITLE, "发布日期：2022-01-09"]


def test_a_date_that_only_the_head_states_is_a_note():
    document = read(
        page(f"<div class=TRS_Editor>{PROSE}</div>", head="<meta name='PubDate' content='2022-01-09 10:00'>")
    )
    assert [(note.code, "2022-01-09" in note.message) for note in document.notes] == [("published", True)]
    assert not any("2022" in text for text in texts(document))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "当前位置：首页 > 政务公开",
            "您现在的位置：首页",
            "首页 >> 年报",
            "【字体：大 中 小】",
            "[打印] [关闭]",
            "打印本页",
        ),
        *(
            "分享到：微信",
            "浏览次数：12",
            "上一篇：无",
            "责任编辑：办公室",
            "版权所有：某县人民政府",
            "鲁ICP备1号",
            "扫一扫在手机打开",
        ),
    ],
)
def test_furniture_inside_of_the_main_box_is_dropped(line: str):
    assert line not in texts(read(page(f"<div class=content>{PROSE}<p>{line}</p></div>")))


@pytest.mark.parametrize(
    "line", ["首页访问量全年12万次。", "打印机等设备公开采购2次。", "相关文件已公布，相关信息见附表。", "分享会3次"]
)
def test_prose_that_begins_like_furniture_stays(line: str):
    assert line in texts(read(page(f"<div class=content>{PROSE}<p>{line}</p></div>")))


def test_attachments_are_noted_where_the_page_has_no_table():
    link = "<p><a href='/att/fb.xlsx?x=1'>附件：统计表</a></p><iframe src='/a/report.pdf'></iframe>"
    (note,) = read(page(f"<div class=content>{PROSE}</div>{link}")).notes
    assert note.code == "attachment"
    assert "统计表" in note.message
    assert "report.pdf" in note.message


def test_five_attachments_are_named_once_each():
    links = "".join(f"<a href=f{n}.pdf>附件{n}</a>" for n in (1, 2, 2, 3, 4, 5, 6))
    (note,) = read(page(f"<div class=content>{PROSE}{links}</div>")).notes
    assert note.message.endswith("附件1；附件2；附件3；附件4；附件5")


def test_attachments_are_not_noted_beside_a_table():
    assert read(page(f"<div class=content>{PROSE}{FORM}<a href=a.doc>附件</a></div>")).notes == []


def test_a_picture_in_place_of_the_table_is_noted():
    (note,) = read(page(f"<div class=content>{PROSE}<p><img src=table.png></p></div>")).notes
    assert note.code == "image"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("label", ["gb2312", "utf-8", None])
def test_encodings_whatever_the_page_says(encoding: str, label: str | None):
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={label}'>" if label else ""
    data = f"<html><head>{meta}</head><body>{PROSE}</body></html>".encode(encoding)
    assert texts(read_html(data))[0] == "一、总体情况"


def test_xhtml_with_a_prolog_is_read():
    markup = (
        f'<?xml version="1.0" encoding="GBK"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{PROSE}</body></html>'
    )
    assert texts(read_html(markup.encode("gbk")))[0] == "一、总体情况"


def test_a_frame_page_is_refused_with_a_mend():
    with pytest.raises(UnreadableError, match="框架") as caught:
        read("<html><frameset rows=50,*><frame src=a.htm><frame src=b.htm></frameset></html>")
    assert caught.value.mend


def test_an_empty_page_is_refused():
    with pytest.raises(UnreadableError):
        read("")


def test_entities_of_a_document_type_are_not_fetched():
    markup = (
        "<!DOCTYPE html SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><p>公开&e;</p>"
    )
    assert "公开" in "".join(texts(read(markup)))


@pytest.mark.parametrize(
    "markup",
    [
        "<table>" + "<tr>" + "<td>1" * 300 + "<tr>" * 1 + ("<tr>" + "<td>1" * 300) * 400,
        "<table>" + ("<tr><td colspan=1000>x" * 500),
    ],
    ids=["many cells", "wide cells"],
)
def test_a_table_without_measure_is_refused(markup: str):
    with pytest.raises(UnreadableError, match="单元格"):
        body(markup)


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "span", "font"])
def test_deep_nesting_is_read_in_time(tag: str):
    begun = time.perf_counter()
    body(f"<{tag}>" * 1500 + "底")
    assert time.perf_counter() - begun < 5


TAGS = [
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "</td>",
    "<div>",
    "</div>",
]
MORE = ["公开", "&nbsp;", "<br>", "<span style='display:none'>", "</span>", "<!--", "-->", "<![if", "<ol><li>", "<h1>"]
ODD = [
    "<script>",
    "</script>",
    "\x00",
    "<body>",
    "</body>",
    "<thead>",
    "<tbody>",
    "<caption>",
    "<form>",
    "<o:p>",
    "<pre>\n",
]


@pytest.mark.parametrize("depth", [140, 400])
def test_boxes_that_hold_nothing_else_are_passed_through(depth: int):
    assert texts(body("<div>" * depth + "<p>甲</p><p>乙</p>")) == ["甲", "乙"]


def test_text_of_boxes_that_are_never_closed_is_kept():
    found = texts(body("<div>甲" * 240))
    assert len("".join(found)) == 230
    assert len(found) > 140


FRAGMENTS = st.sampled_from([*TAGS, *MORE, *ODD])


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40))
def test_any_markup_is_read_or_refused(fragments: list[str]):
    document = body("".join(fragments) + "</script>--><p>末</p>")
    for table in document.tables():
        taken = [
            (r, c)
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(taken) >= len(table.cells)
        assert {(cell.row, cell.column) for cell in table.cells} <= set(taken)
