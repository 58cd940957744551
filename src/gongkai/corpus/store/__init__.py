"""The columnar store: tables of Parquet files, a manifest that says which of them count, a lock for who writes.

``open_store(path)`` opens one, ``Store.create_or_open(path)`` makes one; see docs/store.md. The package needs the extra
``analytics``: a missing component is named by a CorpusError on import.
"""

from gongkai.corpus.extras import require

for _module in ("pyarrow", "duckdb", "filelock"):
    require(_module, "analytics")

from gongkai.corpus.store.library import Store, open_store  # noqa: E402

__all__ = ["Store", "open_store"]
