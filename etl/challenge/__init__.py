"""Beside stages 3 and 4: what is suspicious, each with its evidence. Nothing is mended, nothing judged."""
