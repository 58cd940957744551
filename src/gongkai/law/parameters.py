"""The numbers of the law as data: the two texts of the Regulations, the fee tiers, and the settings that stand where
the text leaves a question open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from gongkai.law.data_files import load_json
from gongkai.law.messages import Message
from gongkai.law.schema_check import Fault, FileFaultsError, read_json

AgencyKind = Literal["department", "local_government"]
AGENCY_KINDS: tuple[AgencyKind, ...] = ("department", "local_government")


@dataclass(frozen=True, slots=True)
class Regime:
    """One text of the Regulations on Open Government Information. Days are working days; None: the text sets none.
    ``articles`` maps a subject (``reply``, ``correction`` …) to the article that rules it; ``annual_report`` maps a
    kind of agency to the (month, day) of the year after the one reported on."""

    id: str
    doc: str
    in_force: date
    until: date | None
    reply_days: int
    extension_days: int
    correction_notice_days: int | None
    corrections_allowed: int | None
    third_party_days: int | None
    agency_days: int | None
    publish_days: int
    annual_report: Mapping[AgencyKind, tuple[int, int]]
    articles: Mapping[str, str]

    @property
    def name(self) -> str:
        return Message("《政府信息公开条例》（{doc}）", doc=Message(self.doc))

    def cite(self, subject: str) -> str:
        """The article on ``subject``, as a clerk would cite it."""
        return Message("{law}{article}", law=self.name, article=Message(self.articles[subject]))


@dataclass(frozen=True, slots=True)
class Settings:
    """Answers to what the text leaves open; ``law/data/parameters.json`` has the meaning, status and source of each."""

    exclude_sending_day: bool
    exclude_answer_day: bool
    exclude_agency_2007: bool
    correction_restarts_2007: bool
    extension_survives_restart: bool
    clock_after_payment: Literal["restart", "resume"]
    payment_days: int
    payment_limit_moves_to_working_day: bool


@dataclass(frozen=True, slots=True)
class Tier:
    """Units number ``first`` to ``last`` (None: no end) cost ``rate`` yuan each."""

    first: int
    last: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class FeeScale:
    """Progressive tiers. After the last one, each further ``then_every`` units cost ``step`` yuan more apiece; both are
    0 where the last tier has no end. ``scope`` says over what the units are counted."""

    scope: str
    tiers: tuple[Tier, ...]
    then_every: int
    step: int


@dataclass(frozen=True, slots=True)
class FeeRules:
    """《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）."""

    doc: str
    title: str
    applies_from: date
    per_item: FeeScale
    per_page: FeeScale


class SettingsError(FileFaultsError):
    """A settings file cannot be used; ``faults`` says why."""


@cache
def regimes() -> tuple[Regime, ...]:
    """Both texts of the Regulations, oldest first."""
    return tuple(map(_regime, load_json("parameters.json")["regimes"]))


def regime_on(received: date) -> Regime | None:
    """The text that rules a request received on that day; None before 2008-05-01."""
    return next((r for r in reversed(regimes()) if r.in_force <= received), None)


def regime_of_report(year: int) -> Regime:
    """The text that rules the annual report for ``year``: that of 2007 up to 2018, that of 2019 from 2019."""
    spans = load_json("parameters.json")["annual_report_regimes"]
    return next(r for r in regimes() if year <= spans[r.id].get("to", year))


def _regime(data: dict[str, Any]) -> Regime:
    return Regime(
        id=data["id"],
        doc=data["doc"],
        in_force=date.fromisoformat(data["in_force"]),
        until=date.fromisoformat(data["until"]) if data["until"] else None,
        reply_days=data["reply_working_days"],
        extension_days=data["extension_working_days"],
        correction_notice_days=data["correction_notice_working_days"],
        corrections_allowed=data["corrections_allowed"],
        third_party_days=data["third_party_working_days"],
        agency_days=data["agency_working_days"],
        publish_days=data["publish_working_days"],
        annual_report={kind: _month_day(text) for kind, text in data["annual_report_deadline"].items()},
        articles=data["articles"],
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


@cache
def fee_rules() -> FeeRules:
    """The fee scales."""
    data = load_json("parameters.json")["fee"]
    applies_from = date.fromisoformat(data["applies_from"])
    return FeeRules(data["doc"], data["title"], applies_from, _scale(data["per_item"]), _scale(data["per_page"]))


def _scale(data: dict[str, Any]) -> FeeScale:
    return FeeScale(
        data["scope"], tuple(Tier(*t) for t in data["tiers"]), data.get("then_every", 0), data.get("step", 0)
    )


@cache
def default_settings() -> Settings:
    """The settings as shipped."""
    return Settings(**{name: entry["value"] for name, entry in load_json("parameters.json")["settings"].items()})


def load_settings(path: Path) -> Settings:
    """The default settings with those of a user's JSON file (``{"exclude_answer_day": false}``) in their place.
    Raises SettingsError with every fault of the file."""
    try:
        data, faults = read_json(path)
    except FileFaultsError as e:
        raise SettingsError(e.faults) from e
    if faults := faults + settings_faults(data):
        raise SettingsError(faults)
    return replace(default_settings(), **data)


def settings_faults(data: Any) -> list[Fault]:
    """Every fault of the parsed content of a settings file."""
    if not isinstance(data, dict):
        return [Fault("$", '设置文件应是一个对象，如 {"exclude_answer_day": false}')]
    return [Fault(f"$.{name}", message) for name, value in data.items() if (message := _setting_fault(name, value))]


def _setting_fault(name: str, value: Any) -> str | None:
    known = load_json("parameters.json")["settings"]
    if name not in known:
        return Message("没有这个设置；可用的有：{known}", known=list(known))
    default, choices = known[name]["value"], known[name].get("choices")
    if choices and value not in choices:
        return Message("只能是 {choices}", choices=choices)
    if type(value) is not type(default):
        return "应为 true 或 false" if isinstance(default, bool) else "应为正整数"
    return "应为 1 至 365 的整数" if type(value) is int and not 1 <= value <= 365 else None
