"""``gongkai corpus audit STORE``: the reports of a store judged against each other."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError, fault_line
from gongkai.cli.files import LOCAL_PATH, cannot_write
from gongkai.cli.language import say, translate
from gongkai.corpus.errors import CorpusError
from gongkai.law.messages import Message
from gongkai.law.schema_check import FileFaultsError

if TYPE_CHECKING:
    from gongkai.corpus.agencies.aliases import Alias
    from gongkai.corpus.agencies.tree import Tree
    from gongkai.corpus.auditing import Outcome
    from gongkai.corpus.store import Store

FORMATS = ("table", "json", "csv", "xlsx", "html")
FILE_ONLY = ("xlsx", "html")
CLEAN, ERRORS_FOUND = 0, 1
PICTURES = 200  # How often the bar is drawn.
_FLAT = """
SELECT f.year, f.agency, f.rule, f.severity, f.message, f.mend, f.basis, r.path, f.sha256
FROM findings f JOIN reports r USING (sha256) WHERE f.source = 'corpus'
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.year, f.agency, f.rule, f.message
"""
T = TypeVar("T")


@click.command("audit", cls=Command)
@click.argument("store", metavar="STORE", type=LOCAL_PATH)
@click.option("--tree", type=click.Path(path_type=Path), help="机关树（csv：code、name、parent、kind、from、to）。")
@click.option(
    "--aliases", type=click.Path(path_type=Path), help="更名合并表（csv：name、successor、kind、from_year）。"
)
@click.option("--roll-up", is_flag=True, help="凡机关树中有下级的，其报告都按汇总报告核对。")
@click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式；不填时按 -o 的后缀，再不然为 table。")
@click.option(
    "-o",
    "--output",
    multiple=True,
    type=LOCAL_PATH,
    help="输出文件，可多次给出（.json .csv .xlsx .html .txt）。",
)
def audit(
    store: Path, tree: Path | None, aliases: Path | None, roll_up: bool, form: str | None, output: tuple[Path, ...]
) -> int:
    """审核整个报告库：上下年衔接（含更名、合并）、汇总与所属、雷同文字、逾期、缺年。结果写回报告库。
    退出码：0 无错误，1 有错误级问题，2 无法进行。

    Audit a store as a whole: year against year through renamings and mergers, parent against those below, copied prose,
    lateness, missing years. The results go into the store. Exit code: 0 clean, 1 findings of severity error, 2 refused.
    """
    forms = _forms(form, output)
    try:
        from gongkai.corpus.auditing import audit_store
        from gongkai.corpus.store import open_store

        opened = open_store(store)
        given = _tree(tree), _aliases(aliases)
        outcome = audit_store(opened, tree=given[0], aliases=given[1], roll_up=roll_up, progress=_shown)
        for path, kind in zip(output, forms, strict=True):
            _write(opened, outcome, kind, path)
            click.echo(say("已写入 {file}", file=path), err=True)
        if not output or not form:
            _print(opened, outcome, form if form and not output else "table")
    except CorpusError as error:
        raise CommandError(error.reason, error.mend) from error
    return ERRORS_FOUND if any(severity == "error" for _, severity in outcome.severities) else CLEAN


def _forms(form: str | None, outputs: Sequence[Path]) -> list[str]:
    """The format of each file to be written; refusals come before the work."""
    if form in FILE_ONLY and not outputs:
        raise CommandError(say("{form} 格式要写进文件", form=form), say("请加 -o 文件名.{form}", form=form))
    if form and len(outputs) > 1:
        raise CommandError(say("--format 只能配一个 -o"), say("多个 -o 时请去掉 --format，按各文件的后缀输出"))
    return [form or _form_of(path) for path in outputs]


def _form_of(path: Path) -> str:
    suffix = path.suffix.lower().removeprefix(".")
    form = {"txt": "table", "htm": "html"}.get(suffix, suffix)
    if form not in FORMATS:
        raise CommandError(
            say("不知道 {name} 是什么格式", name=path.name),
            say("请用 {formats} 后缀或加 --format", formats=[".json", ".csv", ".xlsx", ".html", ".txt"]),
        )
    return form


def _tree(path: Path | None) -> Tree | None:
    from gongkai.corpus.agencies.tree import read_tree

    return _read(path, read_tree, Message("机关树"))


def _aliases(path: Path | None) -> tuple[Alias, ...] | None:
    from gongkai.corpus.agencies.aliases import read_aliases

    return _read(path, read_aliases, Message("更名合并表"))


def _read(path: Path | None, reader: Callable[[Path], T], what: Message) -> T | None:
    """A table that the user wrote; every fault is listed with its line."""
    if path is None:
        return None
    try:
        return reader(path)
    except FileFaultsError as error:
        for fault in error.faults:
            click.echo(fault_line(fault) if fault.path != "$" else translate(fault.message), err=True)
        raise CommandError(
            say("{what} {file} 有 {count} 处错误", what=what, file=path, count=len(error.faults)), say("请改正后再审核")
        ) from error


@contextmanager
def _shown(label: str, steps: int) -> Iterator[Callable[[int], None]]:
    with click.progressbar(
        length=steps,
        label=translate(label),
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
        update_min_steps=max(steps // PICTURES, 1),
    ) as bar:
        yield bar.update


def _print(store: Store, outcome: Outcome, form: str) -> None:
    if form == "table":
        click.echo(_table(store, outcome))
    elif form == "json":
        click.echo(_json(store))
    else:
        _csv(store, sys.stdout.buffer, form)


def _table(store: Store, outcome: Outcome) -> str:
    from gongkai.cli.corpus.audit_summary import summary

    return "\n".join(summary(store, outcome))


def _json(store: Store) -> str:
    from gongkai.corpus.auditing.findings import audits_of
    from gongkai.report.presenting import findings_json

    return json.dumps(findings_json(audits_of(store)), ensure_ascii=False, indent=1)


def _csv(store: Store, out: IO[bytes], form: str) -> None:
    from gongkai.corpus.store.exporting import write_result

    with store.query(_FLAT) as result:
        write_result(result, out, form, bom=form == "csv")


def _write(store: Store, outcome: Outcome, form: str, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if form == "html":
            _html(store, path)
        elif form in ("csv", "xlsx"):
            with path.open("wb") as out:
                _csv(store, out, form)
        else:
            path.write_text((_table(store, outcome) if form == "table" else _json(store)) + "\n", encoding="utf-8")
    except OSError as error:
        raise cannot_write(path, error) from error


def _html(store: Store, path: Path) -> None:
    from gongkai.corpus.auditing.findings import audits_of
    from gongkai.report.presenting import write_findings
    from gongkai.report.writing import UnwritableError

    try:
        write_findings(audits_of(store), path, form="html")
    except UnwritableError as error:
        raise CommandError(error.reason, error.mend) from error
