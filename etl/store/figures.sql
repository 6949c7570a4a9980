-- The two tables of figures, observation (observation.sql) and indicator_value, are views of narrow rows: a column costs a build the same
-- whatever it says, so that what many rows say alike stands once, in a statement that they refer to.
-- A fact is one number: the place of its series (or indicator) among the words of its ENUM above bit 40, that of its
-- period above bit 20, that of its region below (etl/store/figure_rows.py).

CREATE TABLE observation_statement (
    statement INTEGER, vintage SMALLINT, status status_t, reason reason_t, bound bound_t, nature nature_t,
    source source_t, known_from DATE, file_id SMALLINT, sheet_no SMALLINT, column_no SMALLINT, cited_as VARCHAR,
    note VARCHAR, unit unit_t, is_as_reported BOOLEAN
);
CREATE TABLE observation_row (fact BIGINT, statement INTEGER, row_no INTEGER, value DOUBLE);

CREATE TABLE indicator_value_statement (
    statement INTEGER, status status_t, reason reason_t, basis basis_t, nature nature_t, bound bound_t, rule VARCHAR
);
CREATE TABLE indicator_value_row (fact BIGINT, statement INTEGER, value DOUBLE);
CREATE VIEW indicator_value AS
    SELECT CAST(enum_range(NULL::indicator_t) AS indicator_t[])[(fact >> 40) + 1] AS indicator,
           CAST(enum_range(NULL::region_t) AS region_t[])[(fact & 1048575) + 1] AS region,
           CAST(enum_range(NULL::period_t) AS period_t[])[((fact >> 20) & 1048575) + 1] AS period,
           value, status, reason, basis, nature, bound, rule
    FROM indicator_value_row JOIN indicator_value_statement USING (statement);
