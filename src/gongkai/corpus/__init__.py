"""Many reports: read in parallel, kept in a columnar store, questioned, audited together, shown.

``open_store(path)`` opens a store that ``gongkai corpus read`` made; see ``docs/corpus.md``.
"""
