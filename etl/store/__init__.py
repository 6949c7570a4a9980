"""The warehouse: one immutable DuckDB file per build. The only place with SQL; ``read`` is what the dashboard may use."""
