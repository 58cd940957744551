"""Write ``law/data/calendar.json`` from the ``chinesecalendar`` package and the citations kept below.

Run it when a release of the package knows a new year, add that year's notice to ``NOTICES``, and read the difference
before committing it. The package names each day off and each working weekend day; runs of days off are joined into one
entry, as the notices print them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

TARGET = Path(__file__).resolve().parents[1] / "src" / "gongkai" / "law" / "data" / "calendar.json"
FIRST_YEAR = 2008
REVISION = 1

GAZETTE = "https://www.gov.cn/gongbao/"
ARRANGEMENT = "国务院办公厅关于{year}年部分节假日安排的通知"

# Year: (document number where known for certain, page under ``GAZETTE``). The numbers are from expert
# knowledge and were not read again ("K"); a year without one is cited by its title.
NOTICES: dict[int, tuple[str | None, str]] = {
    2008: (None, "content/2008/content_859870.htm"),
    2009: (None, "content/2008/content_1175823.htm"),
    2010: (None, "content/2009/content_1487011.htm"),
    2011: (None, "content/2010/content_1765282.htm"),
    2012: (None, "content/2011/content_2020918.htm"),
    2013: ("国办发明电〔2012〕33号", "content/2012/content_2292057.htm"),
    2014: ("国办发明电〔2013〕28号", "content/2014/content_2561299.htm"),
    2015: ("国办发明电〔2014〕28号", "content/2015/content_2799019.htm"),
    2016: ("国办发明电〔2015〕18号", "content/2016/content_2979719.htm"),
    2017: ("国办发明电〔2016〕17号", "content/2016/content_5148793.htm"),
    2018: ("国办发明电〔2017〕12号", "content/2017/content_5248221.htm"),
    2019: ("国办发明电〔2018〕15号", "content/2018/content_5350046.htm"),
    2020: ("国办发明电〔2019〕16号", "content/2019/content_5459138.htm"),
    2021: ("国办发明电〔2020〕27号", "content/2020/content_5567750.htm"),
    2022: ("国办发明电〔2021〕11号", "content/2021/content_5651728.htm"),
    2023: ("国办发明电〔2022〕16号", "content/2023/content_5736714.htm"),
    2024: ("国办发明电〔2023〕7号", "2023/issue_10806/202311/content_6913823.html"),
    2025: ("国办发明电〔2024〕12号", "2024/issue_11726/202411/content_6989767.html"),
    2026: (None, "2025/issue_12406/202511/content_7048922.html"),
}

# Later notices that changed a year already arranged.
CHANGES: dict[int, tuple[str, str, str | None]] = {
    2015: ("国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知", "国发明电〔2015〕1号", None),
    2019: (
        "国务院办公厅关于调整2019年劳动节假期安排的通知",
        "国办发明电〔2019〕3号",
        "content/2019/content_5380356.htm",
    ),
    2020: (
        "国务院办公厅关于延长2020年春节假期的通知",
        "国办发明电〔2020〕1号",
        "content/2020/content_5477297.htm",
    ),
}

NAMES = {h.value: h.chinese if h.chinese.endswith(("节", "旦", "日")) else f"{h.chinese}节" for h in Holiday}


def main() -> None:
    """Write the calendar file."""
    TARGET.write_text(render(), encoding="utf-8")


def render() -> str:
    """The text of the calendar file."""
    years = {str(year): _year(year) for year in sorted(NOTICES)}
    head = {
        "schema": "gongkai.calendar/1",
        "version": f"cn-{max(NOTICES)}.{REVISION}",
        "title": "国务院办公厅部分节假日安排",
        "source": "Seeded from chinesecalendar (MIT); notices as listed. Status K: number not read again.",
    }
    return json.dumps({**head, "years": years}, ensure_ascii=False, indent=1) + "\n"


def _year(year: int) -> dict[str, Any]:
    entries = [_entry(days, year) for days in _runs(d for d in holidays if _notice_year(d, holidays) == year)]
    return {"notices": list(_notices(year)), "holidays": entries}


def _notice_year(day: date, named: dict[date, str]) -> int:
    """The year whose notice arranges ``day``: New Year's days off in December belong to the notice for the new year."""
    return day.year + (day.month == 12 and named[day] == Holiday.new_years_day.value)


def _runs(days: Iterable[date]) -> Iterator[list[date]]:
    """Days joined over weekends that lie between them and are not worked."""
    run: list[date] = []
    for day in sorted(days):
        if run and not all(_weekend_off(d) for d in _between(run[-1], day)):
            yield run
            run = []
        run.append(day)
    yield run


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range(1, (last - first).days))


def _weekend_off(day: date) -> bool:
    return day.weekday() > 4 and day not in workdays


def _entry(days: list[date], year: int) -> dict[str, Any]:
    names = list(dict.fromkeys(holidays[d] for d in days))
    working = sorted(d for d in workdays if workdays[d] in names and _notice_year(d, workdays) == year)
    entry: dict[str, Any] = {
        "name": "、".join(NAMES[n] for n in names),
        "from": days[0].isoformat(),
        "to": days[-1].isoformat(),
    }
    return {**entry, "working": [d.isoformat() for d in working]} if working else entry


def _notices(year: int) -> Iterator[dict[str, Any]]:
    doc, page = NOTICES[year]
    yield _notice(ARRANGEMENT.format(year=year), doc, page)
    if year in CHANGES:
        yield _notice(*CHANGES[year])


def _notice(title: str, doc: str | None, page: str | None) -> dict[str, Any]:
    source = None if page is None else _address(page)
    return {"title": title, "doc": doc, "source": source, "status": "K"}


def _address(page: str) -> str:
    folder = "gongbao/" if page.startswith("") else "gongbao/content/"
    return f"https://www.gov.cn/{folder}{page.removeprefix('../')}"


if __name__ == "__main__":
    main()
