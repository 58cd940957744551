"""The words of a report: numbers bound to cells, first drafts, checks of what was typed."""
