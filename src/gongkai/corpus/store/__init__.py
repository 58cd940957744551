"""The columnar store: tables of Parquet files, a manifest that says which of them count, a lock for who writes."""
