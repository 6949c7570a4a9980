"""The warehouse: one immutable DuckDB file per build. All SQL is here; the dashboard may only read."""
