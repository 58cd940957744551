"""Messages that can be shown in another language than the one they are written in (Simplified Chinese)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce


class Message(str):
    """A Chinese sentence that remembers the ``template`` and the ``values`` it was made of, so that an interface can
    say it in the user's language. Without values the template is taken as it is, braces included.

    A list or tuple among the values is written with ``、`` between its members. A message of a message is that message.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Message:
        if isinstance(template, Message):
            return template
        message = super().__new__(cls, fill(template, values, str, "、"))
        message.template, message.values = template, values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.values)


def fill(template: str, values: Mapping[str, object], word: Callable[[str], str], comma: str) -> str:
    """``template`` with its values; ``word`` says a text among them, ``comma`` stands between members of a list."""
    return template.format(**{k: _filling(v, word, comma) for k, v in values.items()}) if values else template


def _filling(value: object, word: Callable[[str], str], comma: str) -> object:
    if isinstance(value, list | tuple):
        return comma.join(str(_filling(member, word, comma)) for member in value)
    return word(value) if isinstance(value, Message) else value


def one_of(names: list[Message]) -> Message:
    """``A或B或C``."""
    return reduce(lambda one, other: Message("{one}或{other}", one=one, other=other), names)
