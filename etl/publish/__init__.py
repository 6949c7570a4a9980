"""Stage 7: machine-readable exports, each figure with its working. No prose."""
