"""Statistics of regions, from the files as received to flags: seven stages, one direction.

    data/raw ─extract→ sheets ─stage→ staged rows ─observe→ observations ─derive→ indicator values
             ─assess→ assessments ─flag→ flags ─publish→ slices

Each stage is defined by what it must *not* do:

1. ``extract``  opens one file, keeps every cell's address; knows no series, no unit, no region.
2. ``stage``    reads headings, words and numbers of one file; does no arithmetic across rows.
3. ``observe``  converts to the unit of the series and orders vintages; knows no formula.
4. ``derive``   computes indicators; knows no target.
5. ``assess``   compares with targets and dated rules; knows no colour and no sentence.
6. ``flag``     raises flags from assessments and open challenges; decides nothing.
7. ``publish``  writes what pages read most, and exports on demand, each figure with its working.

``pipeline`` alone chains them, ``store`` alone opens a database. Declarations and settings come in by one
door, ``plain_values``.
"""
