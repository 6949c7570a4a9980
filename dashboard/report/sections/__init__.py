"""The sections of the bulletin, one module each: rows in, blocks out."""
