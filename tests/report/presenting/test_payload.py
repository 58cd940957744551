from __future__ import annotations

import json

from gongkai.report.presenting import findings_bytes, findings_json
from tests.report.presenting.audits import broken_audit, every_kind, sample_audit


def test_the_shape_of_the_findings():
    audit = sample_audit()
    data = findings_json([audit])
    assert data["schema"] == "gongkai.findings/1"
    report = data["reports"][0]
    assert {k: v for k, v in report.items() if k != "findings"} == {
        "source": {"name": "交通运输局.docx", "sha256": "0" * 64, "format": "docx"},
        "agency": audit.report.agency,
        "year": 2021,
        "edition": "cn-gid-2021",
        "not_assessable": [{"rule": "V-01", "reason": "没有上一年度报告"}],
        "error": None,
    }
    assert report["findings"][0] == {
        "rule": "A19-01",
        "severity": "error",
        "message": "两边不等：左边为12，右边为15。",
        "cells": {"rules_made": None, "rules_repealed": 2},
        "quotes": [],
        "basis": "国办公开办函〔2021〕30号",
        "mend": "请核对总计列。",
    }
    assert report["findings"][1]["quotes"] == ["主动公开政府信息128条", "信息128条。\n（一）健全"]


def test_an_unreadable_file_keeps_its_place():
    report = findings_json([broken_audit()])["reports"][0]
    assert report["error"] == "文件已加密；请去掉密码后再试"
    assert (report["agency"], report["edition"], report["findings"]) == (None, None, [])


def test_the_bytes_are_the_json():
    audits = every_kind()
    assert json.loads(findings_bytes(audits, "json")) == findings_json(audits)
