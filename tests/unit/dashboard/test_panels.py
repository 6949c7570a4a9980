"""Panels answer with bytes made once per build, selection, language and scope."""

import orjson
import pytest
from dash import html

from dashboard.panels import Panels, encode
from dashboard.scope import ReaderScope
from dashboard.selection import AddressError, Selection
from dashboard.views.sheet import Sheet
from etl.settings import Settings
from tests.fake_site import FakeQueries

HOME = Selection("overview")


@pytest.fixture
def queries():
    return FakeQueries()


@pytest.fixture
def panels(queries):
    panels = Panels(queries, Settings())

    def build(asked, selection):
        asked.asked += 1
        return f"{selection.lang}:{selection.region}"

    panels.add("trend", build=build, draw=html.P, sheet=lambda view: Sheet("t", ("a",), ((view,),)))
    panels.add("plain", build=build, draw=lambda view: {"nested": [html.P(view)]})
    return panels


def test_an_answer_is_a_component_tree_as_json(panels):
    tree = orjson.loads(panels.answer("build1", "trend", HOME).raw)
    assert tree == {"type": "P", "namespace": "dash_html_components", "props": {"children": "zh:None"}}


def test_every_process_writes_the_properties_of_a_component_in_the_same_order():
    told = encode(html.Div("限批", title="说明", role="note", className="mark", id="x", lang="zh")).raw
    assert told.decode() == (
        '{"props":{"children":"限批","className":"mark","id":"x","lang":"zh","role":"note","title":"说明"},'
        '"type":"Div","namespace":"dash_html_components"}'
    )


def test_a_selection_seen_before_costs_no_work(panels, queries):
    first = panels.answer("build1", "trend", HOME)
    assert panels.answer("build1", "trend", HOME) is first
    assert queries.asked == 1


def test_an_answer_that_depends_on_more_than_the_build_is_made_anew(panels, queries):
    panels.add("folder", build=lambda asked, selection: queries.build(), draw=lambda view: {}, is_kept=False)
    assert panels.answer("build1", "folder", HOME) is not panels.answer("build1", "folder", HOME)
    assert (panels.is_kept("folder"), panels.is_kept("trend")) == (False, True)


def test_languages_regions_and_scopes_never_share_an_answer(panels, queries):
    panels.answer("build1", "trend", HOME)
    panels.answer("build1", "trend", HOME.to(lang="en"))
    panels.answer("build1", "trend", HOME.to(region="210100"))
    panels.answer("build1", "trend", HOME, scope=ReaderScope(None, is_signed_in=True))
    assert queries.asked == 4


@pytest.mark.parametrize(
    ("build_id", "name"), [("build1", "nothing"), ("other", "trend"), ("build1", "../trend")]
)
def test_an_unknown_panel_or_build_is_not_found(panels, build_id, name):
    with pytest.raises(AddressError) as caught:
        panels.answer(build_id, name, HOME)
    assert caught.value.status == 404


def test_an_answer_made_while_the_build_changed_is_not_kept(queries):
    panels = Panels(queries, Settings())

    def build(asked, selection):
        asked.build_id = "build2"
        return "figures of two builds"

    panels.add("trend", build=build, draw=html.P)
    with pytest.raises(AddressError) as caught:
        panels.answer("build1", "trend", HOME)
    assert caught.value.reason == "unknown_build"


def test_an_answer_made_while_the_build_changed_is_made_again_of_the_build_that_was_asked_for(
    queries, monkeypatch
):
    panels, former = Panels(queries, Settings()), FakeQueries("build1")
    monkeypatch.setattr(FakeQueries, "of", lambda asked, name: former if asked.build_id != name else asked)

    def build(asked, selection):
        told = asked.build_id
        if asked is queries:
            asked.build_id = "build2"
        return f"{told} of {asked.build_id}"

    panels.add("trend", build=build, draw=html.P, sheet=lambda view: Sheet("t", ("a",), ((view,),)))
    assert b"build1 of build1" in panels.answer("build1", "trend", HOME).raw
    assert b"build1 of build1" in panels.export("build1", "trend", HOME).raw


def test_the_csv_begins_with_a_byte_order_mark_and_holds_the_same_view(panels):
    assert panels.export("build1", "trend", HOME).raw == "\ufeffa\r\nzh:None\r\n".encode()


def test_a_panel_without_a_table_has_no_download(panels):
    assert not panels.has_sheet("plain")
    for form in ("csv", "xlsx"):
        with pytest.raises(AddressError):
            panels.export("build1", "plain", HOME, form=form)


def test_a_form_that_does_not_exist_is_not_found(panels):
    with pytest.raises(AddressError) as caught:
        panels.export("build1", "trend", HOME, form="exe")
    assert caught.value.status == 404


@pytest.mark.parametrize("name", ["trend", "Trend", "", "a/b"])
def test_a_name_that_is_taken_or_malformed_is_a_defect_found_at_start(panels, name):
    with pytest.raises(ValueError, match="taken or malformed"):
        panels.add(name, build=lambda queries, selection: None, draw=lambda view: None)


def test_what_is_no_component_is_refused(queries):
    panels = Panels(queries, Settings())
    panels.add("wrong", build=lambda asked, selection: object(), draw=lambda view: {"x": view})
    with pytest.raises(TypeError):
        panels.answer("build1", "wrong", HOME)


def test_numbers_that_are_none_never_reach_the_browser(queries):
    panels = Panels(queries, Settings())
    panels.add(
        "gap", build=lambda asked, selection: [1.0, float("nan"), float("inf")], draw=lambda view: {"y": view}
    )
    assert panels.answer("build1", "gap", HOME).raw == b'{"y":[1.0,null,null]}'


def test_a_question_beside_the_view_makes_only_the_panels_anew_that_answer_it(panels, queries):
    panels.add("project", build=lambda asked, view: view.project, draw=html.P, answers=("project",))
    panels.answer("build1", "trend", HOME)
    asked = HOME.to(project="10000", threshold="5")
    assert b"10000" in panels.answer("build1", "project", asked).raw
    panels.answer("build1", "trend", asked)
    assert queries.asked == 1
