"""The inverse of the counting rules: registers whose counts are given figures.

``making.make_sheets`` is the door; each other module makes the rows of one or two sheets. Figures that no register can
give are refused with ``RegisterError``.
"""
