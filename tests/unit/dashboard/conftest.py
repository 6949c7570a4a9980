"""Stores of what people do, for the tests of whatever stands on them."""

from tests.offices import clock, databases, office, small_office

__all__ = ["clock", "databases", "office", "small_office"]
