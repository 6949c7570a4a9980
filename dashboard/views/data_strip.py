"""The strip under 总览: which data these are, what is missing or in question, what was published about us."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_date, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.challenge_course import weighs
from dashboard.views.ranking import Verdict, verdict_of
from dashboard.views.shared_rows import Scene
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel, Result
from etl.store.rows import AssessmentRow, BuildRow, ChallengeRow, CoverageRow, FileRow

_LENGTH_OF_DAY = len("2023-07-03")


class PublishedLight(Struct, frozen=True):
    """A level that the superior body published, with its document."""

    subject: str
    period: str
    verdict: Verdict
    document: str


class StandingView(Struct, frozen=True):
    """The strip.

    Attributes:
        facts: label and lines.
        lights: published levels of the home region, earliest first.
        links: label and address.
    """

    lang: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    lights_heading: str
    lights: tuple[PublishedLight, ...]
    links: tuple[tuple[str, str], ...]


class Shipment(Struct, frozen=True):
    """What the build holds, as far as the strip tells it."""

    build: BuildRow
    files: Sequence[FileRow]
    coverage: Sequence[CoverageRow]
    challenges: Sequence[ChallengeRow]


def build_standing_view(
    catalog: Catalog,
    scene: Scene,
    shipment: Shipment,
    home_assessments: Sequence[AssessmentRow],
    selection: Selection,
) -> StandingView:
    """The strip of a scene.

    Args:
        catalog: the declarations.
        scene: indicator and period shown.
        shipment: the build with its files, coverage and challenges.
        home_assessments: assessments of the home region.
        selection: what the address says.
    """
    lang, say_word = selection.lang, words(selection.lang)
    return StandingView(
        lang=lang,
        facts=(
            (say_word("standing.data"), _data(shipment, lang)),
            (say_word("standing.missing"), _missing(catalog, scene, shipment.coverage, lang)),
            (say_word("standing.challenges"), _challenges(shipment.challenges, lang)),
        ),
        lights_heading=say_word("standing.lights", home=catalog.home.name[lang]),
        lights=published_lights(catalog, home_assessments, lang),
        links=(
            (
                say_word("standing.to_home", home=catalog.home.name[lang]),
                to_url(Selection("region", lang, region=catalog.home.code)),
            ),
            (say_word("standing.to_data"), to_url(Selection("data", lang))),
            (say_word("standing.to_articles"), to_url(Selection("articles", lang))),
            (say_word("standing.to_indicators"), to_url(Selection("indicator", lang))),
        ),
    )


def published_lights(
    catalog: Catalog, assessments: Sequence[AssessmentRow], lang: str
) -> tuple[PublishedLight, ...]:
    """Levels held as published, earliest period first, intensity before total."""
    held = [
        row for row in assessments if row.kind == "barometer_published" and row.result != Result.UNASSESSED
    ]
    order = {name: place for place, name in enumerate(("energy_intensity_change",))}
    held.sort(key=lambda row: (Period.parse(row.period), order.get(row.indicator, 1), row.indicator))
    return tuple(_light(catalog, row, lang) for row in held)


def _light(catalog: Catalog, row: AssessmentRow, lang: str) -> PublishedLight:
    indicator = catalog.indicators[row.indicator]
    rule = catalog.barometer_rules.get(row.rule or "")
    return PublishedLight(
        subject=(indicator.short_name or indicator.name)[lang],
        period=format_period(Period.parse(row.period), lang),
        verdict=verdict_of(row),
        document=rule.documents[0].number if rule else "",
    )


def _data(shipment: Shipment, lang: str) -> tuple[str, ...]:
    build, say_word = shipment.build, words(lang)
    used = [file for file in shipment.files if file.used]
    days = [file.published for file in used if len(file.published) == _LENGTH_OF_DAY]
    lines = [say_word("standing.files", count=len(used))]
    if build.as_of is not None:
        lines.append(say_word("standing.as_of", day=format_date(build.as_of, lang)))
    elif days:
        lines.append(say_word("standing.latest", day=format_date(date.fromisoformat(max(days)), lang)))
    return (*lines, say_word("footer.build", build=build.build_id[:12]))


def _missing(catalog: Catalog, scene: Scene, coverage: Sequence[CoverageRow], lang: str) -> tuple[str, ...]:
    """How many regions of each level lack the figure shown; and how many indicators no city has at all."""
    choice, say_word = scene.choice, words(lang)
    lines = [say_word("standing.of_indicator", indicator=choice.indicator.name[lang],
                      period=format_period(choice.period, lang) if choice.period else "")]  # fmt: skip
    for level in (RegionLevel.CITY, RegionLevel.COUNTY):
        of = sum(region.level is level for region in catalog.regions.values())
        have = next(
            (
                row.regions
                for row in coverage
                if (row.indicator, row.period, row.level)
                == (choice.indicator.id, str(choice.period or ""), level)
            ),
            0,
        )
        regions = say_word(f"level.{level}.word")
        if level in choice.indicator.levels:
            lines.append(say_word("standing.lacking", regions=regions, lacking=of - have, of=of))
        else:
            lines.append(say_word("standing.not_applicable", regions=regions))
    for_cities = [i.id for i in catalog.indicators.values() if RegionLevel.CITY in i.levels]
    covered = {row.indicator for row in coverage if row.level == RegionLevel.CITY}
    empty = sum(name not in covered for name in for_cities)
    return (*lines, say_word("standing.indicators", empty=empty, of=len(for_cities)))


def _challenges(challenges: Sequence[ChallengeRow], lang: str) -> tuple[str, ...]:
    weighty = sum(map(weighs, challenges))
    say_word, kinds = words(lang), Counter(row.kind for row in challenges)
    returns = (
        say_word(f"standing.{kind}", count=f"{kinds[kind]:,}")
        for kind in ("missing_return", "late_return", "refused_return")
        if kinds[kind]
    )
    return (
        *returns,
        say_word("standing.open", count=weighty),
        say_word("standing.notes", count=len(challenges) - weighty),
    )
