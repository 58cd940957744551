"""``gongkai fee``: the information-processing fee with its sum, tier by tier."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.language import say
from gongkai.law.dates import DateError, parse_date, today
from gongkai.law.fees import UNITS, Fee, FeeError, FeeLine, fee_by_items, fee_by_pages
from gongkai.law.messages import Message


@click.command("fee", cls=Command)
@click.option("--items", type=int, metavar="N", help="按件：同一申请人一个自然月内的申请件数。")
@click.option("--pages", type=int, metavar="N", help="按量：同一申请提供的页数（A4 及以下单面为一页）。")
@click.option("--date", "day", metavar="DATE", help="收到申请之日；不填为今天。")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式。")
def fee(items: int | None, pages: int | None, day: str | None, form: str) -> None:
    """算出政府信息公开信息处理费，逐档列式（按件或按量，择一）。

    The information-processing fee (Guo Ban Han [2020] No. 109, from 2021-01-01), by items or by pages, never both.
    """
    if (items is None) == (pages is None):
        raise CommandError(say("--items 和 --pages 应填且只填一个"), say("按件和按量由行政机关择一，不得同时收取"))
    try:
        on = parse_date(day) if day else today()
        result = fee_by_items(items, on) if items is not None else fee_by_pages(pages or 0, on)
    except (DateError, FeeError) as error:
        raise CommandError(error.args[0]) from error
    click.echo(json.dumps(_as_json(result), ensure_ascii=False, indent=2) if form == "json" else _as_text(result))


def _as_text(result: Fee) -> str:
    unit = Message(UNITS[result.basis])
    head = say("信息处理费：{total} 元（{count} {unit}）", total=result.total, count=result.count, unit=unit)
    total = " + ".join(str(line.amount) for line in result.lines)
    lines = [head, *(_line(line, unit) for line in result.lines)]
    if len(result.lines) > 1:
        lines.append(say("  合计：{sum} = {total} 元", sum=total, total=result.total))
    return "\n".join(
        [*lines, say("计费范围：{scope}", scope=result.scope), say("依据：{basis}", basis=result.citation)]
    )


def _line(line: FeeLine, unit: Message) -> str:
    return say(
        "  第 {first}—{last} {unit}：{count} {unit} × {rate} 元 = {amount} 元",
        first=line.first,
        last=line.last,
        unit=unit,
        count=line.count,
        rate=line.rate,
        amount=line.amount,
    )


def _as_json(result: Fee) -> dict[str, object]:
    return {"schema": "gongkai.fee/1", **asdict(result)}
