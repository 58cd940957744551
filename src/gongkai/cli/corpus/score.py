"""``gongkai corpus score STORE ANSWERS``: what was found of the faults of synthetic reports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH, cannot_write
from gongkai.cli.language import say, translate
from gongkai.corpus.errors import CorpusError
from gongkai.law.messages import Message

if TYPE_CHECKING:
    from gongkai.corpus.synth.scoring import Score

ALL_RIGHT, SHORTFALL = 0, 1
SCHEMA = "gongkai.score/1"
FORMATS = ("table", "json", "csv")
FAMILIES = {
    "arithmetic": Message("勾稽"),
    "cross-year": Message("上下年衔接"),
    "prose": Message("表文一致"),
    "document": Message("格式要件"),
}
SEVERITIES = {"error": Message("错误"), "warning": Message("警告")}


@click.command("score", cls=Command)
@click.argument("store", metavar="STORE", type=LOCAL_PATH)
@click.argument("answers", metavar="ANSWERS", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式；不填时按 -o 的后缀，再不然为 table。")
@click.option("-o", "--output", multiple=True, type=LOCAL_PATH, help="输出文件（.json .csv .txt）；不填时印在屏幕上。")
def score(store: Path, answers: Path, form: str | None, output: tuple[Path, ...]) -> int:
    """把报告库里查出的问题与合成样本的答案（answers.json）核对，印出混淆表：各种问题放入、查出、漏查多少，误报多少，单元格读错
    多少。退出码：0 没有漏查也没有误报错误，1 有，2 无法进行。

    Hold the findings of a store against the answer key of synthetic reports and print the confusion table: faults put
    in, found and missed, false findings, misread cells. Exit code: 0 nothing missed and no false error, 1 otherwise,
    2 nothing could be done.
    """
    target = _only(output)
    form = form or _form_of(target)
    try:
        from gongkai.corpus.store import open_store
        from gongkai.corpus.synth.scoring import score_store

        found = score_store(open_store(store), answers)
    except CorpusError as error:
        raise CommandError(error.reason, error.mend) from error
    text = {"table": _table, "json": _json, "csv": _csv}[form](found)
    _deliver(text, target)
    return ALL_RIGHT if found.passes else SHORTFALL


def _only(outputs: Sequence[Path]) -> Path | None:
    if len(outputs) > 1:
        raise CommandError(say("-o 只能给一个文件"), say("请分几次运行"))
    return outputs[0] if outputs else None


def _form_of(target: Path | None) -> str:
    suffix = target.suffix.lower().removeprefix(".") if target else "txt"
    form = {"txt": "table"}.get(suffix, suffix)
    if form not in FORMATS:
        raise CommandError(
            say("不知道 {name} 是什么格式", name=target),
            say("请用 {formats} 后缀或加 --format", formats=[".json", ".csv", ".txt"]),
        )
    return form


def _deliver(text: str, target: Path | None) -> None:
    if target is None:
        click.echo(text, nl=False)
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise cannot_write(target, error) from error
    click.echo(say("已写入 {file}", file=target), err=True)


def _table(score: Score) -> str:
    return "\n".join(line.rstrip() for line in _lines(score)) + "\n"


def _lines(score: Score) -> Iterator[str]:
    yield say("{reports} 份报告，其中 {faulty} 份有放入的问题", reports=score.reports, faulty=score.faulty)
    yield ""
    head = [say("问题"), say("类别"), say("放入"), say("查出"), say("漏查")]
    kinds = [[k.kind, _family(k.family), k.injected, k.found, k.injected - k.found] for k in score.kinds.values()]
    sums = [["", _family(family), n, found, n - found] for family, (n, found) in score.families().items()]
    yield from _columns([head, *kinds, *sums])
    yield from _examples(say("漏查"), [(k.kind, k.missed) for k in score.kinds.values()])
    yield ""
    rules = sorted(score.false.values(), key=lambda f: (f.severity, f.rule))
    yield say("误报：错误 {errors} 条，警告 {warnings} 条", errors=score.false_errors,
              warnings=sum(f.count for f in rules) - score.false_errors)  # fmt: skip
    yield from _columns([[f.rule, translate(SEVERITIES.get(f.severity, f.severity)), f.count] for f in rules])
    yield from _examples(say("误报"), [(f.rule, f.examples) for f in rules])
    yield ""
    head = [
        say("格式"),
        say("版式"),
        say("报告"),
        say("未读入"),
        say("认错"),
        say("单元格"),
        say("读错"),
        say("缺"),
        say("多"),
    ]
    read = [[r.format, r.edition, r.reports, r.unread, r.mistaken, r.cells, r.wrong, r.missing, r.extra]
            for _, r in sorted(score.reading.items())]  # fmt: skip
    yield from _columns([head, *read])
    yield from _examples(say("读错"), [(r.format, r.examples) for r in score.reading.values()])


def _family(name: str) -> str:
    return translate(FAMILIES.get(name, name))


def _columns(rows: list[list[Any]]) -> Iterator[str]:
    """Rows in aligned columns: words to the left, numbers to the right."""
    texts = [[str(value) for value in row] for row in rows]
    widths = [max(_width(row[at]) for row in texts) for at in range(len(texts[0]))] if texts else []
    for row, shown in zip(rows, texts, strict=True):
        gaps = [" " * (width - _width(text)) for width, text in zip(widths, shown, strict=True)]
        cells = [g + t if isinstance(v, int) else t + g for v, t, g in zip(row, shown, gaps, strict=True)]
        yield "  ".join(cells)


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _examples(word: str, groups: list[tuple[str, list[tuple[str, str]]]]) -> Iterator[str]:
    for name, examples in groups:
        for path, told in examples:
            yield f"  {word} {name}  {path}  {told}"


def _json(score: Score) -> str:
    told = {
        "schema": SCHEMA,
        "reports": score.reports,
        "faulty": score.faulty,
        "passes": score.passes,
        "faults": [
            {"kind": k.kind, "family": k.family, "injected": k.injected, "found": k.found,
             "missed": k.injected - k.found, "examples": _pairs(k.missed)}
            for k in score.kinds.values()
        ],
        "false": [
            {"rule": f.rule, "severity": f.severity, "count": f.count, "examples": _pairs(f.examples)}
            for f in score.false.values()
        ],
        "cells": [
            {"format": r.format, "edition": r.edition, "reports": r.reports, "unread": r.unread,
             "mistaken": r.mistaken, "cells": r.cells, "wrong": r.wrong, "missing": r.missing, "extra": r.extra,
             "examples": _pairs(r.examples)}
            for _, r in sorted(score.reading.items())
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _pairs(examples: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"path": path, "told": told} for path, told in examples]


def _csv(score: Score) -> str:
    """One tidy table: faults, false findings, cells."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("part", "name", "detail", "reports", "total", "right", "wrong", "missing", "extra"))
    for kind in score.kinds.values():
        missed = kind.injected - kind.found
        rows.writerow(("fault", kind.kind, kind.family, "", kind.injected, kind.found, "", missed, ""))
    for false in score.false.values():
        rows.writerow(("false", false.rule, false.severity, "", "", "", false.count, "", ""))
    for _, r in sorted(score.reading.items()):
        rows.writerow(("cells", r.format, r.edition, r.reports, r.cells, r.right, r.wrong, r.missing, r.extra))
    return out.getvalue()
