"""The demonstration province: a seeded generator of a complete deployment folder (``catalog/`` and ``raw/``).

    province.yaml ─economy→ counties × months ─quantities, figures→ published figures
                  ─tables→ files ─planting→ files with faults ─write→ a folder

What it makes is loaded by the ordinary build; no stage knows about it. All is pure but :mod:`etl.demo.write`.
The same declarations, seed and last month give the same bytes; nothing reads a clock.
"""
