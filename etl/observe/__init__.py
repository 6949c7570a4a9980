"""Stage 3: staged rows → observations in the unit of their series, vintages in order. No formulas."""
