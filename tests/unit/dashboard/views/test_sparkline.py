"""A small course: holes stay holes, nothing runs across a break, and it is told in words."""

import xml.etree.ElementTree as ET

from dashboard.figures.sparkline import draw_sparkline, sparkline_address
from dashboard.format import format_number
from dashboard.views.holes import put_in
from dashboard.views.sparkline import breaks_inside, open_course

SVG = "{http://www.w3.org/2000/svg}"


def course(years, breaks=(), lang="zh", latest=None):
    names, values = tuple(years), tuple(map(float, years.values()))
    shared = open_course(names, latest or str(max(years)), breaks_inside(names, breaks), lang)
    if shared is None:
        return None
    ends = (format_number(value, 1) for value in (values[0], values[-1]))
    return shared._replace(values=values, told=put_in(shared.told, ends))


def test_a_missing_year_leaves_a_gap():
    view = course({2010: 1, 2011: 2, 2014: 3, 2015: 4})
    assert [[year for year, _ in run] for run in view.pieces()] == [[2010, 2011], [2014, 2015]]


def test_no_line_runs_into_the_first_year_of_a_new_basis():
    view = course({2018: 1, 2019: 2, 2020: 3, 2021: 4}, breaks=(2020,))
    assert [[year for year, _ in run] for run in view.pieces()] == [[2018, 2019], [2020, 2021]]
    assert view.breaks == (2020,)


def test_two_values_are_no_course():
    assert course({2020: 1, 2021: 2}) is None


def test_it_is_told_in_both_languages():
    years = {2021: 1, 2022: 2, 2023: -3}
    assert course(years).told == "3期：2021年为1.0，2023年为−3.0"
    assert "−3.0 in 2023" in course(years, lang="en").told


def test_the_drawing_is_well_formed_and_holds_one_line_per_run():
    view = course({2010: 1, 2011: 2, 2014: 3, 2015: 3})
    root = ET.fromstring(draw_sparkline(view))
    assert len(root.findall(f".//{SVG}polyline")) == 2


def test_points_stand_at_their_year_and_value_and_a_lone_year_is_a_dot():
    root = ET.fromstring(draw_sparkline(course({2010: 1, 2011: 2, 2014: 3})))  # 104 × 20 within edges of 4
    assert [line.get("points") for line in root.iter(f"{SVG}polyline")] == ["4.0,24.0 30.0,14.0"]
    dots = [tuple(map(dot.get, ("cx", "cy", "r"))) for dot in root.iter(f"{SVG}circle")]
    assert dots == [("108.0", "4.0", "1.6"), ("108.0", "4.0", "2.6")]


def test_courses_of_the_same_years_are_drawn_and_told_each_by_its_own_values():
    rising, falling = (course(dict(enumerate(values, 2021))) for values in ((1, 2, 3), (6, 5, 4)))
    drawn = [
        ET.fromstring(draw_sparkline(view)).find(f".//{SVG}polyline").get("points")
        for view in (rising, falling)
    ]
    assert drawn == ["4.0,24.0 56.0,14.0 108.0,4.0", "4.0,4.0 56.0,14.0 108.0,24.0"]
    assert (rising.told, falling.told) == ("3期：2021年为1.0，2023年为3.0", "3期：2021年为6.0，2023年为4.0")


def test_a_course_of_the_same_months_is_told_with_them():
    view = course({2021: 1, 2022: 2, 2023: 3}, latest="2023M01-02")
    assert view.told == "3期：2021年1—2月为1.0，2023年1—2月为3.0"


def test_equal_values_draw_a_level_line():
    assert "nan" not in draw_sparkline(course({2021: 5, 2022: 5, 2023: 5}))


def test_the_image_asks_nobody():
    assert sparkline_address(course({2021: 1, 2022: 2, 2023: 3})).startswith("data:image/svg+xml,")
