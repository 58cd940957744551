"""Gongkai (公开): open government information for agencies, supervisors and the public."""

__version__ = "0.1.0"
