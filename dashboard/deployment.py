"""The application of one deployment: its current build, with what people did about its challenges."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.app import create_app
from dashboard.auth.opening import gate_of, has_office
from dashboard.build_queries import BuildQueries
from dashboard.paper_app import PaperApp
from dashboard.upkeep.challenge_answers import KeptAnswers
from etl.settings import Settings

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import Gate


def make_app(settings: Settings, gate: Callable[[], Gate] | None = None) -> PaperApp:
    """The application of a deployment.

    Args:
        settings: how the deployment runs.
        gate: who lets people in; opened at the first need if it is not given.
    """
    opened = gate or gate_of(settings)
    answers = KeptAnswers(lambda: opened().office, lambda: has_office(settings))
    queries = BuildQueries(settings.builds, answers=answers)
    return create_app(queries, settings, gate=opened, after_act=answers.look_again)
