-- Readings of key energy users → county-months. One text for DuckDB and for Spark: only what both understand alike.
-- Given: reading (with its month, such as '2026-01'), key_user, factor, day_of (month, on_day) of the months of the lake.
-- Amounts are decimals throughout, so that a sum does not depend on the order of its parts.

CREATE OR REPLACE TEMP VIEW month_of AS
SELECT month, min(on_day) AS first_day, max(on_day) AS last_day FROM day_of GROUP BY month;

-- What each reading is: its county by the register, its amount in tce, and its first fault.
CREATE OR REPLACE TEMP VIEW judged AS
SELECT r.enterprise, r.energy, r.begins, r.span, r.quantity, r.unit, r.edition, r.received, r.month, u.county,
       CAST(r.quantity AS DECIMAL(19, 4)) * f.tce AS tce,
       CASE
           WHEN r.span IS NULL OR r.span NOT IN ('hour', 'month') THEN 'unknown_span'
           WHEN r.begins IS NULL OR m.month IS NULL OR CAST(r.begins AS DATE) < m.first_day
               OR CAST(r.begins AS DATE) > m.last_day OR minute(r.begins) <> 0 OR second(r.begins) <> 0
               OR (r.span = 'month' AND (day(r.begins) <> 1 OR hour(r.begins) <> 0)) THEN 'other_time'
           WHEN u.county IS NULL THEN 'unknown_user'
           WHEN e.energy IS NULL THEN 'unknown_energy'
           WHEN f.tce IS NULL THEN 'wrong_unit'
           WHEN r.quantity IS NULL THEN 'no_quantity'
           WHEN r.quantity < 0 THEN 'negative'
           WHEN r.received IS NULL OR r.edition IS NULL OR r.received < CAST(r.begins AS DATE)
               OR (r.span = 'month' AND r.received <= m.last_day) THEN 'received_before'
       END AS fault
FROM reading r
LEFT JOIN month_of m ON m.month = r.month
LEFT JOIN key_user u ON u.enterprise = r.enterprise -- a month belongs to the county of its last day
    AND CASE WHEN r.span = 'month' THEN m.last_day ELSE CAST(r.begins AS DATE) END >= u.valid_from
    AND (u.valid_to IS NULL OR CASE WHEN r.span = 'month' THEN m.last_day ELSE CAST(r.begins AS DATE) END < u.valid_to)
LEFT JOIN (SELECT DISTINCT energy FROM factor) e ON e.energy = r.energy
LEFT JOIN factor f ON f.energy = r.energy AND f.unit = r.unit;

-- Of several sound readings of one meter and time the latest edition counts, once; if it says two things, none does.
CREATE OR REPLACE TEMP VIEW placed AS
SELECT judged.*,
       max(edition) OVER (PARTITION BY fault, enterprise, energy, span, begins) AS last_edition,
       min(tce) OVER (PARTITION BY fault, enterprise, energy, span, begins, edition) AS low,
       max(tce) OVER (PARTITION BY fault, enterprise, energy, span, begins, edition) AS high,
       row_number() OVER (PARTITION BY fault, enterprise, energy, span, begins, edition ORDER BY received) AS copy
FROM judged;

CREATE OR REPLACE TEMP VIEW ranked AS
SELECT placed.*,
       CASE
           WHEN fault IS NOT NULL THEN fault
           WHEN edition < last_edition THEN 'superseded'
           WHEN low <> high THEN 'edition_disagrees'
           WHEN copy > 1 THEN 'duplicate'
           ELSE 'counted'
       END AS alone
FROM placed;

-- A return of the whole month stands before the hours of it: counting both would count twice.
CREATE OR REPLACE TEMP VIEW outcome_of AS
SELECT ranked.*,
       CASE
           WHEN alone = 'counted' AND span = 'hour' AND max(CASE WHEN alone = 'counted' AND span = 'month' THEN 1 ELSE 0 END)
               OVER (PARTITION BY enterprise, energy, month) = 1 THEN 'covered_by_month'
           ELSE alone
       END AS outcome
FROM ranked;

-- How many hours of each month a firm was in the register of a county.
CREATE OR REPLACE TEMP VIEW due AS
SELECT u.enterprise, u.county, d.month, count(*) * 24 AS hours
FROM day_of d JOIN key_user u ON d.on_day >= u.valid_from AND (u.valid_to IS NULL OR d.on_day < u.valid_to)
GROUP BY u.enterprise, u.county, d.month;

-- Hours without a reading that counts, of meters that were read by the hour.
CREATE OR REPLACE TEMP VIEW lacking AS
SELECT o.county, o.month, sum(d.hours - o.hours) AS hours
FROM (
    SELECT county, month, enterprise, energy, count(*) AS hours
    FROM outcome_of WHERE outcome = 'counted' AND span = 'hour' GROUP BY county, month, enterprise, energy
) o JOIN due d ON d.enterprise = o.enterprise AND d.county = o.county AND d.month = o.month
GROUP BY o.county, o.month;

CREATE OR REPLACE TEMP VIEW summed AS
SELECT county, month,
       sum(CASE WHEN outcome = 'counted' THEN tce END) AS tce,
       count(CASE WHEN outcome = 'counted' THEN 1 END) AS counted,
       count(DISTINCT CASE WHEN outcome = 'counted' THEN enterprise END) AS users_read,
       count(CASE WHEN outcome NOT IN ('counted', 'superseded', 'duplicate', 'covered_by_month') THEN 1 END) AS rejected,
       max(CASE WHEN fault IS NULL THEN received END) AS known_from
FROM outcome_of WHERE county IS NOT NULL GROUP BY county, month;

-- Every county-month of the register in the months of the lake, be it that nothing was read.
CREATE OR REPLACE TEMP VIEW county_month AS
SELECT d.county, d.month, s.tce, coalesce(s.counted, 0) AS counted, d.users_due,
       coalesce(s.users_read, 0) AS users_read, coalesce(l.hours, 0) AS hours_lacking,
       coalesce(s.rejected, 0) AS rejected, s.known_from
FROM (SELECT county, month, count(DISTINCT enterprise) AS users_due FROM due GROUP BY county, month) d
LEFT JOIN summed s ON s.county = d.county AND s.month = d.month
LEFT JOIN lacking l ON l.county = d.county AND l.month = d.month
ORDER BY d.county, d.month;

CREATE OR REPLACE TEMP VIEW outcome_count AS
SELECT month, outcome, count(*) AS readings FROM outcome_of GROUP BY month, outcome ORDER BY month, outcome;

CREATE OR REPLACE TEMP VIEW rejected_reading AS
SELECT enterprise, energy, CAST(begins AS VARCHAR(30)) AS begins, span, quantity, unit, edition, received, outcome
FROM outcome_of
WHERE outcome NOT IN ('counted', 'superseded', 'duplicate', 'covered_by_month')
ORDER BY enterprise, energy, begins, span, edition, received, quantity, unit, outcome;
