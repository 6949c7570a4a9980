"""项目核查: what may be done with a project on a day, and the register of projects."""

from dash import Dash, html

from dashboard.address import export_url
from dashboard.cases.in_force import restrictions_in_force
from dashboard.cases.service import CaseDesk
from dashboard.components import projects as pieces
from dashboard.components import quality
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.project_check import CheckView, build_check, project_of
from dashboard.views.project_form import ProjectForm, build_project_form
from dashboard.views.project_register import REGISTER, build_project_register
from dashboard.views.quality.browse import BrowseView, known

FORM, ANSWER, PROJECTS = "project-form", "project-answer", "project-register"


def layout(selection: Selection) -> html.Div:
    """The form with its answer, then the register."""
    lang, say = selection.lang, words(selection.lang)
    return html.Div(
        [
            html.P(say("projects.lead"), className="prose"),
            html.Div([panel_slot(FORM, lang), panel_slot(ANSWER, lang)], className="project-columns"),
            html.H2(say("projects.register.title")),
            panel_slot(PROJECTS, lang, kind="table"),
        ],
        className="data-page projects-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare form, answer and register; the answer depends on the cases of the moment."""
    panels.add(FORM, build=build_form, draw=pieces.project_form)
    panels.add(
        ANSWER,
        build=lambda queries, selection: build_answer(queries, panels.desk, selection),
        draw=pieces.check_answer,
        is_kept=False,
    )
    panels.add(PROJECTS, build=build_register, draw=quality.browse, sheet=lambda view: view.make_sheet())


def build_form(queries: Queries, selection: Selection) -> ProjectForm:
    """The form."""
    return build_project_form(queries.catalog, selection)


def build_answer(queries: Queries, desk: CaseDesk, selection: Selection) -> CheckView:
    """What the gate says."""
    catalog, project = queries.catalog, project_of(selection, desk.today())
    if project is None:
        return build_check(catalog, None, (), (), selection)
    region = known(catalog.regions, project.region)
    in_force = restrictions_in_force(desk, region, project.day)
    return build_check(catalog, project, in_force, queries.assessments(regions=[region]), selection)


def build_register(queries: Queries, selection: Selection) -> BrowseView:
    """The register of projects."""
    csv = export_url(queries.build_id, PROJECTS, selection)
    return build_project_register(queries.catalog, queries.records(REGISTER), selection, csv)
