"""Regions × periods: latest first, a dash for what is missing, an empty cell in the file."""

from dashboard.selection import Selection
from dashboard.views.matrix import build_matrix_view
from tests.unit.dashboard.rows import scene_of, value, values


def view_of(catalog, rows, lang="zh"):
    selection = Selection("indicator", lang, indicator="co2_ceads_total")
    return build_matrix_view(
        catalog, scene_of(catalog, rows, selection).choice, rows, selection, "/export/x.csv"
    )


def test_the_latest_period_stands_first_and_gaps_are_dashes(shipped_catalog):
    rows = values("co2_ceads_total", "2018", {"210100": 62.5, "210300": 105.7})
    rows.append(value("co2_ceads_total", "210100", "2019", 64.94))
    table = view_of(shipped_catalog, rows).table
    assert [column.title for column in table.columns] == ["地区", "2019年", "2018年"]
    by_name = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert by_name["沈阳市"] == ["64.9", "62.5"]
    assert by_name["鞍山市"] == ["—", "105.7"]
    assert by_name["锦州市"] == ["—", "—"]


def test_paper_says_that_it_holds_only_the_latest_periods(shipped_catalog):
    def note(count):
        rows = [value("co2_ceads_total", "210100", str(2000 + year), 1.0) for year in range(count)]
        return view_of(shipped_catalog, rows).print_note

    assert (note(10), note(11)) == ("", "纸面只印最近10期，其余各期见下载的文件。")


def test_the_file_has_codes_units_and_full_precision_but_no_zero_for_a_gap(shipped_catalog):
    rows = [value("co2_ceads_total", "210100", "2019", 64.9437)]
    lines = view_of(shipped_catalog, rows).sheet.csv().splitlines()
    assert "210100,沈阳市,百万吨CO2,64.9437" in lines
    assert "210700,锦州市,百万吨CO2," in lines


def test_a_challenged_figure_bears_its_mark_before_the_digits_and_none_in_the_file(shipped_catalog):
    rows = [value("co2_ceads_total", "210100", "2019", 64.94)._replace(is_challenged=True)]

    for lang, mark in (("zh", "？有质疑"), ("en", "? challenged")):
        view = view_of(shipped_catalog, rows, lang)
        assert [row[1].text for row in view.table.rows if row[1].text != "—"] == [f"{mark} 64.9"]
        assert mark not in view.sheet.csv()
