"""Stage 5: indicator values against targets and dated rules. No colours, no sentences."""
