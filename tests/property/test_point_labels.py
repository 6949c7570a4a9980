"""Names beside dots at any width of the window: none meets another, none leaves the ground."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.point_labels import Dot, Plot, place_labels, width_of

NARROW, WIDE, HEIGHT, PX = 400, 1000, 300, 13
WIDTHS = range(NARROW, WIDE + 1, 75)
DOTS = st.lists(
    st.builds(
        Dot,
        name=st.sampled_from(["沈阳", "喀喇沁左翼蒙古族自治县", "Huludao City", "Anshan", "桓仁满族自治县"]),
        share=st.floats(0.02, 0.98),
        top=st.floats(5, HEIGHT - 5),
        radius=st.sampled_from([4, 6]),
        is_needed=st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


def rectangles(dots, width):
    """Left, top, right, bottom of every name, from where its dot is drawn and how far it is set off."""
    for label in place_labels(dots, Plot(NARROW, WIDE, HEIGHT)):
        dot = dots[label.dot]
        x, y = dot.share * width + label.right, dot.top + label.down
        half, line = width_of(dot.name) / 2, PX * 0.6
        yield x - half, y - line, x + half, y + line


@given(DOTS)
@settings(max_examples=40)
def test_no_two_names_meet_and_none_leaves_the_ground_at_any_width(dots):
    for width in WIDTHS:
        placed = list(rectangles(dots, width))
        for left, top, right, bottom in placed:
            assert left >= -1e-6
            assert top >= -1e-6
            assert right <= width + 1e-6
            assert bottom <= HEIGHT + 1e-6
        for one, other in combinations(placed, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert min(across, down) <= 1e-6


@given(DOTS)
@settings(max_examples=20)
def test_the_same_dots_are_named_the_same_way(dots):
    plot = Plot(NARROW, WIDE, HEIGHT)
    assert place_labels(dots, plot) == place_labels(list(dots), plot)


def test_a_name_is_as_wide_as_its_letters():
    assert width_of("沈阳", 13) == 26  # a Han character is as wide as it is high
    assert 0.5 * 13 * 6 <= width_of("Anshan", 13) <= 0.7 * 13 * 6


def test_in_a_crowd_the_names_that_are_needed_are_led_out_of_it_and_the_others_are_left_out():
    crowd = [Dot("抚顺", 0.5 + 0.01 * (n % 5), 150 + 9 * (n // 5), 4, is_needed=n < 3) for n in range(25)]
    placed = {label.dot: label for label in place_labels(crowd, Plot(NARROW, WIDE, HEIGHT))}
    assert {0, 1, 2} <= set(placed)
    assert len(placed) < len(crowd)
    assert all(abs(label.down) >= 1 or abs(label.right) >= 13 for label in placed.values())
