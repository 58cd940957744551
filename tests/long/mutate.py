"""Files made worse at random: the same seed gives the same file."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from gongkai.report.reading import read_bytes
from gongkai.report.serialise import to_json

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "reports"
ZIPPED = {".docx", ".xlsx", ".ofd"}
TEXTUAL = {".html", ".md", ".txt"}
WORST_NUMBERS = ("0", "-1", "1e9", "4294967295", "99999999999999999999", "NaN", "", "9" * 5000, "十" * 40)
WORST_WORDS = (
    "\0",
    "\ud800",
    "\udfff",
    "\u202e",
    "\ufeff",
    "\u3000" * 500,
    "9" * 5000,
    "｜" * 300,
    "（" * 3000,
    "\n" * 999,
)
WORST_VALUES = (
    None,
    True,
    -1,
    1.5,
    1e308,
    float("nan"),
    float("inf"),
    10**400,
    "",
    "\ud800",
    "9" * 5000,
    [],
    {},
    [[1]],
)
Mutator = Callable[[Random, bytes], bytes]


@cache
def sources() -> tuple[tuple[str, bytes], ...]:
    """The sample reports, and each again as this software's JSON."""
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    written = [(f"{name}.json", json.dumps(to_json(read_bytes(data, name))).encode()) for name, data in files]
    return (*files, *written[::3])


def mutant(seed: int) -> tuple[str, bytes]:
    """The name and bytes of mutant number ``seed``; the sources take turns."""
    random = Random(seed)
    name, data = sources()[seed % len(sources())]
    mutate = random.choice(mutators_for(Path(name).suffix))
    for _ in range(random.choice((1, 1, 2, 8))):
        data = mutate(random, data)
    return name, data


def mutators_for(suffix: str) -> list[Mutator]:
    own: list[Mutator] = {".pdf": [_streams], ".json": [_json]}.get(suffix, [])
    if suffix in ZIPPED:
        own = [_zipped(mutate) for mutate in (spoil, spoil_text, _numbers, _elements)]
    elif suffix in TEXTUAL:
        own = [spoil_text, _numbers, _elements]
    return [*own, *own, spoil]


def spoil(random: Random, data: bytes) -> bytes:
    """One mutation that knows nothing of the format."""
    return random.choice((_flip, _delete, _insert, _truncate, _duplicate, _splice, _overwrite))(random, data)


def _cut(random: Random, size: int, longest: int = 4096) -> tuple[int, int]:
    begin = random.randrange(size + 1)
    return begin, min(size, begin + random.randrange(1, random.choice((2, 64, longest))))


def _flip(random: Random, data: bytes) -> bytes:
    spoiled = bytearray(data)
    for _ in range(random.choice((1, 4, 64)) if data else 0):
        spoiled[random.randrange(len(spoiled))] ^= 1 << random.randrange(8)
    return bytes(spoiled)


def _delete(random: Random, data: bytes) -> bytes:
    begin, end = _cut(random, len(data))
    return data[:begin] + data[end:]


def _insert(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice((random.randbytes(30), b"\0" * 3000, b"<", b'">', b"\xff\xfe", b"]]>")) + data[at:]


def _truncate(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _duplicate(random: Random, data: bytes) -> bytes:
    begin, end = _cut(random, len(data))
    return data[:end] + data[begin:end] * random.choice((1, 2, 40)) + data[end:]


def _splice(random: Random, data: bytes) -> bytes:
    other = random.choice(sources())[1]
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other)) :]


def _overwrite(random: Random, data: bytes) -> bytes:
    """A length or an offset of a binary format at its extremes."""
    at, width = random.randrange(len(data) + 1), random.choice((1, 2, 4, 8))
    word = random.choice((b"\0", b"\xff", b"\x7f")) * width
    return data[:at] + word + data[at + width :]


def spoil_text(random: Random, data: bytes) -> bytes:
    """Words that no report holds, put between characters; or lines in another order."""
    text = data.decode("utf-8", "surrogateescape")
    if random.random() < 0.3:
        lines = text.split("\n")
        random.shuffle(lines)
        return "\n".join(lines).encode("utf-8", "surrogateescape")
    at = random.randrange(len(text) + 1)
    return b"".join(
        part.encode("utf-8", errors)
        for part, errors in (
            (text[:at], "surrogateescape"),
            (random.choice(WORST_WORDS), "surrogatepass"),
            (text[at:], "surrogateescape"),
        )
    )


def _numbers(random: Random, data: bytes) -> bytes:
    """A number, of a span, a size or a figure, at its extremes."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    begin, end = random.choice(found).span()
    return data[:begin] + random.choice(WORST_NUMBERS).encode() + data[end:]


def _elements(random: Random, data: bytes) -> bytes:
    """A tag lost, moved or nested many times."""
    tags = list(re.finditer(rb"<[^>]*>", data))
    if not tags:
        return spoil_text(random, data)
    (begin, end), (there, _) = random.choice(tags).span(), random.choice(tags).span()
    tag = data[begin:end]
    rest = data[:begin] + data[end:]
    return random.choice((rest, rest[:there] + tag + rest[there:], data[:begin] + tag * 100 + data[end:]))


def _zipped(mutate: Mutator) -> Mutator:
    """``mutate`` done to one part of a package, which is then whole again."""

    def inside(random: Random, data: bytes) -> bytes:
        try:
            parts = unzip(data)
        except (zipfile.BadZipFile, OSError, ValueError, zlib.error):
            return spoil(random, data)
        name = random.choice([n for n in parts if n.endswith((".xml", ".rels"))] or list(parts))
        return zipped(parts | {name: mutate(random, parts[name])})

    return inside


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def _streams(random: Random, data: bytes) -> bytes:
    """One deflated stream of a PDF unpacked, spoiled and packed again."""
    found = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL))
    begin, end = random.choice(found).span(1) if found else (0, 0)
    try:
        content = zlib.decompress(data[begin:end])
    except zlib.error:
        return spoil(random, data)
    mutate = random.choice((spoil, _numbers))
    return data[:begin] + zlib.compress(mutate(random, content)) + data[end:]


def _json(random: Random, data: bytes) -> bytes:
    """One value of a report's JSON replaced."""
    try:
        tree = json.loads(data)
    except ValueError:
        return spoil(random, data)
    at = tree
    while isinstance(at, dict | list) and at:
        key = random.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if random.random() < 0.3 or not (isinstance(at[key], dict | list) and at[key]):
            at[key] = random.choice(WORST_VALUES)
            break
        at = at[key]
    return json.dumps(tree).encode()
