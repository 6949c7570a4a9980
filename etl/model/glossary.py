"""Terms that are kept everywhere, with their words."""

from etl.model.base import Bilingual, Declaration, Identifier


class Term(Declaration):
    """A term of the field: its id in code, its words, its meaning."""

    id: Identifier
    name: Bilingual
    meaning: Bilingual
