"""Challenges in the words of the screen, and what names whom and what they concern."""

from dashboard.format import format_date
from etl.catalog.catalog import Catalog
from etl.publish.challenge_words import challenge_words, place_name, subject_name
from etl.store.rows import ChallengeRow

__all__ = ["challenge_text", "place_name", "subject_name"]


def challenge_text(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """What is suspicious, with its evidence."""
    return challenge_words(catalog, row.kind, row.facts, lang, lambda day: format_date(day, lang))
