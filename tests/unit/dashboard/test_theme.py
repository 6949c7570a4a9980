"""Colours can be read and told apart, also by those who see fewer of them."""

import itertools
import re
from pathlib import Path

import pytest

from dashboard import theme
from etl.model.vocabulary import Result

ASSETS = Path(theme.__file__).parent / "assets"
CSS = (ASSETS / "paper.css").read_text(encoding="utf-8")

# Machado, Oliveira and Fernandes 2009 (doi 10.1109/TVCG.2009.113), severity 1.0, on linear RGB
SIMULATIONS = {
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour):
    return sum(
        weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)
    )


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb):
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    clipped = [min(max(channel, 0), 1) for channel in rgb]
    xyz = [sum(a * b for a, b in zip(row, clipped, strict=True)) for row in matrix]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other, matrix):
    seen = [
        [sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in matrix]
        for colour in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(lab(seen[0]), lab(seen[1]), strict=True)) ** 0.5


@pytest.mark.parametrize("mark", [theme.LEVEL_1, theme.LEVEL_2, theme.LEVEL_3, theme.UNASSESSED])
def test_every_verdict_reads_on_white(mark):
    assert contrast(mark.ink, theme.PAPER) >= 4.5  # WCAG 2.2 AA


@pytest.mark.parametrize("colour", [theme.INK, theme.QUIET_INK, theme.DEEP_BLUE])
def test_text_and_links_read_on_white(colour):
    assert contrast(colour, theme.PAPER) >= 4.5


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_the_levels_stay_apart_for_readers_who_see_fewer_colours(simulation):
    fills = (theme.LEVEL_1.fill, theme.LEVEL_2.fill, theme.LEVEL_3.fill, theme.MISSING_FILL)
    for one, other in itertools.combinations(fills, 2):
        assert difference(one, other, SIMULATIONS[simulation]) > 20, (one, other)


def test_every_verdict_has_its_shape_and_unknown_is_neither_green_nor_red():
    shapes = {result: theme.mark_of(result).shape for result in Result}
    assert shapes[Result.LEVEL_1] == shapes[Result.NOT_MET] == "■"
    assert shapes[Result.LEVEL_2] == "▲"
    assert shapes[Result.LEVEL_3] == shapes[Result.MET] == "●"
    assert shapes[Result.UNASSESSED] == "○"
    assert len(set(linear(theme.mark_of(Result.UNASSESSED).fill))) == 1


@pytest.mark.parametrize("word", theme.PEAK_MARKS)
def test_every_peak_status_reads_on_white_and_has_a_shape_of_its_own(word):
    assert contrast(theme.PEAK_MARKS[word].ink, theme.PAPER) >= 4.5
    shapes = [mark.shape for mark in theme.PEAK_MARKS.values()]
    assert shapes.count(theme.PEAK_MARKS[word].shape) == 1


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_the_peak_statuses_stay_apart_for_readers_who_see_fewer_colours(simulation):
    fills = [
        theme.MISSING_FILL,
        *(mark.fill for name, mark in theme.PEAK_MARKS.items() if name != "undetermined"),
    ]
    for one, other in itertools.combinations(fills, 2):
        assert difference(one, other, SIMULATIONS[simulation]) > 15, (one, other)


def test_an_undetermined_peak_has_no_hue():
    red, green, blue = (int(theme.PEAK_MARKS["undetermined"].fill[at : at + 2], 16) for at in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) <= 10


def test_value_classes_grow_darker():
    lightness = [luminance(colour) for colour in theme.VALUE_CLASSES]
    assert lightness == sorted(lightness, reverse=True)


def test_the_style_sheet_has_the_colours_of_the_theme():
    declared = dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", CSS))
    assert declared["ink"] == theme.INK
    assert declared["quiet"] == theme.QUIET_INK
    assert declared["blue"] == theme.DEEP_BLUE
    assert declared["rule"] == theme.RULE
    assert declared["missing"] == theme.MISSING_FILL
    for mark in (theme.LEVEL_1, theme.LEVEL_2, theme.LEVEL_3, theme.UNASSESSED):
        assert declared[mark.key] == mark.ink


def test_missing_regions_are_hatched_by_the_fill_that_the_figure_gives_them():
    script = (ASSETS / "maps.js").read_text(encoding="utf-8")
    hatched = dict(re.findall(r'"(#[0-9A-F]{6})": "url\((#[a-z-]+)\)"', script))
    assert hatched == {theme.MISSING_FILL: "#hatch", theme.OUTSIDE_FILL: "#hatch-outside"}


def test_nothing_moves_for_those_who_asked_for_less_motion():
    styles = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.css")}
    (rule,) = re.findall(
        r"@media \(prefers-reduced-motion: reduce\) \{\s*\*, \*::before, \*::after \{([^}]*)\}", CSS
    )

    for moves in (
        "transition: none !important",
        "animation: none !important",
        "scroll-behavior: auto !important",
    ):
        assert moves in rule
    for name, text in styles.items():  # what is important elsewhere would win over the rule
        rest = text.replace(rule, "")
        assert not re.search(r"(?:transition|animation|scroll-behavior)[^;}]*!important", rest), name
