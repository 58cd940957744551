"""Registers as an Excel workbook: reading, writing, the template, and the rows that were refused."""

from gongkai.registers.workbook.exporting import export_workbook
from gongkai.registers.workbook.reading import read_workbook
from gongkai.registers.workbook.template import template_workbook

__all__ = ["export_workbook", "read_workbook", "template_workbook"]
