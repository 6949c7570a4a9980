"""Nothing of a region that is not the reader's reaches a page, whichever way it is asked for."""

import inspect
import re

import pytest

from dashboard import theme
from dashboard.app import create_app
from dashboard.build_queries import BuildQueries
from dashboard.panels import PAGE_PREFIX
from dashboard.queries import Queries
from dashboard.scope import PUBLIC, ReaderScope
from dashboard.scoped_quality import QualityWithin
from dashboard.scoped_queries import QueriesWithin, queries_within
from dashboard.selection import PATHS, AddressError, Selection
from etl.model.period import Period
from etl.settings import Settings
from etl.store.quality import QualityQuestions

MINE, COUNTY, OTHER = "900100", "900101", "900200"
OFFICER = ReaderScope(frozenset({MINE}), is_signed_in=True)
COUNTY_OFFICER = ReaderScope(frozenset({COUNTY}), is_signed_in=True)
NOBODY = ReaderScope(frozenset(), is_signed_in=True)


@pytest.fixture(scope="module")
def queries(tiny_build):
    return BuildQueries(tiny_build.build_dir)


def rows_of(queries, **asked):
    yield from queries.values(**asked)
    yield from queries.observations(**asked, all_vintages=True)
    yield from queries.assessments(**asked)
    yield from queries.flags(**asked)
    yield from queries.challenges(**asked)
    yield from queries.findings(**asked)
    yield from queries.rankings(**asked)
    yield from queries.title_flows(**asked)
    yield from queries.title_states(**asked)
    yield from queries.peers(**asked)


def test_every_question_that_pages_can_ask_has_its_answer_within_a_scope():
    asked = {name for name in vars(Queries) if not name.startswith("_")}
    answered = {name for name in vars(QueriesWithin) if not name.startswith("_")}
    assert asked == answered
    for name in asked - {"build_id", "catalog", "version"}:
        assert inspect.signature(getattr(Queries, name)) == inspect.signature(getattr(QueriesWithin, name)), (
            name
        )


def test_who_may_see_all_asks_the_build_itself(queries):
    assert queries_within(queries, PUBLIC) is queries
    assert queries_within(queries, ReaderScope(None, is_signed_in=True)) is queries


@pytest.mark.parametrize(
    ("scope", "seen"), [(OFFICER, {MINE, COUNTY, "900102"}), (COUNTY_OFFICER, {COUNTY}), (NOBODY, set())]
)
@pytest.mark.parametrize(
    "asked", [{}, {"regions": None}, {"regions": [OTHER]}, {"regions": [MINE, COUNTY, OTHER, "900000"]}]
)
def test_only_rows_of_own_regions_are_answered(queries, scope, seen, asked):
    found = {row.region for row in rows_of(queries_within(queries, scope), **asked)}
    assert found <= seen
    if asked.get("regions") is None:
        assert found == seen & {row.region for row in rows_of(queries)}


def test_the_rows_of_the_reader_are_all_there(queries):
    mine = queries_within(queries, OFFICER)
    everything = [row for row in queries.values() if row.region in {MINE, COUNTY, "900102"}]
    assert mine.values() == everything
    assert everything


def test_coverage_counts_own_regions_only(queries):
    counted = queries_within(queries, OFFICER).coverage()
    assert {row.regions for row in counted if row.level == "city"} == {1}
    assert not [row for row in counted if row.level == "province"]


def test_targets_of_others_are_not_in_the_catalogue_but_those_above_are(real_build):
    mine = queries_within(
        BuildQueries(real_build.build_dir), ReaderScope(frozenset({"210100"}), is_signed_in=True)
    )
    assert {target.region for target in mine.catalog.targets} <= {"100000", "210000", "210100"}
    assert {"210000", "210100"} <= {target.region for target in mine.catalog.targets}


def test_records_published_for_everybody_are_kept_from_nobody(real_build):
    everybody = BuildQueries(real_build.build_dir)
    mine = queries_within(everybody, ReaderScope(frozenset({"210200"}), is_signed_in=True))
    assert mine.records("restriction_episode") == everybody.records("restriction_episode") != []


def test_the_working_of_anothers_number_is_refused(queries):
    period = Period.parse("2022")
    with pytest.raises(AddressError) as told:
        queries_within(queries, OFFICER).working("population", OTHER, period)
    assert (told.value.reason, told.value.status) == ("not_yours", 403)


def test_what_cannot_be_cut_by_region_is_refused(queries):
    mine = queries_within(queries, OFFICER)
    with pytest.raises(AddressError) as told:
        mine.difference("a", "b")
    assert told.value.status == 403


def test_questions_about_the_data_are_cut_by_region_or_do_not_exist(queries):
    mine = queries_within(queries, OFFICER).quality()
    everything = queries.quality()
    own = {MINE, COUNTY, "900102"}

    assert {row.region for row in mine.arrivals("yearbook", ["gdp_nominal"])} == own
    assert {row.region for row in mine.coverage_cells(["gdp_nominal"])} == own
    assert {row.region for row in mine.coverage_cells(["gdp_nominal"], [OTHER])} == set()
    assert {row.region for row in mine.in_use()} == own
    assert max(row.with_row for row in mine.year_coverage([MINE, OTHER])) == 1
    assert sum(row.in_use for row in mine.sources()) == sum(row.region in own for row in everything.in_use())
    assert mine.day_of_data() == everything.day_of_data()
    for ask in (mine.revision_sizes, mine.known_values):
        with pytest.raises(PermissionError):
            ask()


def test_every_question_about_the_data_is_answered_within_a_scope_or_refused():
    asked = {name for name in vars(QualityQuestions) if not name.startswith("_")}
    answered = {name for name in vars(QualityWithin) if not name.startswith("_")}
    assert asked - answered == {"revision_sizes", "known_values"}  # of all regions together


# ── every panel of every page ──

CANARY = 987_654.321
SEEN = re.compile(r"9\D?8\D?7\D?6\D?5")


class Canary:
    """The real build, in which every number of other regions is one that can be recognised."""

    def __init__(self, queries, own):
        self._queries, self._own = queries, own

    def __getattr__(self, name):
        asked = getattr(self._queries, name)
        if name == "standings":
            return lambda region: [row._replace(latest=self._marked(row.latest)) for row in asked(region)]
        if name not in {"values", "observations", "assessments", "rankings", "title_flows"}:
            return asked
        return lambda *args, **options: [self._marked(row) for row in asked(*args, **options)]

    def of(self, build_id):
        return self if build_id == self._queries.build_id else None

    def _marked(self, row):
        is_level = getattr(row, "value", None) in {1, 2, 3}  # of a barometer: no such level exists
        if row.region.startswith(self._own) or is_level:
            return row
        changed = {
            name: CANARY for name in ("value", "required", "reported") if getattr(row, name, None) is not None
        }
        counts = {name: 987_654 for name in ("position", "closing", "gross", "opening") if hasattr(row, name)}
        return row._replace(**changed, **counts)


@pytest.fixture(scope="module")
def canary_panels(real_build):
    """The panels over the real build, with recognisable numbers outside of 沈阳."""
    settings = Settings(data_dir=real_build.data_dir, build_dir=real_build.build_dir)
    queries = Canary(BuildQueries(real_build.build_dir), "2101")
    return create_app(queries, settings)._panels


FEW = (
    Selection("overview"),
    Selection("indicator", indicator="population"),
    Selection("region", region="210200"),
)


def selections():
    yield from (Selection(page) for page in PATHS)
    for indicator in ("population", "gdp_nominal", "co2_total", "energy_intensity_change"):
        yield Selection("indicator", indicator=indicator)
        yield Selection("indicator", indicator=indicator, region="210100")
        yield Selection("indicator", indicator=indicator, parent="210100")
    yield from (Selection("region", region=code) for code in ("210100", "210102"))


def told(panels, scope, asked):
    """What every panel says about every selection, in each form."""
    build_id = panels.queries.build_id
    for selection in asked:
        for name in panels.names():
            if name.startswith(PAGE_PREFIX):
                continue
            ways = [panels.answer, *([panels.export] if panels.has_sheet(name) else [])]
            for way in ways:
                try:
                    yield name, selection, way(build_id, name, selection, scope).raw.decode()
                except AddressError as error:
                    yield name, selection, f"refused {error.status}"


def test_no_panel_and_no_export_holds_a_number_of_another_region(canary_panels):
    scope = ReaderScope(frozenset({"210100"}), is_signed_in=True)
    answers = list(told(canary_panels, scope, selections()))
    leaks = {
        (name, str(selection.indicator), selection.region)
        for name, selection, text in answers
        if SEEN.search(text)
    }
    assert leaks == set()
    assert sum(len(text) > 100 for _, _, text in answers) > 100


def test_the_numbers_of_other_regions_would_be_recognised(canary_panels):
    leaking = {name for name, _, text in told(canary_panels, PUBLIC, FEW) if SEEN.search(text)}
    assert len(leaking) > 8


@pytest.mark.parametrize(
    ("panel", "selection"),
    [
        ("overview-headline", Selection("overview", indicator="gdp_growth")),
        ("overview-map", Selection("overview", indicator="gdp_growth")),
        ("overview-ranking", Selection("overview", indicator="gdp_growth")),
        ("carbon-status", Selection("carbon")),
    ],
)
@pytest.mark.parametrize(("lang", "told"), [("zh", "不在您的权限范围内"), ("en", "outside what you may see")])
def test_what_is_not_for_the_reader_is_called_so_and_never_not_collected(
    canary_panels, panel, selection, lang, told
):
    scope = ReaderScope(frozenset({"210100"}), is_signed_in=True)
    ask = canary_panels.answer
    build_id, asked = canary_panels.queries.build_id, selection.to(lang=lang)

    assert told in ask(build_id, panel, asked, scope).raw.decode()
    assert told not in ask(build_id, panel, asked, PUBLIC).raw.decode()


def test_the_map_gives_what_is_not_for_the_reader_a_legend_of_its_own(canary_panels):
    scope = ReaderScope(frozenset({"210100"}), is_signed_in=True)
    asked = Selection("overview", indicator="gdp_growth")
    drawn = canary_panels.answer(canary_panels.queries.build_id, "overview-map", asked, scope).raw.decode()

    assert "swatch-outside" in drawn
    assert "swatch-missing" not in drawn
    assert theme.OUTSIDE_FILL in drawn


@pytest.mark.parametrize(
    "address", [{"region": "210200"}, {"parent": "210200"}, {"peers": ("210102", "210200")}]
)
def test_an_address_of_another_region_is_refused_before_anything_is_made(canary_panels, address):
    scope = ReaderScope(frozenset({"210100"}), is_signed_in=True)
    build_id = canary_panels.queries.build_id
    for name in canary_panels.names():
        with pytest.raises(AddressError) as refused:
            canary_panels.answer(build_id, name, Selection("indicator", **address), scope)
        assert refused.value.status == 403


def test_two_scopes_share_no_answer_even_where_it_is_the_same(canary_panels):
    build_id, home = canary_panels.queries.build_id, Selection("overview")
    name = next(name for name in canary_panels.names() if not name.startswith(PAGE_PREFIX))
    scopes = (
        PUBLIC,
        ReaderScope(None, is_signed_in=True),
        ReaderScope(frozenset({"210100"}), is_signed_in=True),
    )
    answers = [canary_panels.answer(build_id, name, home, scope) for scope in scopes]
    assert len({id(answer) for answer in answers}) == len(scopes)
