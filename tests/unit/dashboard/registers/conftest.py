"""Operational stores for the tests of registers."""

from tests.offices import clock, databases, office, small_office

__all__ = ["clock", "databases", "office", "small_office"]
