"""Word documents: what is printed is what is read."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest
from hypothesis import given, settings

from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.word.docx import read_docx
from tests.report.reading.formats.samples import (
    NAMESPACES,
    W_NS,
    Grid,
    box,
    docx,
    field,
    grid_docx,
    grids,
    merged_grids,
    outline,
    p,
    run,
    tbl,
    tc,
    texts,
    zipped,
)

TRACK = 'w:id="1" w:author="x" w:date="2021-01-01T00:00:00Z"'


def read(body: str, styles: str = "", numbering: str = "") -> Document:
    return read_docx(docx(body, styles, numbering))


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        (run("一") + run("二"), ["一二"]),
        (run("甲") + "<w:r><w:tab/></w:r>" + run("乙"), ["甲\t乙"]),
        (run("上行") + "<w:r><w:br/></w:r>" + run("下行"), ["上行", "下行"]),
        (run("标题") + '<w:r><w:br w:type="page"/></w:r>' + run("正文"), ["标题", "正文"]),
        (run("2021") + "<w:r><w:noBreakHyphen/></w:r>" + run("1"), ["2021-1"]),
        (f"{run('留')}<w:del {TRACK}><w:r><w:delText>去</w:delText></w:r></w:del>", ["留"]),
        (f"{run('原')}<w:ins {TRACK}>{run('加')}</w:ins>", ["原加"]),
        (f"<w:moveFrom {TRACK}>{run('移走')}</w:moveFrom>{run('在')}", ["在"]),
        (f"<w:moveTo {TRACK}>{run('移来')}</w:moveTo>", ["移来"]),
        (run("见") + run("隐藏", "<w:vanish/>"), ["见"]),
        (run("见") + run("不隐藏", '<w:vanish w:val="0"/>'), ["见不隐藏"]),
        (run("共") + field("REF 数", run("12")) + run("条"), ["共12条"]),
        (run("第") + field("PAGE", run("7")) + run("页"), ["第页"]),
        (run("第") + field("IF " + "x", field("PAGE", run("3")) + run("四")) + run("页"), ["第四页"]),
        (f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple>{run("完")}', ["完"]),
        (f'<w:fldSimple w:instr=" DATE ">{run("1月2日")}</w:fldSimple>', ["1月2日"]),
        (f'<w:hyperlink r:id="x">{run("网站")}</w:hyperlink>{run("公布")}', ["网站公布"]),
        (f"<w:smartTag>{run('2021年')}</w:smartTag>{run('1月')}", ["2021年1月"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", ["控件"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("是"), ["☑是"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>' + run("是"), ["是"]),
        ('<w:r><w:sym w:font="宋体" w:char="25CB"/></w:r>' + run("是"), ["○是"]),
        ("<m:oMath><m:r><m:t>5+3</m:t></m:r></m:oMath>", ["5+3"]),
        (f"<w:r><w:ruby><w:rt>{run('zheng')}</w:rt><w:rubyBase>{run('政')}</w:rubyBase></w:ruby></w:r>", ["政"]),
        (run("注") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("文"), ["注文"]),
        (run("零\u200b宽\ufeff"), ["零宽"]),
        (run("&#x3000;&#x3000;缩进 "), ["缩进"]),
        (run("   "), []),
    ],
)
def test_a_paragraph_is_read_as_printed(runs: str, printed: list[str]):
    assert texts(read(p(runs))) == printed


@pytest.mark.parametrize(
    "name",
    [
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
        *("rPr", "tabs", "sectPr", "rt", "rubyPr", "drawing", "pict", "object", "tblPr", "tblGrid", "tblPrEx"),
        *("pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange"),
    ],
)
def test_what_is_not_printed(name: str):
    assert texts(read(p(f"{run('甲')}<w:{name}><w:t>藏</w:t></w:{name}>{run('乙')}"))) == ["甲乙"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "ins",
            "moveTo",
            "hyperlink",
            "smartTag",
            "customXml",
            "sdt",
            "sdtContent",
            "fldSimple",
            "dir",
            "bdo",
            "ruby",
        ),
        *("rubyBase", "unheardOf"),
    ],
)
def test_what_is_printed(name: str):
    assert texts(read(p(f"{run('甲')}<w:{name}>{run('见')}</w:{name}>{run('乙')}"))) == ["甲见乙"]


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        *(("F0FC", "√"), ("F050", "√"), ("F0FE", "☑"), ("F052", "☑"), ("F0A8", "□"), ("F06F", "□"), ("F0A3", "□")),
        *(
            ("f0fe", "☑"),
            ("2116", "№"),
            ("D800", ""),
            ("0007", ""),
            ("12345", ""),
            ("", ""),
            ("E001", ""),
            ("F8FF", ""),
        ),
    ],
)
def test_signs_of_symbol_fonts(code: str, sign: str):
    assert texts(read(p(f'<w:r><w:sym w:char="{code}"/></w:r>{run("是")}'))) == [f"{sign}是"]


def test_a_placeholder_of_an_empty_control_is_blank():
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    assert texts(read(p(run("单位：") + control))) == ["单位："]


def test_block_content_controls_and_tracked_blocks_are_entered():
    control = f"<w:sdt><w:sdtContent>{p('控件内')}{tbl(tc('甲') + tc('1'))}</w:sdtContent></w:sdt>"
    assert outline(read(f"{control}<w:ins {TRACK}>{p('新')}</w:ins>")) == ["控件内", "#table", "新"]


def test_a_table_of_contents_is_left_out():
    entry = p(run("一、总体情况") + field("PAGEREF _Toc1", run("1")))
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    contents = p(begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("一、总体情况"))
    end = p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert texts(read(contents + entry + end + p("一、总体情况"))) == ["一、总体情况"]


def test_a_field_that_never_ends_swallows_nothing():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    assert texts(read(p(broken + run("目录")) + p("正文"))) == ["目录", "正文"]


def test_a_deleted_paragraph_mark_joins_paragraphs():
    first = p(run("公开政府信息"), f"<w:rPr><w:del {TRACK}/></w:rPr>")
    assert texts(read(first + p("12条"))) == ["公开政府信息12条"]


def test_a_deleted_or_hidden_row_is_left_out():
    deleted = f"<w:tr><w:trPr><w:del {TRACK}/></w:trPr>{tc('去')}{tc('1')}</w:tr>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('藏')}{tc('1')}</w:tr>"
    rows = f"<w:tbl><w:tr>{tc('留')}{tc('2')}</w:tr>{deleted}{hidden}</w:tbl>"
    assert grids(read(rows)) == [[(0, 0, 1, 1, "留"), (0, 1, 1, 1, "2")]]


def test_a_text_box_follows_its_anchor_and_is_read_once():
    choice = f'<mc:Choice Requires="wps"><w:drawing>{box(p("框里"))}</w:drawing></mc:Choice>'
    legacy = f"<v:textbox><w:txbxContent>{p('框里')}</w:txbxContent></v:textbox>"
    fallback = f"<mc:Fallback><w:pict><v:shape>{legacy}</v:shape></w:pict></mc:Fallback>"
    body = p(run("锚") + f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>") + p("后")
    assert texts(read(body)) == ["锚", "框里", "后"]


def test_a_table_in_a_text_box_is_read():
    content = tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    assert outline(read(p(f"<w:r><w:drawing>{box(content)}</w:drawing></w:r>"))) == ["#table"]


def test_a_fallback_is_read_where_the_choice_has_no_text():
    choice = '<mc:Choice Requires="x"><w:drawing/></mc:Choice>'
    fallback = (
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    )
    assert texts(read(p(f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"))) == ["旧框"]


PICTURE = '<w:r><w:drawing><a:graphic><pic:pic><a:blip r:embed="rId9"/></pic:pic></a:graphic></w:drawing></w:r>'


def test_a_picture_without_text_is_noted():
    document = read(p("二、主动公开") + p(PICTURE) + p(PICTURE))
    assert [note.code for note in document.notes] == ["image"]
    assert "2 处" in document.notes[0].message


def test_a_picture_beside_text_is_not_noted():
    assert read(p(run("徽标") + PICTURE)).notes == []


def test_an_embedded_worksheet_is_noted():
    embedded = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    assert [note.code for note in read(p(embedded)).notes] == ["embedded"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="bt2"><w:name w:val="标题 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="一级"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="lvl"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="flat"><w:name w:val="y"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="z"/><w:basedOn w:val="loop"/></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", None),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="bt2"/>', 2),
        ('<w:pStyle w:val="own"/>', 1),
        ('<w:pStyle w:val="lvl"/>', 3),
        ('<w:pStyle w:val="flat"/>', None),
        ('<w:pStyle w:val="loop"/>', None),
        ('<w:pStyle w:val="unknown"/>', None),
        ('<w:outlineLvl w:val="1"/>', 2),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', None),
    ],
)
def test_outline_levels(properties: str, level: int | None):
    (paragraph,) = read(p("总体情况", properties), STYLES).paragraphs()
    assert paragraph.level == level


def test_styles_under_another_prefix_are_read():
    data = docx(p("总体情况", '<w:pStyle w:val="1"/>'), STYLES)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"w:", b"n:").replace(b"xmlns:w=", b"xmlns:n=")
    (paragraph,) = read_docx(zipped(dict(parts))).paragraphs()
    assert paragraph.level == 1


@pytest.mark.parametrize(
    "broken", ['<w:style w:styleId="1"', '<w:style w:styleId="1"/>', '<w:style w:styleId="1"><w:x></w:style>']
)
def test_a_broken_style_does_not_spoil_the_text(broken: str):
    data = docx(p("总体情况", '<w:pStyle w:val="1"/>'), broken)
    assert texts(read_docx(data)) == ["总体情况"]


def test_strict_office_open_xml_is_read():
    strict = NAMESPACES.replace(W_NS, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    document = read_docx(docx(p("总体情况", '<w:pStyle w:val="1"/>'), STYLES, namespaces=strict))
    assert [(q.text, q.level) for q in document.paragraphs()] == [("总体情况", 1)]


def test_indented_xml_is_no_text():
    body = "<w:p>\n  <w:r>\n    <w:t>政府</w:t>\n  </w:r>\n  <w:r>\n    <w:t>信息</w:t>\n  </w:r>\n</w:p>"
    assert texts(read(body)) == ["政府信息"]


@settings(max_examples=60, deadline=None)
@given(merged_grids)
def test_merged_cells_round_trip(grid: Grid):
    assert grids(read(grid_docx(grid))) == [sorted(grid.cells)]


@settings(max_examples=15, deadline=None)
@given(merged_grids)
def test_merged_cells_agree_with_python_docx(grid: Grid):
    data = docx(grid_docx(grid))
    table = python_docx.Document(io.BytesIO(data)).tables[0]
    ours = next(read_docx(data).tables())
    for cell in ours.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert table.cell(row, column).text == cell.text


def test_a_row_may_start_later_and_end_earlier():
    row = f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{tc("丙")}</w:tr>'
    grid = grids(read(f"<w:tbl><w:tr>{tc('甲')}{tc('乙')}{tc('1')}{tc('2')}</w:tr>{row}</w:tbl>"))[0]
    assert grid[-1] == (1, 2, 1, 1, "丙")


def test_a_merge_that_continues_nothing_is_a_cell():
    grid = grids(read(tbl(tc("甲") + tc("1"), tc("乙", "<w:vMerge/>") + tc("2"))))[0]
    assert (1, 0, 1, 1, "乙") in grid


def test_cells_merged_across_by_flags():
    row = tc("合", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("1")
    assert grids(read(tbl(row, tc("a") + tc("b") + tc("c"))))[0][:2] == [(0, 0, 1, 2, "合"), (0, 2, 1, 1, "1")]


def test_cells_know_their_place_and_keep_their_lines():
    body = tbl(tc("甲") + tc("1")) + p("间") + tbl(tc("乙") + tc(p("上") + p("下")))
    first, second = read(body).tables()
    assert (first.place.table, second.place.table) == (0, 1)
    cell = second.cells[1]
    assert (cell.text, cell.place.table, cell.place.row, cell.place.column) == ("上\n下", 1, 0, 1)


def test_a_nested_table_becomes_lines_of_its_cell():
    inner = tbl(tc("小") + tc("3"), tc("大") + tc("4"))
    outer = [tc(f"指标{n}") + tc(str(n)) for n in range(6)]
    (table,) = read(tbl(*outer, tc("分项") + tc(inner + p()))).tables()
    assert table.cells[-1].text == "小 3\n大 4"


def test_a_frame_around_the_report_is_no_table():
    inner = tbl(*(tc(f"指标{n}") + tc(str(n)) for n in range(6)))
    document = read(tbl(tc(p("一、总体情况", '<w:pStyle w:val="1"/>') + p("全年公开12条。") + inner)), STYLES)
    assert outline(document) == ["一、总体情况", "全年公开12条。", "#table"]
    assert document.blocks[0] == Paragraph("一、总体情况", level=1)
    assert next(document.tables()).place.table == 0


def test_a_table_of_one_column_is_paragraphs():
    assert outline(read(tbl(tc("一、总体情况"), tc(p("公开12条") + p("答复3件"))))) == [
        "一、总体情况",
        "公开12条",
        "答复3件",
    ]


@pytest.mark.parametrize(("own", "found"), [(3, ["指标0", "0", "指标1", "1", "指标2", "2", "#table"]), (4, ["#table"])])
def test_a_table_is_a_frame_when_most_of_its_figures_are_nested(own: int, found: list[str]):
    inner = tbl(*(tc(f"分项{n}") + tc(str(n)) for n in range(4)))
    outer = [tc(f"指标{n}") + tc(str(n)) for n in range(own)]
    assert outline(read(tbl(*outer, tc() + tc(inner + p())))) == found


@pytest.mark.parametrize(("labels", "found"), [(19, 20), (20, 1)])
def test_prose_among_few_labels_is_no_table(labels: int, found: int):
    rows = [tc(f"指标{n}") + tc("") for n in range(labels - 1)]
    assert len(outline(read(tbl(*rows, tc("说明") + tc("公开" * 500))))) == found


def test_prose_beside_its_heading_is_no_table():
    prose = "本年度认真做好政府信息公开工作，及时更新公开内容。" * 12
    assert outline(read(tbl(tc("一、总体情况") + tc(prose)))) == ["一、总体情况", prose]


def test_a_long_remark_does_not_turn_figures_into_prose():
    figures = [tc(f"指标{n}") + tc(str(n)) for n in range(20)]
    remark = tc("说明" * 300, '<w:gridSpan w:val="2"/>')
    assert outline(read(tbl(*figures, remark))) == ["#table"]


def test_an_empty_table_is_left_out():
    assert outline(read(p("前") + tbl(tc() + tc()) + p("后"))) == ["前", "后"]


def test_headers_footers_and_notes_are_not_read():
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚 1"
    document.add_paragraph("正文")
    target = io.BytesIO()
    document.save(target)
    assert texts(read_docx(target.getvalue())) == ["正文"]


def without(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return zipped({entry: package.read(entry) for entry in package.namelist() if entry != name})


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return zipped({entry: package.read(entry) for entry in package.namelist() if entry != name} | {name: content})


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/numbering.xml", "_rels/.rels", "word/_rels/document.xml.rels"]
)
def test_a_missing_part_that_is_not_the_text_does_no_harm(part: str):
    assert texts(read_docx(without(docx(p("正文")), part))) == ["正文"]


def test_the_main_part_may_have_another_name():
    data = docx(p("正文"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert texts(read_docx(zipped(dict(parts)))) == ["正文"]


@pytest.mark.parametrize("target", ["theme/own.xml", "/word/theme/own.xml"])
def test_related_parts_may_stand_anywhere(target: str):
    with zipfile.ZipFile(io.BytesIO(docx(p("文", '<w:pStyle w:val="1"/>'), STYLES))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/theme/own.xml"] = parts.pop("word/styles.xml")
    relations = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = relations.replace(b"styles.xml", target.encode())
    (paragraph,) = read_docx(zipped(dict(parts))).paragraphs()
    assert paragraph.level == 1


@pytest.mark.parametrize(("stated", "span"), [("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("99999", 1), ("²", 1)])
def test_odd_grid_spans(stated: str, span: int):
    grid = grids(read(tbl(tc("甲", f'<w:gridSpan w:val="{stated}"/>') + tc("1"))))[0]
    assert grid[0][3] == span


ENTITY = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{W_NS}">&e;</w:document>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (without(docx(p("x")), "word/document.xml"), "没有正文"),
        (docx(p("正文" * 500))[:-200], "不完整"),
        (replaced(docx(""), "word/document.xml", b"\x00\x01 no xml"), "损坏"),
        (replaced(docx(""), "word/document.xml", ENTITY.encode()), "实体"),
        (replaced(docx(""), "word/document.xml", LAUGHS.encode()), "实体"),
        (replaced(docx(""), "word/document.xml", b"<w>" + b" " * (33 << 20) + b"</w>"), "过大"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_docx(data)
    assert caught.value.mend


def test_a_million_cells_are_refused():
    cells = "<w:tc><w:p/></w:tc>" * 500
    body = "<w:tbl>" + f"<w:tr>{cells}</w:tr>" * 400 + "</w:tbl>"
    with pytest.raises(UnreadableError, match="单元格"):
        read(body)


def test_tables_nested_too_deep_keep_their_text():
    body = p("底")
    for _ in range(30):
        body = tbl(tc(body + p()) + tc("旁"))
    assert "底" in "".join(texts(read(body))) + str(grids(read(body)))
