"""The table of endpoints: path, question, answer. Routes and the OpenAPI document are made from it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from msgspec import Struct

from dashboard.api import lookups, payloads, requests, restrictions
from dashboard.queries import Queries

PREFIX: Final = "/api/v1"


class Endpoint(Struct, frozen=True):
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
    asks: type[requests.Question]
    tells: Any
    answer: Callable[[Queries, Any], payloads.Told]


def endpoints(
    today: Callable[[], date], in_force: lookups.Restrictions, published: restrictions.Published
) -> tuple[Endpoint, ...]:
    """All endpoints.

    Args:
        today: the day of a request that names none.
        in_force: what the gate asks of the register of restrictions.
        published: the restrictions in force on a day, as they were published.
    """

    def project(queries: Queries, question: requests.ProjectAsked) -> payloads.ProjectAnswer:
        return lookups.tell_project(queries, question, today(), in_force)

    def held(queries: Queries, question: requests.RestrictionsAsked) -> payloads.Restrictions:
        return restrictions.tell_restrictions(queries, question, today(), published)

    return (
        Endpoint(
            "/build", "GET", "The build that answers", requests.Nothing, payloads.Build, lookups.tell_build
        ),
        Endpoint(
            "/regions",
            "GET",
            "Regions",
            requests.RegionsAsked,
            payloads.Rows[payloads.Region],
            lookups.tell_regions,
        ),
        Endpoint(
            "/indicators",
            "GET",
            "Indicators",
            requests.Page,
            payloads.Rows[payloads.Indicator],
            lookups.tell_indicators,
        ),
        Endpoint(
            "/values",
            "GET",
            "Figures with status",
            requests.FiguresAsked,
            payloads.Rows[payloads.Value],
            lookups.tell_values,
        ),
        Endpoint(
            "/assessments",
            "GET",
            "Verdicts with their facts",
            requests.FiguresAsked,
            payloads.Rows[payloads.Assessment],
            lookups.tell_assessments,
        ),
        Endpoint(
            "/flags", "GET", "Flags", requests.FlagsAsked, payloads.Rows[payloads.Flag], lookups.tell_flags
        ),
        Endpoint(
            "/restrictions",
            "GET",
            "Restrictions of approvals in force",
            requests.RestrictionsAsked,
            payloads.Restrictions,
            held,
        ),
        Endpoint(
            "/project-check",
            "POST",
            "What may be done with a project",
            requests.ProjectAsked,
            payloads.ProjectAnswer,
            project,
        ),
    )
