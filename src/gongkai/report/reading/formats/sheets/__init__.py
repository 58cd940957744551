"""Workbooks: xlsx, xls, et, ods."""
