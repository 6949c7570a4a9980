"""The questions that pages ask of the rows of a build, each with the columns that cut it.

The warehouse answers them by SQL; a build publishes the same answers as slices (``etl.store.slices``), which
cost a page far less. Both follow what stands here.
"""

from typing import Final

from msgspec import Struct

from etl.model.tables import TABLES


class Question(Struct, frozen=True):
    """Rows in one order.

    Attributes:
        select: the query; ``{where}`` stands where rows are cut.
        keys: the columns that an answer is cut by; they are named so in the answer too.
    """

    select: str
    keys: tuple[str, ...]

    def query(self, where: str = "") -> str:
        """The query, cut by a condition."""
        return self.select.format(where=where)


def _of_table(table: str, order: str, *keys: str, standing: str = "") -> Question:
    source = f"(SELECT * FROM {table} {standing})" if standing else table
    return Question(f"SELECT {', '.join(TABLES[table])} FROM {source} {{where}} ORDER BY {order}", keys)


def _of_observations(standing: str = "") -> Question:
    return Question(
        f"""
        SELECT o.series, o.region, o.period, o.vintage, o.value, o.status, o.reason, o.bound, o.nature,
               o.source, o.known_from, o.cited_as, o.note, f.path, s.name, o.row_no, o.column_no,
               o.reported, o.unit, c.correction
        FROM (SELECT * FROM (SELECT * FROM observation {standing}) {{where}}) o
        JOIN file f USING (file_id) JOIN sheet s USING (file_id, sheet_no)
        LEFT JOIN correction c ON c.file_id = o.file_id AND c.sheet_no = o.sheet_no
                              AND c.row_no = o.row_no AND c.column_no = o.column_no
        ORDER BY o.series, o.period, o.region, o.vintage
        """,
        ("series", "region", "period"),
    )


QUESTIONS: Final = {
    "values": Question(
        f"""
        SELECT {", ".join(TABLES["indicator_value"])}, note
        FROM (SELECT * FROM indicator_value {{where}})
        LEFT JOIN value_note USING (indicator, region, period)
        ORDER BY indicator, period, region
        """,
        ("indicator", "region", "period"),
    ),
    "observations": _of_observations("WHERE vintage = 1"),
    "assessments": _of_table(
        "assessment",
        "indicator, region, period, kind, target_end, rule, target_region, target_base, target_document, "
        "target_nature, target_value, target_unit, result, facts",
        "indicator", "region", "period",
    ),
    "rankings": _of_table(
        "ranking", "indicator, period, position, region", "indicator", "region", "period"
    ),
    "findings": _of_table(
        "finding", "kind, subject, region, period, result, facts", "kind", "subject", "region"
    ),
    "flags": _of_table("flag", "period DESC, region, flag_id, rule, facts", "region"),
    "challenges": _of_table(
        "challenge", "severity DESC, kind, subject, region, period, challenge_id, facts", "subject", "region"
    ),
    "title_flows": _of_table(
        "title_flow", "tier, region, industry, period", "tier", "region", "period",
        standing="WHERE industry IS NULL",
    ),
    "records": Question(
        """
        SELECT register, region, fields, r.source, f.path, s.name, r.row_no, r.column_no
        FROM (SELECT * FROM record {where}) r
        JOIN file f USING (file_id) JOIN sheet s USING (file_id, sheet_no)
        ORDER BY file_id, sheet_no, row_no, column_no, fields
        """,
        ("register",),
    ),
    "files": _of_table("file", "file_id"),
}  # fmt: skip
"""By name, as the readers of a warehouse call them."""
ALL_VINTAGES: Final = _of_observations()
"""Observations with those that are no longer in use; no slices are made of them."""
