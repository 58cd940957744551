"""Web pages as government sites print them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from random import Random

from gongkai.corpus.synth.printing.paper import Block, Grid, Line, Paper

_MENU = ("首页", "机构概况", "新闻动态", "政务公开", "办事服务", "互动交流")
_SIDE = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")


def _date(day: tuple[int, int, int], mark: str = "-") -> str:
    return f"{day[0]}{mark}{day[1]:02}{mark}{day[2]:02}"


def _table(grid: Grid, opening: str, cell: str) -> str:
    rows = []
    for row in grid.rows():
        tds = []
        for box, text in row:
            spans = (f' rowspan="{box.row_span}"' if box.row_span > 1 else "") + (
                f' colspan="{box.column_span}"' if box.column_span > 1 else ""
            )
            tds.append(f"<td{spans}{cell}>{escape(text, quote=False) or '&nbsp;'}</td>")
        rows.append(f"<tr>{''.join(tds)}</tr>")
    return f"<table{opening}>\n" + "\n".join(rows) + "\n</table>\n"


def _blocks(paper: Paper, line: Callable[[Line], str], opening: str, cell: str) -> str:
    def shaped(block: Block) -> str:
        return line(block) if isinstance(block, Line) else _table(block, opening, cell)

    return "".join(map(shaped, paper.blocks))


def _title(paper: Paper) -> str:
    return "<br>".join(escape(t) for t in paper.title)


def _plain_line(line: Line) -> str:
    text = escape(line.text, quote=False)
    if line.kind == "heading":
        return f"<h3>{text}</h3>\n"
    if line.kind == "signature":
        return f'<p style="text-align:right">{text}</p>\n'
    return f"<p>{text}</p>\n"


def _word_line(line: Line) -> str:
    style = "text-align:right" if line.kind == "signature" else "text-indent:32.0pt"
    words = escape(line.text, quote=False)
    words = f"<b>{words}</b>" if line.kind in ("heading", "caption") else words
    return (
        f"<p class=MsoNormal style='{style};line-height:28.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312'>"
        f"{words}</span></p>\n"
    )


def _indented_line(line: Line) -> str:
    words = escape(line.text, quote=False)
    if line.kind == "heading":
        return f'<p style="text-indent:2em"><strong>{words}</strong></p>\n'
    return f'<div align="right">{words}</div>\n' if line.kind == "signature" else f"<p>　　{words}</p>\n"


def _portal(paper: Paper, draw: Random) -> str:
    """A site of blocks with a menu, a path, the article's facts and a footer."""
    menu = "".join(f'<li><a href="/{n}/">{word}</a></li>' for n, word in enumerate(_MENU))
    published = f"<span>发布日期：{_date(paper.published)}</span>" if paper.published else ""
    body = _blocks(paper, _plain_line, ' border="1" cellspacing="0" class="tab"', "")
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{paper.title[0]}</title>'
        "<style>.tab td{padding:2px}</style><script>var cid=1;</script></head>\n<body>\n"
        f'<div class="header"><ul class="nav">{menu}</ul></div>\n'
        '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; '
        "政府信息公开年报</div>\n"
        f'<div class="article"><h1>{_title(paper)}</h1>\n<div class="info">{published}'
        f"<span>来源：{escape(paper.agency)}</span></div>\n"
        f'<div class="content" id="zoom">\n{body}</div>\n<div class="share">【打印】【关闭】</div></div>\n'
        f'<div class="footer"><p>版权所有：{escape(paper.agency)}</p>'
        f"<p>网站标识码：{draw.randint(10**9, 10**10 - 1)}</p></div>\n</body></html>\n"
    )


def _framed(paper: Paper, draw: Random) -> str:
    """An older site of nested layout tables, often in a national encoding."""
    side = "".join(f"<tr><td><a href=#>{word}</a></td></tr>" for word in _SIDE)
    published = f"发布日期：{_date(paper.published)}" if paper.published else ""
    body = _blocks(paper, _indented_line, ' border=1 width="95%" align=center', " align=center")
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{paper.title[0]}</title></head>\n<body>\n"
        f'<table width="1000" align="center"><tr><td colspan="2"><img src="banner{draw.randint(1, 9)}.jpg"></td></tr>\n'
        f'<tr><td width="200" valign="top"><table>{side}</table></td>\n<td valign="top">\n'
        f'<p align="center"><font size="5">{_title(paper)}</font></p>\n<p align="center">{published}</p>\n'
        f"{body}</td></tr>\n"
        f'<tr><td colspan="2" align="center">主办：{escape(paper.agency)}</td></tr></table>\n</body></html>\n'
    )


def _from_word(paper: Paper, draw: Random) -> str:
    """What a word processor saves as a web page."""
    titles = "".join(
        f"<p class=MsoNormal align=center><span style='font-size:22.0pt'>{escape(t)}</span></p>\n" for t in paper.title
    )
    body = _blocks(paper, _word_line, " class=MsoTableGrid border=1 cellspacing=0 cellpadding=0", " valign=center")
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type '
        f'content="text/html; charset={{charset}}"><meta name=Generator content="Editor {draw.randint(9, 16)}">'
        "<style><!-- p.MsoNormal {margin:0cm} --></style></head>\n<body lang=ZH-CN>\n<div class=Section1>\n"
        f"{titles}{body}</div></body></html>\n"
    )


LAYOUTS: Mapping[str, Callable[[Paper, Random], str]] = {"portal": _portal, "framed": _framed, "word": _from_word}
_CHARSETS = {"portal": ("utf-8",), "framed": ("gb2312", "utf-8"), "word": ("gb2312", "utf-8")}
_ENCODINGS = {"gb2312": "gb18030", "utf-8": "utf-8"}


def html_page(paper: Paper, layout: str, draw: Random) -> bytes:
    """The page of a report; its declared encoding is drawn where the layout allows several."""
    charset = draw.choice(_CHARSETS[layout])
    return LAYOUTS[layout](paper, draw).replace("{charset}", charset, 1).encode(_ENCODINGS[charset])
