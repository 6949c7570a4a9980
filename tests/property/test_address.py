"""An address written is the address read."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.address import indicator_url, panel_url, parse, parse_panel_query, to_url
from dashboard.selection import PATHS, AddressError, Figure, Selection
from etl.model.period import Period

CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,9}", fullmatch=True)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
YEARS = st.integers(1000, 9998)


@st.composite
def periods(draw):
    year = draw(YEARS)
    month = draw(st.integers(2, 12))
    parts = ["", "H1", "Q4", "Q1-3", f"M{month:02d}", f"M01-{month:02d}", f"/{year + 1}"]
    spelling = f"{year}{draw(st.sampled_from(parts))}"
    return Period.parse(spelling)


SELECTIONS = st.builds(
    Selection,
    page=st.sampled_from(sorted(PATHS)),
    lang=st.sampled_from(["zh", "en"]),
    region=st.none() | CODES,
    indicator=st.none() | IDS,
    period=st.none() | periods(),
    parent=st.none() | CODES,
    article=st.none() | st.integers(1, 99).map(str),
    inventory=st.none() | IDS,
    peers=st.lists(CODES, max_size=4).map(tuple),
    since=st.none() | periods(),
    window=st.none() | periods(),
    why=st.none() | st.builds(Figure, IDS, CODES, periods()),
    rule=st.none() | IDS,
    threshold=st.none() | st.sampled_from(["5", "12.5", "0.5", "99"]),
    project=st.none() | st.integers(1, 99_999_999).map(str),
    tier=st.none() | IDS,
    find=st.none() | st.from_regex(r"[\w（“&+%=?#/·](?:[\w &+%=?#/]{0,20}[\w）”])?", fullmatch=True),
    of=st.none() | st.sampled_from(sorted(PATHS)),
    edition=st.none() | st.sampled_from(["zh", "en"]),
    issues=st.just(()) | st.just(("0123456789abcdef", "fedcba9876543210")),
)


@given(SELECTIONS)
def test_a_view_survives_its_address(selection):
    path, _, query = to_url(selection).partition("?")
    assert parse(path, query) == selection


@given(SELECTIONS)
def test_the_query_of_a_panel_names_the_same_view(selection):
    assert parse_panel_query(panel_url("build", "trend", selection).partition("?")[2]) == selection


@given(SELECTIONS)
def test_an_address_has_one_spelling(selection):
    query = to_url(selection).partition("?")[2]
    keys = [pair.split("=")[0] for pair in query.split("&")] if query else []
    assert keys == sorted(keys)
    assert "lang=zh" not in query


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_reader_of_addresses(path, query):
    refusal = None
    try:
        parse(path, query)
    except AddressError as error:
        refusal = error
    assert refusal is None or refusal.status in {400, 404}
    assert refusal is None or (refusal.say("zh") and refusal.say("en"))


@given(IDS, CODES, periods(), st.sampled_from(["zh", "en"]))
def test_the_short_way_to_the_address_of_an_indicator_spells_it_alike(indicator, region, period, lang):
    view = Selection("indicator", lang, indicator=indicator, region=region, period=period)
    assert indicator_url(indicator, region, str(period), lang) == to_url(view)
