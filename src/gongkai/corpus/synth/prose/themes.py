"""What agencies write about their work without figures.

Real agencies have words of their own; a handful of ready sentences would make all reports alike. So sentences are put
together of short words, several dozen for each place, that hardly ever meet twice in the same order. They are the
project's own and stand in ``words.json``; ``{f}`` in a pattern is a field of the agency's work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

from gongkai.corpus.synth.prose.sentence import Sentence
from gongkai.corpus.synth.prose.voice import Voice

_DATA = json.loads((files(__package__) / "words.json").read_text(encoding="utf-8"))
_WORDS: Mapping[str, tuple[str, ...]] = {name: tuple(words.split()) for name, words in _DATA["words"].items()}
WORK, SHORTFALLS, PLANS = (tuple(_DATA[name]) for name in ("work", "shortfalls", "plans"))
_FIELD = re.compile(r"{(\w+?)\d?}")


def remarks(voice: Voice, section: str, patterns: Sequence[str], count: int) -> list[Sentence]:
    """``count`` sentences without figures; no two begin with the same pattern until all were used."""
    chosen = voice.some(section, patterns, len(patterns))
    return [_remark(voice, f"{section}.{at}", chosen[at % len(chosen)]) for at in range(count)]


def _remark(voice: Voice, slot: str, pattern: str) -> Sentence:
    def word(match: re.Match[str]) -> str:
        words = voice.bureau.fields if match[1] == "f" else _WORDS[match[1]]
        return voice.pick(f"{slot}.{match[0]}", words)

    return Sentence(_FIELD.sub(word, pattern))
