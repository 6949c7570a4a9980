"""Stage 1: one file → raw sheets. One reader per *kind* of file, never one per source; keeps cell addresses."""
