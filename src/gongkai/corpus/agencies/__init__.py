"""Agencies: one organ under many names and through reforms, and who stands above whom."""
