"""Stores on both databases."""

from tests.offices import clock, databases, office, small_office

__all__ = ["clock", "databases", "office", "small_office"]
