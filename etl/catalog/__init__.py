"""The catalogue: declarations of one deployment, loaded and cross-checked. Reads ``<data>/catalog`` only."""
