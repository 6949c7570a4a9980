"""The regions below: valid titles ranked, gross never ranked, hidden cells said to be hidden."""

from dashboard.selection import Selection
from dashboard.views.tiers.flow import NoRegister
from dashboard.views.tiers.regions import build_tier_regions_view
from tests.unit.dashboard.rows import value, values
from tests.unit.dashboard.title_rows import month, scene

MONTH = "2025M12"
CITIES = {"210100": 30.0, "210200": 40.0, "210300": 40.0, "210400": 1.0, "210500": 2.0, "210600": 3.0}


def view(catalog, rows, **selection):
    flows = month(MONTH, 100, 116)
    chosen = Selection("gradient", **selection)
    return build_tier_regions_view(catalog, scene(catalog, flows, **selection), rows, chosen, "/csv")


def cells(view, name):
    row = next(row for row in view.table.rows if row[0].text == name)
    return {column.title: cell for column, cell in zip(view.table.columns, row, strict=True)}


def test_regions_stand_in_the_order_of_valid_titles_and_ties_share_a_place(shipped_catalog):
    shown = view(shipped_catalog, values("valid_little_giant", MONTH, CITIES))
    assert [row[0].text for row in shown.table.rows[:4]] == ["辽宁省", "大连市", "鞍山市", "沈阳市"]
    assert cells(shown, "大连市")["专精特新“小巨人”企业"].note == "并列第1"
    assert cells(shown, "沈阳市")["专精特新“小巨人”企业"].note == "第3"


def test_what_was_ever_recognised_takes_no_place(shipped_catalog):
    shown = view(
        shipped_catalog,
        [*values("valid_little_giant", MONTH, CITIES), *values("gross_little_giant", MONTH, CITIES)],
    )
    assert cells(shown, "大连市")["专精特新“小巨人”企业累计认定"].note == ""


def test_a_hidden_cell_says_so_and_is_in_no_order(shipped_catalog):
    hidden = value("valid_little_giant", "210400", MONTH, None, reason="suppressed")
    rows = [row for row in values("valid_little_giant", MONTH, CITIES) if row.region != "210400"]
    shown = view(shipped_catalog, [*rows, hidden])
    cell = cells(shown, "抚顺市")["专精特新“小巨人”企业"]
    assert (cell.text, cell.note) == ("—", "保密不公布")


def test_a_heading_sorts_and_leads_back(shipped_catalog):
    rows = values("valid_little_giant", MONTH, CITIES)
    rising = view(shipped_catalog, rows, sort="valid_little_giant")
    assert rising.table.rows[1][0].text == "抚顺市"
    assert rising.table.columns[1].order == "ascending"
    assert "sort=-valid_little_giant" in rising.table.columns[1].address


def test_where_most_titles_end_soon_is_named_first(shipped_catalog):
    rows = [
        *values("valid_little_giant", MONTH, CITIES),
        *values("expiring_little_giant", MONTH, {"210000": 9.0, "210100": 2.0, "210200": 7.0}),
    ]
    assert "共9家，最多的是大连市7、沈阳市2" in view(shipped_catalog, rows).due[0]


def test_without_a_register_nothing_is_ranked(shipped_catalog):
    chosen = Selection("gradient")
    shown = build_tier_regions_view(shipped_catalog, scene(shipped_catalog), [], chosen, "/csv")
    assert isinstance(shown, NoRegister)
