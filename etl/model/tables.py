"""The contract of every table of the warehouse: its columns, in order, and what they mean.

``etl/store/schema.sql`` creates exactly these (a test compares the two). Keys are ENUMs of the catalogue's
ids, so that joins compare small integers while every query reads as words. A cell is four integers.
"""

import hashlib
from typing import Final

CELL: Final = ("file_id", "sheet_no", "row_no", "column_no")

TABLES: Final[dict[str, tuple[str, ...]]] = {
    # what was loaded
    "build": ("build_id", "deployment", "as_of", "catalog_sha256", "inputs_sha256", "code_sha256", "nature",
              "schema_version"),
    "region": ("code", "name_zh", "name_en", "level", "parent"),
    "file": ("file_id", "source", "path", "sha256", "published", "known_from", "used"),
    "sheet": ("file_id", "sheet_no", "name"),
    "stage_count": ("stage", "source", "rows_in", "rows_kept", "rows_rejected", "rows_left_out"),
    "rejected": ("stage", "source", *CELL, "code", "found", "facts", "series", "region", "period"),
    # a correction applied to a staged figure, which stays as reported
    "correction": (
        "correction", "source", "series", "region", "period", "action", "reported", "corrected",
        "corrected_region", "corrected_status", "corrected_reason", "reason_zh", "reason_en", "reported_on",
        "reported_by", *CELL,
    ),
    "record": ("register", "region", "fields", "source", *CELL),
    # 3 observe: in the unit of the series, beside what the cell holds and its unit; vintage 1 is in use, the
    # others are kept and shown
    "observation": (
        "series", "region", "period", "vintage", "value", "status", "reason", "bound", "nature", "source",
        "known_from", *CELL, "cited_as", "note", "reported", "unit",
    ),
    # how much the figures of a series, or of a computed indicator, were revised: in its unit, as a fraction
    "revision_size": ("series", "revisions", "median_absolute", "median_relative"),
    # 4 derive
    "indicator_value": (
        "indicator", "region", "period", "value", "status", "reason", "basis", "nature", "bound", "rule",
    ),
    # what a source says of the scope of a published value
    "value_note": ("indicator", "region", "period", "note"),
    "challenge": ("challenge_id", "kind", "severity", "subject", "region", "period", "facts"),
    "finding": ("kind", "subject", "region", "period", "result", "facts"),
    "peer": ("region", "year", "rank", "peer", "distance"),
    "ranking": ("indicator", "region", "period", "position", "ranked", "tied", "best", "worst"),
    "title_flow": (
        "tier", "region", "industry", "period", "opening", "recognised", "restored", "moved_in", "recoded_in",
        "expired", "revoked", "moved_out", "recoded_out", "merged", "closing", "gross", "review_pending",
        "expiring",
    ),
    # each title as it stands at the end of the last month; one whose region is not shown is withheld too
    "title_state": (
        "tier", "firm", "name", "region", "industry", "batch", "recognised", "valid_to", "state", "since",
        "is_withheld", "source", *CELL,
    ),
    # the row of each title that a count counts, from a first month to the first one after
    "title_counted": ("measure", "tier", "firm", "region", "since", "until", *CELL),
    # how the characters of names are read, for those who search by their sound
    "reading": ("character", "readings"),
    # 5 assess
    "assessment": (
        "indicator", "region", "period", "kind", "result", "reason", "value", "basis", "nature", "rule",
        "target_value", "target_unit", "target_comparator", "target_origin", "target_region", "target_base",
        "target_end", "target_nature", "target_document", "required", "gap", "progress", "progress_due",
        "pace_needed", "facts",
    ),
    # 6 flag
    "flag": (
        "flag_id", "family", "strength", "cause", "indicator", "region", "period", "rule", "facts",
        "first_period", "ended_in",
    ),
}  # fmt: skip

SCHEMA_VERSION: Final = hashlib.sha256(repr(TABLES).encode()).hexdigest()[:12]
"""Which tables a warehouse was written with; a reader refuses others. It follows the tables by itself."""
