"""产业与创新: months joined only within a year, every article of the page with who must deliver."""

import plotly.graph_objects as go

from dashboard.figures.month_course import draw_month_course
from dashboard.views.article_families import (
    ARTICLES,
    articles_shown,
    build_families_view,
    build_structure_view,
)
from dashboard.views.month_course import build_month_course
from dashboard.views.spine import RegionRows, build_spine
from tests.unit.dashboard.rows import value

# 新华财经 2023-04-20, 辽宁工业1-5月 2023-07-03, 辽宁日报 2022-12-09
PUBLISHED = [
    value("industrial_va_growth", "210000", "2022M01-10", -1.3),
    value("industrial_va_growth", "210000", "2023M01-03", 7.5),
    value("industrial_va_growth", "210000", "2023M01-05", 5.3),
    value("industrial_va_growth", "210100", "2023M01-05", 12.5),
]


def months(catalog, rows):
    regions = [catalog.home, catalog.region("210100")]
    indicator = catalog.indicators["industrial_va_growth"]
    return build_month_course(catalog, indicator, rows, regions, lang="zh", csv_address="/csv")


def test_months_that_were_not_published_are_gaps(shipped_catalog):
    view = months(shipped_catalog, PUBLISHED)
    home = view.lines[-1]
    assert [point.value for point in home.points] == [-1.3, None, 7.5, None, 5.3]
    assert "2023年1—5月为+5.3%" in view.words.title


def test_the_colours_of_several_regions_are_told_and_one_alone_needs_none(shipped_catalog):
    alone = [row for row in PUBLISHED if row.region == "210000"]

    assert months(shipped_catalog, PUBLISHED).words.notes[0].startswith("蓝色为辽宁省，灰色为")
    assert not any("灰色" in note for note in months(shipped_catalog, alone).words.notes)


def test_january_and_february_are_one_point_that_the_third_month_follows(shipped_catalog):
    rows = [
        value("industrial_va_growth", "210000", period, figure)
        for period, figure in (("2022", 1.0), ("2023M01-02", 2.0), ("2023M01-03", 3.0))
    ]
    home = months(shipped_catalog, rows).lines[-1]
    assert [point.value for point in home.points] == [1.0, None, 2.0, 3.0]


def test_the_course_fits_the_schema_and_connects_no_gap(shipped_catalog):
    figure = draw_month_course(months(shipped_catalog, PUBLISHED))
    go.Figure(figure)
    assert not any(trace["connectgaps"] for trace in figure["data"])


def test_every_article_of_the_page_stands_with_its_indicators_and_who_must_deliver(shipped_catalog):
    spine = build_spine(shipped_catalog, shipped_catalog.home, RegionRows())
    view = build_families_view(shipped_catalog, spine, [], "zh")
    assert [one.number for one in articles_shown(shipped_catalog)] == list(ARTICLES)
    assert len(view.families) == len(ARTICLES)
    notes = {cell.note for one in view.families if one.table for row in one.table.rows for cell in row}
    assert any("报送" in note for note in notes)


def test_without_value_added_by_industry_no_quotient_is_invented(shipped_catalog):
    view = build_structure_view(shipped_catalog, [shipped_catalog.home], [], "zh", "/csv")
    assert view.table is None
    assert "未采集" in view.reason


def test_a_challenged_month_bears_its_mark_where_it_is_told_and_in_the_table(shipped_catalog):
    rows = [row._replace(is_challenged=row.region == "210000") for row in PUBLISHED]
    view = months(shipped_catalog, rows)

    assert "（？有质疑）" in view.words.title
    assert all("（？有质疑）" in point.told for point in view.lines[-1].points if point.value is not None)
    assert any("（？有质疑）" in cell.text for cell in view.words.table.rows[0])
