"""What would turn the status of the region in focus: what the test still asks for, and the pace it takes."""

import json
from typing import Any

from msgspec import Struct

from dashboard.format import format_number, format_quantity, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.theme import UNASSESSED, Mark
from dashboard.views.carbon.headline import amount_words, why_peak
from dashboard.views.carbon.peak import Peak, mark_of, status_words, test_words
from dashboard.views.carbon.plans import peak_target
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.value_words import silent_words, unit_sign
from etl.derive.finding.scenarios import compute_break_even_reduction
from etl.derive.peak import PLATEAU_SHARE, PeakRule, PeakStatus, compute_earliest_peak


class TurnView(Struct, frozen=True):
    """The status of the region in focus, why it is so, and what would change it."""

    lang: str
    title: str
    mark: Mark
    status: str
    why_address: str
    lines: tuple[str, ...]
    note: str


def build_turn(scene: CarbonScene, selection: Selection) -> TurnView:
    """What would turn it.

    Args:
        scene: inventory, year and region.
        selection: what the address says.
    """
    lang, region = selection.lang, scene.focus
    peak = scene.peak(region)
    say_word = words(lang)
    title = say_word("carbon.turn.title", region=region.name[lang])
    if peak is None:
        missing = silent_words(scene.catalog, region, lang)
        return TurnView(lang, title, UNASSESSED, missing, "", (say_word("carbon.turn.silent"),), "")
    unit = unit_sign(scene.catalog, scene.indicator, lang)
    target = peak_target(scene, region, lang)
    lines = (
        test_words(peak, scene.indicator.display.decimals, unit, lang),
        *_status_lines(scene, peak, lang),
        *_pace_lines(scene, peak, lang),
        *([say_word("carbon.turn.target", target=target[1])] if target else []),
    )
    return TurnView(
        lang, title, mark_of(peak.word), status_words(peak, lang), why_peak(scene, region, peak, selection),
        lines, say_word("carbon.turn.note"),
    )  # fmt: skip


def _status_lines(scene: CarbonScene, peak: Peak, lang: str) -> list[str]:
    say_word = words(lang)
    if peak.rule is PeakRule.INFERRED:
        return [say_word("carbon.turn.inferred")]
    above = amount_words(scene, peak.maximum, lang, (scene.focus, peak.maximum_year))
    if peak.status is PeakStatus.PEAKED:
        return [say_word("carbon.turn.peaked", maximum=above)]
    lines = []
    if peak.rule is PeakRule.GAPS_AFTER_MAXIMUM:
        lines.append(say_word("carbon.turn.gaps", year=peak.maximum_year + 1, last=peak.last_year))
    if peak.status is PeakStatus.PLATEAU:
        floor = amount_words(scene, PLATEAU_SHARE * peak.maximum, lang)
        lines.append(say_word("carbon.turn.plateau", floor=floor))
    earliest = compute_earliest_peak(scene.emissions(scene.focus))
    if earliest is not None:
        first, years = peak.last_year + 1, earliest - peak.last_year
        lines.append(say_word("carbon.turn.earliest", first=first, year=earliest, years=years))
    if peak.maximum_year < peak.last_year:
        lines.append(say_word("carbon.turn.above", maximum=above))
    return lines


def _pace_lines(scene: CarbonScene, peak: Peak, lang: str) -> list[str]:
    """At which yearly fall of CO2 per GDP emissions would stop rising, beside the region's own pace."""
    row = scene.found("peak_scenario", scene.focus)
    facts: dict[str, Any] = json.loads(row.facts) if row else {}
    if not facts or facts["last_year"] != peak.last_year:
        return []
    growth, own = facts["own_gdp_growth_pct"], facts["own_intensity_reduction_pct"]
    needed = compute_break_even_reduction(growth)
    key = "pace_enough" if own >= needed else "pace_short"
    return [
        words(lang)(
            f"carbon.turn.{key}",
            growth=f"{format_signed(growth, 2)}%",
            needed=f"{format_number(needed, 2)}%",
            own=f"{format_signed(-own, 2)}%",
            gap=format_quantity(abs(needed - own), words(lang)("units.pp"), lang, 2),
        )
    ]
