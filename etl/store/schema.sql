-- The tables of one build. Column lists equal etl/model/tables.py (a test compares them); observation and
-- indicator_value are views, see figures.sql.
-- series_t, region_t, period_t, unit_t, source_t, indicator_t and the vocabularies are ENUMs that write.py creates from
-- the catalogue: keys are stored and joined as small integers and still read as words.

CREATE TABLE build (
    build_id VARCHAR, deployment VARCHAR, as_of DATE, catalog_sha256 VARCHAR, inputs_sha256 VARCHAR,
    code_sha256 VARCHAR, nature VARCHAR, schema_version VARCHAR
);

CREATE TABLE region (code region_t, name_zh VARCHAR, name_en VARCHAR, level VARCHAR, parent region_t);

CREATE TABLE file (
    file_id SMALLINT, source source_t, path VARCHAR, sha256 VARCHAR, published VARCHAR, known_from DATE, used BOOLEAN
);
CREATE TABLE sheet (file_id SMALLINT, sheet_no SMALLINT, name VARCHAR);
CREATE TABLE stage_count (
    stage VARCHAR, source source_t, rows_in INTEGER, rows_kept INTEGER, rows_rejected INTEGER,
    rows_left_out INTEGER
);
CREATE TABLE rejected (
    stage VARCHAR, source source_t, file_id SMALLINT, sheet_no SMALLINT, row_no INTEGER, column_no SMALLINT,
    code VARCHAR, found VARCHAR, facts VARCHAR, series VARCHAR, region VARCHAR, period VARCHAR
);

CREATE TABLE correction (
    correction VARCHAR, source source_t, series series_t, region region_t, period period_t, action VARCHAR,
    reported DOUBLE, corrected DOUBLE, corrected_region region_t, corrected_status status_t, corrected_reason reason_t,
    reason_zh VARCHAR, reason_en VARCHAR, reported_on DATE, reported_by VARCHAR,
    file_id SMALLINT, sheet_no SMALLINT, row_no INTEGER, column_no SMALLINT
);
CREATE TABLE record (
    register VARCHAR, region region_t, fields VARCHAR, source source_t,
    file_id SMALLINT, sheet_no SMALLINT, row_no INTEGER, column_no SMALLINT
);

CREATE TABLE revision_size (
    series VARCHAR, revisions INTEGER, median_absolute DOUBLE, median_relative DOUBLE
);

CREATE TABLE value_note (indicator indicator_t, region region_t, period period_t, note VARCHAR);
-- A return that never came names a period that no file has: its period is no member of period_t.
CREATE TABLE challenge (
    challenge_id VARCHAR, kind VARCHAR, severity severity_t, subject VARCHAR, region region_t, period VARCHAR,
    facts VARCHAR
);
CREATE TABLE finding (
    kind VARCHAR, subject VARCHAR, region region_t, period VARCHAR, result VARCHAR, facts VARCHAR
);
CREATE TABLE peer (region region_t, year SMALLINT, rank SMALLINT, peer region_t, distance DOUBLE);
CREATE TABLE ranking (
    indicator indicator_t, region region_t, period period_t, position SMALLINT, ranked SMALLINT, tied SMALLINT,
    best SMALLINT, worst SMALLINT
);
CREATE TABLE title_flow (
    tier VARCHAR, region region_t, industry VARCHAR, period period_t, opening INTEGER, recognised INTEGER,
    restored INTEGER, moved_in INTEGER, recoded_in INTEGER, expired INTEGER, revoked INTEGER, moved_out INTEGER,
    recoded_out INTEGER, merged INTEGER, closing INTEGER, gross INTEGER, review_pending INTEGER, expiring INTEGER
);
CREATE TABLE title_state (
    tier VARCHAR, firm VARCHAR, name VARCHAR, region region_t, industry VARCHAR, batch VARCHAR, recognised DATE,
    valid_to DATE, state VARCHAR, since DATE, is_withheld BOOLEAN, source source_t,
    file_id SMALLINT, sheet_no SMALLINT, row_no INTEGER, column_no SMALLINT
);
CREATE TABLE title_counted (
    measure VARCHAR, tier VARCHAR, firm VARCHAR, region region_t, since DATE, until DATE,
    file_id SMALLINT, sheet_no SMALLINT, row_no INTEGER, column_no SMALLINT
);
CREATE TABLE reading (character VARCHAR, readings VARCHAR);

CREATE TABLE assessment (
    indicator indicator_t, region region_t, period VARCHAR, kind VARCHAR, result result_t, reason unassessed_t,
    value DOUBLE, basis basis_t, nature nature_t, rule VARCHAR,
    target_value DOUBLE, target_unit unit_t, target_comparator VARCHAR, target_origin origin_t,
    target_region region_t, target_base SMALLINT, target_end SMALLINT, target_nature VARCHAR,
    target_document VARCHAR,
    required DOUBLE, gap DOUBLE, progress DOUBLE, progress_due DOUBLE, pace_needed DOUBLE, facts VARCHAR
);

CREATE TABLE flag (
    flag_id VARCHAR, family family_t, strength strength_t, cause VARCHAR, indicator indicator_t, region region_t,
    period VARCHAR, rule VARCHAR, facts VARCHAR, first_period VARCHAR, ended_in VARCHAR
);
