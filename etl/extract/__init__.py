"""Stage 1: one file → raw sheets. One reader per *kind* of file, none per source; keeps cell addresses."""
