"""Stage 2: headings → names, words → codes, text → numbers. Rejects are kept; no arithmetic across rows."""
