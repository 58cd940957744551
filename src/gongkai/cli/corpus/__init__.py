"""``gongkai corpus …``: many reports, read into a store, questioned, audited together and shown."""

from __future__ import annotations

import click

from gongkai.cli.command import LazyGroup

COMMANDS = {
    "read": "gongkai.cli.corpus.read",
    "query": "gongkai.cli.corpus.query",
    "audit": "gongkai.cli.corpus.audit",
    "report": "gongkai.cli.corpus.report",
    "synth": "gongkai.cli.corpus.synth",
    "score": "gongkai.cli.corpus.score",
}


@click.group(cls=LazyGroup, modules=COMMANDS)
def corpus() -> None:
    """成批报告：并行读取建库、查询、跨年跨级审核、静态网站、合成样本。

    Many reports: read in parallel into a store, query, audit across years and levels, static site, synthetic samples.
    """
