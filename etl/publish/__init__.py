"""Stage 7: what a build publishes, and its exports on demand, each figure with its working. No prose."""
