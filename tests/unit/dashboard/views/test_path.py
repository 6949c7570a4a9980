"""The way to a target: path, what was reached, pace; labels and documents stand on the chart."""

from decimal import Decimal

import plotly.graph_objects as go
import pytest
from msgspec.structs import replace

from dashboard.figures.path import draw_path
from dashboard.selection import Selection
from dashboard.views.path import build_path_view
from dashboard.views.plans import plans_of
from dashboard.views.spine import RegionRows
from tests.unit.dashboard.rows import assessment, value
from tests.unit.dashboard.views.test_verdicts import DALIAN, NAME, SHENYANG

REDUCTION = "energy_intensity_cumulative_reduction"


def view_of(catalog, code, rows, lang="zh"):
    return build_path_view(catalog, catalog.region(code), rows, Selection("region", lang, region=code))


def test_the_path_of_a_target_of_15_per_cent_in_five_years(shipped_catalog):
    chart = view_of(shipped_catalog, "210100", SHENYANG).charts[0]
    # 1 − 0.85^(n/5), as methods of the statistics bureau of Qinghai compute it
    assert [round(change, 2) for _, change in chart.required] == [0, -3.20, -6.29, -9.29, -12.19, -15]
    assert [(mark.year, mark.label) for mark in chart.actual] == [(2020, "−19.44%")]
    assert chart.target.label == "目标 −15%"
    assert "沈阳市“十三五”节能目标" in chart.document


def test_in_english_the_document_of_a_target_is_cited_in_english(shipped_catalog):
    chart = view_of(shipped_catalog, "210100", SHENYANG, "en").charts[0]
    assert chart.document.startswith("Shenyang target of energy conservation")


def test_a_plan_without_figures_draws_no_actual_line_and_states_the_pace(shipped_catalog):
    chart = view_of(shipped_catalog, "210000", RegionRows()).charts[-1]
    assert chart.title == "辽宁2021—2025年单位GDP能耗累计降低率目标14.5%，实际值未采集"
    assert chart.actual == ()
    assert "每年须下降3.08%" in chart.note  # 1 − 0.855^(1/5)
    assert {trace["type"] for trace in draw_path(chart)["data"]} == {"scatter"}


def test_the_interim_target_of_shenyang_stands_on_the_path_of_its_plan(shipped_catalog):
    chart = view_of(shipped_catalog, "210100", SHENYANG).charts[1]
    assert [(mark.year, mark.label) for mark in chart.interim] == [(2023, "阶段目标 −9.3%")]


@pytest.mark.parametrize(("lang", "label"), [("zh", "激励目标 −16%"), ("en", "stretch target −16%")])
def test_a_stretch_target_beside_the_binding_one_has_its_own_word_and_is_never_the_plans(
    shipped_catalog, lang, label
):
    """发改环资〔2021〕1310号 tells 基本目标 from 激励目标."""
    plans = plans_of(shipped_catalog, shipped_catalog.region("210100"))
    plan = next(p for p in plans if p.base == 2020 and p.indicator.id == REDUCTION)
    beyond = replace(plan.target, nature="stretch", value=Decimal(16))
    kept = [each for each in shipped_catalog.targets if each.base == 2020]
    catalog = replace(shipped_catalog, targets=(beyond, *kept))

    chart = view_of(catalog, "210100", SHENYANG, lang).charts[-1]

    assert chart.target.label in {"目标 −15%", "target −15%"}
    assert label in [mark.label for mark in chart.interim]


def test_the_table_holds_the_logarithmic_progress_of_dalian(shipped_catalog):
    table = view_of(shipped_catalog, "210200", DALIAN).table
    texts = [cell.text for cell in table.rows[0]]
    assert "85.69%" in texts
    assert "−13.00%" in texts
    assert "超出3.71个百分点" in texts


def test_a_reduction_of_at_least_20_is_a_change_of_at_most_minus_20(shipped_catalog):
    rows = RegionRows(
        values=[value(NAME, "210200", "2016/2020", 20.0, bound="at_least")],
        assessments=[assessment(NAME, "210200", "2016/2020", "met", value=20.0, target_value=15.0)],
    )
    chart = view_of(shipped_catalog, "210200", rows).charts[0]
    assert chart.actual[0].label == "≤−20.00%"
    assert "≥20.00%" in chart.title


def test_a_region_without_a_target_has_no_chart_and_no_table(shipped_catalog):
    view = view_of(shipped_catalog, "110000", RegionRows())
    assert (view.charts, view.table) == ((), None)


def test_a_city_without_its_own_target_is_shown_the_provinces_as_inherited(shipped_catalog):
    (chart,) = view_of(shipped_catalog, "210300", RegionRows()).charts
    assert chart.document.startswith("沿用上级目标 · 辽政发〔2022〕16号")
    assert (chart.target.change_pct, chart.actual) == (-14.5, ())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_figure_fits_the_schema_and_draws_the_target_dashed(shipped_catalog, lang):
    for chart in view_of(shipped_catalog, "210100", SHENYANG, lang).charts:
        figure = draw_path(chart)
        go.Figure(figure)  # refuses every name and value that the schema does not know
        assert figure["layout"]["shapes"][0]["line"]["dash"] == "dash"


def test_the_name_of_a_document_is_never_broken_inside_a_date(shipped_catalog):
    chart = view_of(shipped_catalog, "210100", SHENYANG).charts[0]
    label = draw_path(chart)["layout"]["annotations"][0]["text"]
    assert "2022-08-16" in label
    assert label.replace("<br>", "").replace(" ", "").endswith(chart.document.replace(" ", ""))


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "实际值不在您的权限范围内"), ("en", "actual figures outside what you may see")]
)
def test_figures_that_the_reader_may_not_see_are_not_called_uncollected(shipped_catalog, lang, told):
    catalog = replace(shipped_catalog, outside=frozenset({"210100"}))
    silent = RegionRows(assessments=SHENYANG.assessments)

    view = view_of(catalog, "210100", silent, lang)

    assert all(told in chart.title for chart in view.charts)
    assert {row[2].note for row in view.table.rows} == {
        told.removeprefix("实际值").removeprefix("actual figures ")
    }
