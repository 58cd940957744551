"""Synthetic annual reports: realistic files of every edition with known faults, and the answer key that tells them.

Everything is drawn from named streams of one seed, so that the same options give the same bytes on any machine and
with any number of workers. Places and agencies are invented.
"""
