"""The catalogue as one frozen object, with the questions that the stages and screens ask of it."""

from functools import cached_property

from msgspec import Struct, field

from etl.catalog.target_book import TargetBook
from etl.errors import CatalogError, UsageError, say, told
from etl.model.base import Bilingual
from etl.model.carbon import CarbonRule, CoalEquivalent, FuelFactor, GridFactor, PeakPlan, PeakScenario
from etl.model.challenge_rule import ChallengeRule
from etl.model.comparison import ComparisonRule
from etl.model.correction import Correction
from etl.model.diagnosis import DiagnosedProblem
from etl.model.due_return import DueReturn
from etl.model.episode import EpisodePlace
from etl.model.flag import FlagRule
from etl.model.format import Format
from etl.model.gate import ProjectCatalogue, ReviewRule
from etl.model.glossary import Term
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.plan import PlanRule, plan_rule_for
from etl.model.register import Register
from etl.model.regulation import Regulation
from etl.model.restriction import Instrument
from etl.model.rule import BarometerAdoption, BarometerRule
from etl.model.scoring import ScoringRule
from etl.model.series import Series, SeriesKind
from etl.model.source import Source
from etl.model.task import TaskRule
from etl.model.title import MatchConfirmation, TitleRule
from etl.model.unit import Unit
from etl.model.vocabulary import Nature
from etl.model.work_calendar import WorkCalendar


class FormatFile(Struct, frozen=True):
    """A declared format and the first period that it holds for (its file's name)."""

    first_period: str
    format: Format


class Catalog(TargetBook, frozen=True, dict=True):
    """All declarations of one deployment. Dictionaries keep the order of the files."""

    units: dict[str, Unit]
    sources: dict[str, Source]
    series: dict[str, Series]
    formats: dict[str, tuple[FormatFile, ...]]
    barometer_rules: dict[str, BarometerRule]
    adoptions: tuple[BarometerAdoption, ...]
    flag_rules: dict[str, FlagRule]
    regulations: dict[str, Regulation]
    glossary: dict[str, Term]
    carbon_rules: dict[str, CarbonRule] = field(default_factory=dict)
    peak_scenarios: dict[str, PeakScenario] = field(default_factory=dict)
    peak_plans: dict[str, PeakPlan] = field(default_factory=dict)
    fuel_factors: dict[str, FuelFactor] = field(default_factory=dict)
    grid_factors: tuple[GridFactor, ...] = ()
    coal_equivalents: dict[str, CoalEquivalent] = field(default_factory=dict)
    title_rules: dict[str, TitleRule] = field(default_factory=dict)
    comparison_rules: dict[str, ComparisonRule] = field(default_factory=dict)
    matches: dict[str, MatchConfirmation] = field(default_factory=dict)
    challenge_rules: dict[str, ChallengeRule] = field(default_factory=dict)
    returns: dict[str, DueReturn] = field(default_factory=dict)
    corrections: dict[str, tuple[Correction, ...]] = field(default_factory=dict)
    diagnosis: dict[str, DiagnosedProblem] = field(default_factory=dict)
    plan_rules: dict[str, PlanRule] = field(default_factory=dict)
    scoring_rules: dict[str, ScoringRule] = field(default_factory=dict)
    task_rules: dict[str, TaskRule] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    project_catalogues: dict[str, ProjectCatalogue] = field(default_factory=dict)
    review_rules: dict[str, ReviewRule] = field(default_factory=dict)
    work_calendars: dict[str, WorkCalendar] = field(default_factory=dict)
    episode_places: dict[str, EpisodePlace] = field(default_factory=dict)
    # codes of regions whose figures the reader of this copy may not see; no declaration
    outside: frozenset[str] = frozenset()
    # ids of the sources that a build has files of; None before there is one: every declared source counts
    delivered: frozenset[str] | None = None
    registers: dict[str, Register] = field(default_factory=dict)

    # ── series and sources ─────────────────────────────────────────────────────────────────────────────
    @cached_property
    def unit_by_word(self) -> dict[str, str]:
        """Unit id of every spelling: the id itself, its signs, its names, and its declared words."""
        words: dict[str, str] = {}
        for unit in self.units.values():
            for word in (unit.id, unit.sign.zh, unit.sign.en, unit.name.zh, unit.name.en, *unit.words):
                if words.setdefault(word, unit.id) != unit.id:
                    raise CatalogError(
                        file="units.yaml",
                        place=unit.id,
                        found=f"word {word!r} of {words[word]} too",
                        expected="a word that names one unit",
                        action="Remove the word from one of them.",
                    )
        return words

    @cached_property
    def _sources_of_series(self) -> dict[str, tuple[str, ...]]:
        sources: dict[str, list[str]] = {}
        for source, files in self.formats.items():
            for series in sorted({s for file in files for s in series_of_format(file.format)}):
                sources.setdefault(series, []).append(source)
        return {series: tuple(found) for series, found in sources.items()}

    def series_of(self, indicator_id: str) -> tuple[str, ...]:
        """All series that an indicator rests on, through other indicators too."""
        known = self._known_series_of.get(indicator_id)
        if known is None:
            found: list[str] = []
            for name in self.indicators[indicator_id].inputs():
                found.extend(self.series_of(name) if name in self.indicators else (name,))
            known = self._known_series_of[indicator_id] = tuple(dict.fromkeys(found))
        return known

    @cached_property
    def _known_series_of(self) -> dict[str, tuple[str, ...]]:
        """What ``series_of`` has found so far: pages ask for every indicator again and again."""
        return {}

    def deliverers_of(self, indicator_id: str) -> tuple[Bilingual, ...]:
        """Who could deliver what an indicator lacks, each once; empty where the catalogue names nobody.

        Where somebody publishes the figure itself, that is who; the amounts that it could be computed from
        come second.
        """
        known = self._known_deliverers.get(indicator_id)
        if known is None:
            published = self.series.get(self.indicators[indicator_id].published or "")
            is_published = published is not None and published.delivered_by is not None
            series = (published.id,) if published and is_published else self.series_of(indicator_id)
            named = (self.series[name].delivered_by for name in series)
            known = tuple(dict.fromkeys(who for who in named if who is not None))
            self._known_deliverers[indicator_id] = known
        return known

    @cached_property
    def _known_deliverers(self) -> dict[str, tuple[Bilingual, ...]]:
        """What ``deliverers_of`` has found so far."""
        return {}

    def sources_of_series(self, series_id: str) -> tuple[str, ...]:
        """Ids of the sources that deliver a series."""
        return self._sources_of_series.get(series_id, ())

    def sources_of(self, indicator_id: str) -> tuple[str, ...]:
        """Ids of the sources that deliver the series of an indicator: in a build, those that did."""
        found = (
            source
            for series in self.series_of(indicator_id)
            for source in self.sources_of_series(series)
            if self.delivered is None or source in self.delivered
        )
        return tuple(dict.fromkeys(found))

    def is_inferred(self, indicator_id: str) -> bool:
        """Whether all that delivers an indicator is scaled down from larger areas or estimated."""
        natures = {self.sources[source].nature for source in self.sources_of(indicator_id)}
        return bool(natures) and natures <= {Nature.DOWNSCALED, Nature.ESTIMATED}

    # ── indicators ─────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def series_running_through(self) -> frozenset[str]:
        """Series whose figures run through their period: nobody can know them before it has ended.

        Counts and grades are not among them: of a year not over, twelve new firms can be told.
        """
        return frozenset(
            each.id
            for each in self.series.values()
            if each.kind in (SeriesKind.RATE, SeriesKind.INDEX)
            or (each.kind is SeriesKind.LEVEL and not self.units[each.unit].counted)
        )

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id.

        Raises:
            UsageError: there is no such indicator.
        """
        if indicator_id not in self.indicators:
            raise UsageError(**told("unknown_indicator_id", name=indicator_id))
        return self.indicators[indicator_id]

    def history_name(self, name: str | None, lang: str) -> str:
        """Whose revisions were measured: a series as published, or an indicator as computed."""
        known = self.series.get(name or "") or self.indicators.get(name or "")
        basis = "published" if name in self.series else "computed"
        shown = known.name[lang] if known else str(name)
        return say("explain_history", lang, name=shown, basis=say(f"basis_{basis}", lang))

    def is_estimate(self, indicator_id: str, region_code: str, period: Period) -> bool:
        """Whether a value of a region and period is an estimate, whoever states it."""
        declared = self.indicators[indicator_id].estimated
        return declared is not None and declared.holds(self.regions[region_code].level, period)

    @cached_property
    def indicators_in_order(self) -> tuple[Indicator, ...]:
        """Indicators after the ones that they read, so that one pass computes all."""
        done: dict[str, Indicator] = {}

        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in done or name not in self.indicators:
                return
            if name in path:
                raise CatalogError(
                    file=f"indicators/{name}.yaml",
                    place="formula",
                    found=" → ".join((*path, name)),
                    expected="no circle of formulas",
                    action="Let one of them read a series instead.",
                )
            for below in self.indicators[name].inputs():
                visit(below, (*path, name))
            done[name] = self.indicators[name]

        for name in sorted(self.indicators):
            visit(name, ())
        return tuple(done.values())

    # ── rules and registers ────────────────────────────────────────────────────────────────────────────────
    def plan_rule(self, period: Period) -> PlanRule | None:
        """The version of the plan's rules that holds for a period within a year."""
        return plan_rule_for(self.plan_rules.values(), period)

    @cached_property
    def public_registers(self) -> frozenset[str]:
        """Registers whose rows were published for everybody."""
        layouts = [each.format.layout for files in self.formats.values() for each in files]
        return frozenset(one.register_id for one in layouts if one.kind == "records" and one.is_public)

    @cached_property
    def regulation(self) -> Regulation:
        """The regulation of this deployment."""
        return self.regulations[self.deployment.regulation]


def series_of_format(declared: Format) -> tuple[str, ...]:
    """Ids of the series that files of a format can hold."""
    layout = declared.layout
    if layout.kind == "long":
        return (layout.series.fixed,) if layout.series.fixed else tuple(layout.series.words.values())
    if layout.kind in ("table", "grid"):
        return tuple(dict.fromkeys(column.series for column in layout.columns))
    return ()
