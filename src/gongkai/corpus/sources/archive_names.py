"""Names of archive members. The zip of Chinese Windows writes GBK and does not say so; others write UTF-8."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

_SAYS_UTF8 = 0x800
_CHINESE = "gb18030"


def decoded_names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of a zip's entries. Unflagged names are UTF-8 where all of them are, for one name alone may be both;
    else GBK, and what is not even that stays in the western code page that the format prescribes."""
    encoding = _CHINESE if any(_is_not_utf8(_raw(e)) for e in entries if not _is_flagged(e)) else "utf-8"
    return [_slashes(_decoded(entry, encoding)) for entry in entries]


def tar_name(name: str) -> str:
    """The name of a tar member, which tarfile has decoded as UTF-8 with the odd bytes kept."""
    raw = name.encode("utf-8", "surrogateescape")
    return _either(raw, "utf-8") or _either(raw, _CHINESE) or name


def _decoded(entry: zipfile.ZipInfo, encoding: str) -> str:
    if _is_flagged(entry):
        return entry.orig_filename
    return _either(_raw(entry), encoding) or entry.orig_filename


def _either(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _raw(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("cp437")


def _is_flagged(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & _SAYS_UTF8)


def _is_not_utf8(raw: bytes) -> bool:
    return _either(raw, "utf-8") is None


def _slashes(name: str) -> str:
    """Some Windows programs write backslashes between folders. Decoded first: half a GBK character may be one."""
    return name.replace("\\", "/").partition("\0")[0]
