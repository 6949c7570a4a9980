"""What data can say to the questions of the legislative survey (annex 2 of the draft), problem by problem.

The survey asks for the main problems and how they show (question 1), for measures (2) and for what holds
development back (3). A declaration says which indicators show a problem, which may show what holds a region
back, and which articles offer a measure; what the figures say of a region is told by the report.
"""

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import OneOrMore


class Measure(Declaration):
    """A measure that the regulation offers.

    Attributes:
        article: its article.
        text: the measure, in the words of the article shortened.
    """

    article: str
    text: Bilingual


class DiagnosedProblem(Declaration):
    """A problem that figures can show.

    Attributes:
        name: the problem, as it is told where figures show it.
        shown_by: indicators of which one suffices: a target missed, level 1 or 2 of the barometer, or a place
            in the last quarter of the peers.
        held_back_by: indicators that may show what holds a region back, where it is worse than the superior
            region; correlation and no proof of a cause.
        measures: at least one.
    """

    id: Identifier
    name: Bilingual
    shown_by: OneOrMore[Identifier]
    held_back_by: tuple[Identifier, ...] = ()
    measures: OneOrMore[Measure]
