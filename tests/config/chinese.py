"""Finding Chinese that is shown as it stands: in Python outside ``_()``, in templates outside ``{% trans %}``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongkai"
CHINESE = re.compile(r"[\u3001\u3002\u300a-\u300f\u4e00-\u9fff\uff01-\uff5e]+")
MARKS = frozenset(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"))
# Calls that look for signs in a text, or take one to pieces, and show nothing.
READS = frozenset((
    "compile", "sub", "fullmatch", "strip", "lstrip", "rstrip", "split", "partition", "rpartition", "replace",
    "removesuffix", "removeprefix", "startswith", "endswith", "maketrans", "strptime",
))  # fmt: skip
_QUIET = re.compile(
    r"\{%-?\s*(blocktrans(?:late)?)\b.*?\{%-?\s*end\1\s*-?%\}"
    r"|\{%-?\s*trans(?:late)?\b.*?%\}|\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\b_\((\"[^\"]*\"|'[^']*')\)",
    re.S,
)


def rooms() -> list[Path]:
    """The rooms of the platform; what lies below them has no apps.py and says things through ``Message``."""
    return [apps.parent for apps in sorted(SOURCE.glob("*/apps.py"))]


def unmarked_in_python(text: str) -> Iterator[str]:
    """Literals with Chinese that are no message, no docstring, no pattern and no name of an object (``__str__``: the
    record keeps it)."""
    tree = ast.parse(text)
    quiet = {id(part) for node in ast.walk(tree) if _is_quiet(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) not in quiet and isinstance(node, ast.Constant) and CHINESE.search(str(node.value)):
            yield str(node.value)


def _is_quiet(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.FunctionDef):
        return node.name == "__str__"
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return name in MARKS or (name in READS and not isinstance(getattr(node.func, "value", None), ast.JoinedStr))


def unmarked_in_template(text: str) -> list[str]:
    return CHINESE.findall(_QUIET.sub("", text))
