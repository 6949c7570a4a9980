"""Tables to which rows are added and never changed: the database refuses everything else by itself."""

from typing import Final

from alembic import op

_SQLITE: Final = """CREATE TRIGGER {table}_no_{word} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"""
_POSTGRES_FUNCTION: Final = """CREATE OR REPLACE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"""
_POSTGRES: Final = """CREATE TRIGGER {table}_no_{word} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION never_changed()"""


def protect(*tables: str) -> None:
    """Let the database refuse changes and removals of the rows of tables."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    verbs = ["UPDATE", "DELETE", "TRUNCATE"] if is_postgres else ["UPDATE", "DELETE"]
    if is_postgres:
        op.execute(_POSTGRES_FUNCTION)
    for table in tables:
        for verb in verbs:
            sql = _POSTGRES if is_postgres else _SQLITE
            op.execute(sql.format(table=table, verb=verb, word=verb.lower()))
