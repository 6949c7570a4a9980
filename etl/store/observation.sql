-- {reported}: the value, where every cell says the same number, else what the cell of each row says.
CREATE OR REPLACE VIEW observation AS
    SELECT CAST(enum_range(NULL::series_t) AS series_t[])[(fact >> 40) + 1] AS series,
           CAST(enum_range(NULL::region_t) AS region_t[])[(fact & 1048575) + 1] AS region,
           CAST(enum_range(NULL::period_t) AS period_t[])[((fact >> 20) & 1048575) + 1] AS period,
           vintage, value, status, reason, bound, nature, source, known_from, file_id, sheet_no, row_no, column_no,
           cited_as, note, {reported} AS reported, unit
    FROM observation_row JOIN observation_statement USING (statement);
