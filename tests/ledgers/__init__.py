"""An independent judge of the registers: a statement of the sheets, makers of workbooks, a naive counter.

Nothing here imports the product; what the product derives from a workbook is compared with what is counted here.
"""
