"""Workbooks for the tests of registers: small ones, written as a clerk's would be."""

import datetime
import io

import openpyxl

REQUESTS = ("登记号", "收到日期", "提出方式", "申请人类型", "申请内容", "延期", "答复日期", "办理结果")
FUNDS = ("日期", "类型", "金额（万元）")


def book(**sheets):
    """An xlsx file; each sheet is its rows, headers included."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(made)


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def day(text):
    return datetime.date.fromisoformat(text)


def request_row(number="2024-001", received="2024-02-01", answered=None, outcome=None, **other):
    values = {
        "登记号": number,
        "收到日期": received and day(received),
        "提出方式": "网络",
        "申请人类型": "自然人",
        "申请内容": "上年度预算",
        "延期": None,
        "答复日期": answered and day(answered),
        "办理结果": outcome,
    }
    return [(values | other)[header] for header in REQUESTS]


def requests(*rows):
    return book(信息公开申请=[REQUESTS, *rows])


def funds(*rows):
    return book(经费收费=[FUNDS, *rows])


def loaded(content):
    """Cells by sheet of a workbook that the product wrote."""
    opened = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in opened}
