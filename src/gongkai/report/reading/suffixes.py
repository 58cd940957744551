"""The suffixes by which files of reports are found in folders and archives; what a file is, its bytes tell."""

from __future__ import annotations

TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".mht", ".mhtml", ".shtml", ".json")
OFFICE_SUFFIXES = (".docx", ".doc", ".wps", ".rtf", ".pdf", ".ofd", ".xlsx", ".xls", ".et", ".ods")
SUFFIXES = frozenset((*TEXT_SUFFIXES, *OFFICE_SUFFIXES))
