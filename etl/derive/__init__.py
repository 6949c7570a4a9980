"""Stage 4: observations → indicator values, one pure function per formula kind; trends. No targets."""
