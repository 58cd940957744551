"""Files that an office writes itself (an edition, a calendar): read with care, checked against a JSON schema, and
every fault explained in Chinese with its place in the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.law.data_files import load_json
from gongkai.law.messages import Message, one_of

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MAX_BYTES = 1_000_000
SHOWN_FAULTS = 10
TYPE_NAMES = {
    "object": "对象（{…}）",
    "array": "列表（[…]）",
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "null",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file. ``path`` is a JSON path such as ``$.tables[0].rows[3].parent``, ``message``
    a Chinese sentence that says what is wrong and what to write instead."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}"


class FileFaultsError(Exception):
    """A file cannot be used. ``faults`` has at least one entry; the message shows the first ``SHOWN_FAULTS``."""

    def __init__(self, faults: list[Fault]) -> None:
        rest = f"；……共 {len(faults)} 处" if len(faults) > SHOWN_FAULTS else ""
        super().__init__("；".join(map(str, faults[:SHOWN_FAULTS])) + rest)
        self.faults = faults


def read_json(path: Path) -> tuple[Any, list[Fault]]:
    """The content of a JSON file, and a fault for every key that an object gives twice (JSON would silently keep the
    last). Raises FileFaultsError when the file is missing, too large or not JSON."""
    repeated: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _ in pairs)
        repeated.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        data = json.loads(_text(path), object_pairs_hook=collect)
    except json.JSONDecodeError as e:
        raise _unusable(
            Message("不是有效的 JSON：第 {line} 行第 {column} 列附近有语法错误", line=e.lineno, column=e.colno)
        ) from e
    except RecursionError as e:
        raise _unusable("嵌套层数过多") from e
    return data, [Fault("$", Message("同一个对象里“{key}”写了两次，请只保留一处", key=key)) for key in repeated]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _unusable(Message("文件超过 {most} MB", most=MAX_BYTES // 1_000_000))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise _unusable("文件不是 UTF-8 编码，请另存为 UTF-8") from e
    except OSError as e:
        raise _unusable(Message("无法打开文件：{name}", name=path.name)) from e


def _unusable(reason: str) -> FileFaultsError:
    return FileFaultsError([Fault("$", reason)])


def schema_faults(schema: str, data: Any) -> list[Fault]:
    """Every place where ``data`` breaks ``law/data/<schema>``, in the order of the file."""
    from jsonschema import Draft202012Validator  # Imported here: only files of users are checked.

    errors = Draft202012Validator(load_json(schema)).iter_errors(data)
    leaves = (leaf for error in errors for leaf in _leaves(error))
    return [Fault(e.json_path, message) for e in leaves for message in _explain(e)]


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors under an ``anyOf`` whose branch fits the type of the value best, or the error itself."""
    near = [e for e in error.context or () if e.relative_path or e.validator != "type"]
    if not near:
        yield error
    for inner in near:
        yield from _leaves(inner)


def _explain(error: ValidationError) -> Iterator[str]:
    if error.validator == "required":
        missing = [k for k in error.validator_value if k not in error.instance]
        yield next(Message("缺少“{key}”", key=k) for k in missing if repr(k) in error.message)
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                yield Message("不认识“{key}”；可用的有：{known}", key=key, known=list(known))
    else:
        yield MESSAGES[str(error.validator)](error)


def _type_message(error: ValidationError) -> str:
    wanted = error.validator_value
    return _wrong_type([wanted] if isinstance(wanted, str) else wanted, error.instance)


def _branches_message(error: ValidationError) -> str:
    wanted = (b.get("type", []) for b in error.validator_value)
    kinds = [t for w in wanted for t in ([w] if isinstance(w, str) else w)]
    return _wrong_type(kinds, error.instance)


def _wrong_type(kinds: list[str], value: Any) -> Message:
    return Message(
        "应为{kinds}，现为 {value}", kinds=one_of([Message(TYPE_NAMES[k]) for k in kinds]), value=_shown(value)
    )


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "…"


def _choices(values: list[Any]) -> list[str]:
    return [v if isinstance(v, str) and v else _shown(v) for v in values]


MESSAGES: dict[str, Callable[[ValidationError], str]] = {
    "type": _type_message,
    "anyOf": _branches_message,
    "enum": lambda e: Message(
        "{value} 不在可选值之内；可选：{choices}", value=_shown(e.instance), choices=_choices(e.validator_value)
    ),
    "const": lambda e: Message(
        "应为 {wanted}，现为 {value}", wanted=_shown(e.validator_value), value=_shown(e.instance)
    ),
    "pattern": lambda e: Message(
        "{value} 写法不对：{rule}",
        value=_shown(e.instance),
        rule=Message(e.schema.get("description", e.validator_value)),
    ),
    "minLength": lambda _: "不能为空",
    "minItems": lambda e: Message("至少要有 {limit} 项", limit=e.validator_value),
    "maxItems": lambda e: Message("至多 {limit} 项，现有 {count} 项", limit=e.validator_value, count=len(e.instance)),
    "minProperties": lambda e: Message("至少要有 {limit} 项", limit=e.validator_value),
    "uniqueItems": lambda e: Message("有重复项：{value}", value=_shown(e.instance)),
    "minimum": lambda e: Message("不能小于 {limit}，现为 {value}", limit=e.validator_value, value=_shown(e.instance)),
    "maximum": lambda e: Message("不能大于 {limit}，现为 {value}", limit=e.validator_value, value=_shown(e.instance)),
}
