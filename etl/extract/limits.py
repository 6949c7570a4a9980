"""What a file that somebody sends may cost, each limit with the reason for its size.

The largest honest files decide: a provincial return of 114 regions × 200 columns × 12 sheets has 273,600
cells (2 MB, 9 MB unpacked); a register or a monthly panel of one million cells has 6 MB, 32 MB unpacked. The
limits leave at least four times that, and stay far below what one office machine (8 GB) can spare.
"""

MIB = 2**20

MAX_WORKBOOK_BYTES = 64 * MIB
"""Size of a workbook as received: ten times one million cells of numbers."""

MAX_ENTRIES = 2_000
"""Parts in the zip: a workbook of twelve sheets has about 40; pictures and printer settings add hundreds."""

MAX_ENTRY_BYTES = 256 * MIB
"""One part unpacked: eight times the sheet of one million cells, for texts written inside the cells."""

MAX_UNPACKED_BYTES = 384 * MIB
"""All parts unpacked: one sheet at its limit and the shared texts of the others."""

MAX_INDEX_BYTES = 32 * MIB
"""Workbook, styles and relations, which the reader holds as objects; honest ones stay below 5 MB."""

MAX_RATIO = 200
"""Unpacked to packed size of a part: sheets reach 5 to 30, deflate itself ends at 1,032."""

RATIO_FROM_BYTES = 8 * MIB
"""The ratio is asked of parts above this size only: a small part cannot hurt, however well it packs."""

MAX_CELLS = 4_000_000
"""Cells of the rectangles from A1 to the last filled cell, all sheets together.

The reader holds the whole rectangle, so two cells in A1 and XFD1048576 cost as much as 17 thousand million.
Four million cells of numbers take 0.36 GB in the worker and 0.19 GB in the server.
"""

MAX_SHARED_TEXTS = MAX_CELLS
"""Entries of the table of shared texts: one for each cell at most, if no text occurs twice."""

MAX_ELEMENT_BYTES = 1 * MIB
"""One cell as written: Excel allows 32,767 characters, at most 6 bytes each when escaped, and a formula."""

MAX_ELEMENTS = 5 * MAX_CELLS
"""Elements of a sheet that needs the slow XML parser (unusual spelling, or blank cells far from the table): a
cell has two or three. Twenty million take half a minute."""

MAX_MERGED = 100_000
"""Merged ranges of a sheet: tables of 114 regions have some hundreds."""

MAX_ERROR_CELLS = 100_000
"""Cells of a sheet that hold an error such as #REF!: a sheet with more is broken, not untidy."""

WORKER_MEMORY_BYTES = 1024 * MIB
"""Address space of the process that opens workbooks: four million cells, with room for long texts."""

WORKER_SECONDS = 60.0
"""Time for one workbook: four million cells take 5 s of CPU; a machine may be slow and busy."""

WORKER_RECYCLE_BYTES = 384 * MIB
"""A worker that has once been as large as this is replaced after the file, so that no file inherits the
memory of another; one million cells (0.1 GB of numbers, 0.28 GB of texts) stay below."""

WORKER_RECYCLE_FILES = 200
"""A worker is replaced after so many files, whatever it has leaked."""

MAX_RESULT_BYTES = 256 * MIB
"""One sheet as the worker returns it: four million numbers are 36 MB, the rest is for texts."""

MAX_CSV_BYTES = 128 * MIB
"""Size of a CSV file: 560,000 rows of 8 fields (115 regions × 40 indicators × 120 months) are 35 MB."""

MAX_CSV_CELLS = 8_000_000
"""Fields of a CSV file (rows × fields of the first row): the same 560,000 rows have 4.5 million."""

MAX_FIELD_CHARS = 32_767
"""Characters of one field, the limit of Excel's cells; a longer one is an unclosed quotation mark."""
