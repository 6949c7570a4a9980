"""The table of endpoints: path, question, answer. Routes and the OpenAPI document are made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dashboard.api import answers, asked, restrictions, told
from dashboard.queries import Queries

PREFIX: Final = "/api/v1"


@dataclass(frozen=True)
class Endpoint:
    """One endpoint.

    Attributes:
        path: below ``/api/v1``.
        method: ``GET`` with the question in the query, or ``POST`` with it as a JSON body.
        summary: what it answers.
        asks: model of the question.
        tells: model of the answer.
        answer: build and question → answer.
    """

    path: str
    method: str
    summary: str
    asks: type[asked.Question]
    tells: Any
    answer: Callable[[Queries, Any], told.Told]


def endpoints(
    today: Callable[[], date], in_force: answers.Restrictions, published: restrictions.Published
) -> tuple[Endpoint, ...]:
    """All endpoints.

    Args:
        today: the day of a request that names none.
        in_force: what the gate asks of the register of restrictions.
        published: the restrictions in force on a day, as they were published.
    """

    def project(queries: Queries, question: asked.ProjectAsked) -> told.ProjectAnswer:
        return answers.tell_project(queries, question, today(), in_force)

    def held(queries: Queries, question: asked.RestrictionsAsked) -> told.Restrictions:
        return restrictions.tell_restrictions(queries, question, today(), published)

    return (
        Endpoint("/build", "GET", "The build that answers", asked.Nothing, told.Build, answers.tell_build),
        Endpoint(
            "/regions", "GET", "Regions", asked.RegionsAsked, told.Rows[told.Region], answers.tell_regions
        ),
        Endpoint(
            "/indicators", "GET", "Indicators", asked.Page, told.Rows[told.Indicator], answers.tell_indicators
        ),
        Endpoint(
            "/values",
            "GET",
            "Figures with status",
            asked.FiguresAsked,
            told.Rows[told.Value],
            answers.tell_values,
        ),
        Endpoint(
            "/assessments",
            "GET",
            "Verdicts with their facts",
            asked.FiguresAsked,
            told.Rows[told.Assessment],
            answers.tell_assessments,
        ),
        Endpoint("/flags", "GET", "Flags", asked.FlagsAsked, told.Rows[told.Flag], answers.tell_flags),
        Endpoint(
            "/restrictions",
            "GET",
            "Restrictions of approvals in force",
            asked.RestrictionsAsked,
            told.Restrictions,
            held,
        ),
        Endpoint(
            "/project-check",
            "POST",
            "What may be done with a project",
            asked.ProjectAsked,
            told.ProjectAnswer,
            project,
        ),
    )
