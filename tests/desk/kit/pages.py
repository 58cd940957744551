"""Every component on pages of its own, with made-up content of a small county bureau."""

from __future__ import annotations

import mimetypes
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Cell
from gongkai.report.writing.layout import printed_tables

NAV = [
    {"label": "我的工作", "url": "/desk/", "icon": "work", "count": 7, "current": True},
    {"group": "本机关"},
    {"label": "台账", "url": "/desk/registers/", "icon": "register"},
    {"label": "依申请公开", "url": "/desk/requests/", "icon": "clock", "count": 3},
    {"label": "年度报告", "url": "/desk/report/", "icon": "report"},
    {"group": "下级机关"},
    {"label": "报送与汇总", "url": "/desk/collect/", "icon": "submit", "count": 12},
    {"group": "管理"},
    {"label": "机构与人员", "url": "/desk/agencies/", "icon": "agency"},
    {"label": "审计日志", "url": "/desk/log/", "icon": "log"},
]
SHELL = {
    "home": "/desk/",
    "nav": NAV,
    "switcher": {
        "agency": "某县交通运输局", "agency_value": "2", "year": 2025, "years": [2026, 2025, 2024],
        "action": "/desk/switch/",
        "agencies": [("1", "某县人民政府"), ("2", "某县交通运输局"), ("3", "某县教育和体育局")],
    },
    "user": "办公室经办人",
    "account": [
        {"label": "账户与安全", "url": "/account/", "icon": "settings"},
        {"label": "退出登录", "url": "/logout/", "icon": "exit", "post": True},
    ],
}  # fmt: skip
PORTAL = {
    "agency": "某县交通运输局", "home": "/", "search": "/search/",
    "nav": [
        {"label": "公开指南", "url": "/guide/"}, {"label": "公开制度", "url": "/rules/"},
        {"label": "法定主动公开内容", "url": "/items/", "current": True},
        {"label": "公开年报", "url": "/reports/"}, {"label": "依申请公开", "url": "/ask/"},
    ],
    "links": [{"label": "网站地图", "url": "/map/"}, {"label": "联系我们", "url": "/contact/"}],
    "host": "某县交通运输局办公室", "contact": "0000-0000000", "site_code": "0000000000",
    "filing_number": "某ICP备00000000号", "police_number": "某公网安备00000000000000号",
}  # fmt: skip
ROWS = [
    {"no": f"2025-{n:03}", "title": title, "state": state, "received": date(2025, 3, n), "pages": n * 7, "due": n - 2}
    for n, (title, state) in enumerate(
        [
            ("农村公路养护资金使用情况", "draft"), ("出租汽车经营权配置方案", "section"),
            ("客运站场搬迁的可行性研究报告及其批复文件、征求意见汇总表", "secrecy"),
            ("超限检测站点设置依据", "office"), ("桥梁定期检查结果", "leader"),
            ("公交线路调整听证材料", "published"), ("驾培机构质量信誉考核结果", "returned"),
        ],
        start=1,
    )
]  # fmt: skip
STEPS = [
    {"label": "经办人提交", "state": "done", "by": "办公室经办人", "at": datetime(2026, 1, 12, 9, 40, tzinfo=UTC)},
    {
        "label": "科室审核", "state": "returned", "by": "法规科", "at": datetime(2026, 1, 13, 16, 5, tzinfo=UTC),
        "note": "第三部分“部分公开”与台账相差 1 件，请核对。",
    },
    {"label": "保密审查", "state": "current", "by": "保密审查员"},
    {"label": "办公室审核", "state": "waiting"},
    {"label": "领导签发", "state": "waiting"},
]  # fmt: skip
TASK = {"label": "正在导入台账", "done": 340, "total": 1200, "url": "/task/", "message": "已读到“依申请公开”第 341 行"}
FAILED = {
    **TASK, "failed": True, "message": "第 18 行没有收到日期，没有导入任何一行。",
    "next_url": "/import/", "next_label": "改正后重新上传",
}  # fmt: skip
TABS = [
    {"label": "依申请公开", "url": "/r/", "current": True, "count": 128},
    {"label": "主动公开", "url": "/d/", "count": 0},
    {"label": "复议诉讼", "url": "/l/"},
]


class Question(forms.Form):
    subject = forms.CharField(label="申请内容", help_text="写明文件名称、文号或者便于查询的特征", widget=forms.Textarea)
    received = forms.DateField(label="收到日期", help_text="邮寄的，填签收日期")
    way = forms.ChoiceField(
        label="提交方式",
        widget=forms.RadioSelect,
        choices=[("post", "邮寄"), ("net", "网络平台"), ("hand", "当面提交")],
    )
    forms_of = forms.MultipleChoiceField(
        label="获取方式",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("p", "纸质"), ("e", "电子邮件")],
    )
    kind = forms.ChoiceField(label="申请人类别", choices=[("", "请选择"), ("n", "自然人"), ("c", "商业企业")])
    pages = forms.IntegerField(label="页数", required=False)
    paper = forms.FileField(label="申请表扫描件", required=False, help_text="PDF 或者图片，不超过 20 MB")
    sure = forms.BooleanField(label="材料齐全，已经核对")


class Filter(forms.Form):
    q = forms.CharField(label="关键词", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("open", "在办"), ("closed", "办结")]
    )
    since = forms.DateField(label="收到日期自", required=False)


def official(blank: str = "refused_state_secret@org_welfare") -> dict[str, Any]:
    """The table of requests with a figure in each cell, all of them open, two with findings."""
    edition = builtin_editions()["cn-gid-2021"]
    cells = {
        key: Cell(key, None if key == blank else n % 9, "" if key == blank else str(n % 9), table.unit_of(row, column))
        for n, (key, (table, row, column)) in enumerate(edition.slots.items())
    }
    return {
        "tables": printed_tables(cells, edition),
        "links": {key: f"/cell/{key}/" for key in cells},
        "findings": {
            "outcome_total@total": "error",
            "req_received@natural_person": "warning",
            "req_received@total": "info",
        },
        "selected": "outcome_total@total",
    }


def lists(request: HttpRequest) -> dict[str, Any]:
    form = Filter(request.GET)
    form.is_valid()
    page = Paginator(range(238), 20).page(4)
    return {
        "title": "依申请公开台账",
        "rows": ROWS,
        "filter": form,
        "page": page,
        "crumbs": [("台账", "/desk/registers/"), ("依申请公开", "")],
        "tabs": TABS,
    }


def question(request: HttpRequest) -> dict[str, Any]:
    form = Question({"way": "pigeon", "received": "二月三十日"}) if "wrong" in request.GET else Question()
    return {"title": "登记申请", "form": form, "back": "/desk/", "lead": "登记以后立即起算答复期限。"}


def confirm(request: HttpRequest) -> dict[str, Any]:
    return {
        "title": "确认发布年度报告？", "back": "/desk/report/", "submit": "发布", "dangerous": "danger" in request.GET,
        "about": [("报告", "某县交通运输局2025年政府信息公开工作年度报告"), ("保密审查", "")],
        "consequences": ["报告立即出现在门户网站上", "2025年度的台账结账，此后修改须先撤回报告"],
    }  # fmt: skip


class Said(str):
    """A message as the messages framework gives it: text with a level."""

    level_tag: str

    def __new__(cls, level: str, text: str) -> Said:
        said = super().__new__(cls, text)
        said.level_tag = level
        return said


def work(request: HttpRequest) -> dict[str, Any]:
    said = [
        Said("success", "已导入 128 行。"),
        Said("warning", "3 行与上年重复。"),
        Said("error", "第 18 行没有日期。"),
    ]
    facts = [("机关", "某县交通运输局"), ("统一社会信用代码", ""), ("上级机关", "某县人民政府"), ("专职人员", 0)]
    return {
        "title": "我的工作", "messages": [*said, Said("info", "本年度台账尚未结账。")], "steps": STEPS, "task": TASK,
        "failed": FAILED, "day": date(2026, 3, 31), "facts": facts,
    }  # fmt: skip


def panes(request: HttpRequest) -> dict[str, Any]:
    return {
        "title": "2025年度报告",
        "official": official(),
        "facts": [("数值", "5 件"), ("上年", "7 件"), ("依据", "第五十条")],
    }


def portal(request: HttpRequest) -> dict[str, Any]:
    crumbs = [("首页", "/"), ("法定主动公开内容", "/items/"), ("政策文件", "")]
    return {"title": "政策文件", "crumbs": crumbs}


PAGES = {f.__name__: f for f in (work, lists, question, confirm, panes, portal)}
BACKEND = DjangoTemplates(
    {
        "NAME": "kit",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
)


def render(name: str, question: str = "", **more: Any) -> str:
    """One page of the kit as Django makes it."""
    request = RequestFactory().get(f"/kit/{name}/?{question}")
    context = {"site_name": "政府信息公开工作平台", "shell": SHELL, "portal": PORTAL, **PAGES[name](request), **more}
    return str(BACKEND.get_template(f"kit/{name}.html").render(context, request))


def fragment(source: str, question: str = "", **context: Any) -> str:
    """What a piece of template makes of a context."""
    request = RequestFactory().get(f"/?{question}")
    return str(BACKEND.from_string("{% load ui %}" + source).render(context, request)).strip()


def serve(path: str) -> tuple[str, bytes]:
    """Pages under /kit/, static files as the staticfiles app finds them."""
    parts = urlsplit(path)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        assert found, path
        return mimetypes.guess_type(parts.path)[0] or "application/octet-stream", Path(str(found)).read_bytes()
    return "text/html; charset=utf-8", render(parts.path.strip("/").split("/")[1], parts.query).encode()
