"""YAML and CSV of ``<data>/catalog`` → declarations; a fault is a ``CatalogError`` with file and place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from etl.catalog.catalog import Catalog, FormatFile
from etl.catalog.factors import GRID_FACTORS, with_fuel_factors
from etl.catalog.plans import with_plan_rules
from etl.catalog.reading import read_list, read_rows, read_yaml, validated
from etl.errors import CatalogError
from etl.model.base import Declaration
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
from etl.model.plan import PlanRule
from etl.model.region import Deployment, FormerCode, Region
from etl.model.register import Register
from etl.model.regulation import Regulation
from etl.model.restriction import Instrument
from etl.model.rule import BarometerAdoption, BarometerRule
from etl.model.scoring import ScoringRule
from etl.model.series import Series
from etl.model.source import Source
from etl.model.target import Target
from etl.model.task import TaskRule
from etl.model.title import MatchConfirmation, TitleRule
from etl.model.unit import Unit
from etl.model.work_calendar import WorkCalendar

Model = TypeVar("Model", bound=Declaration)
_REGION_HEADINGS = (
    "code", "name_zh", "name_en", "level", "kind", "parent", "aliases", "label_lon", "label_lat",
    "valid_from", "valid_to", "note",
)  # fmt: skip


def _each_in_lists(
    model: type[Model], folder: Path, *, is_text: bool = False
) -> Iterator[tuple[Path, Model]]:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder.with_suffix(".yaml")]
    for path in files:
        if not path.exists():
            continue
        for number, item in enumerate(read_list(path)):
            yield path, validated(model, item, path, f"item {number + 1}", is_text=is_text)


def _each_file(model: type[Model], folder: Path) -> Iterator[tuple[Path, Model]]:
    for path in sorted(folder.rglob("*.yaml")):
        yield path, validated(model, read_yaml(path), path)


def _keyed(items: Iterator[tuple[Path, Model]], key: str = "id") -> dict[str, Model]:
    found: dict[str, Model] = {}
    for path, item in items:
        name = str(getattr(item, key))
        if name in found:
            raise CatalogError(
                file=path.name, place=name, found="a second declaration", expected="one", action="Remove one."
            )
        found[name] = item
    return found


def _history(path: Path) -> Mapping[str, list[FormerCode]]:
    history: dict[str, list[FormerCode]] = {}
    for line, row in read_rows(path, ("code", "former_code", "former_name", "until", "note")):
        former = {
            "code": row["former_code"] or row["code"],
            "name": row["former_name"],
            "until": row["until"],
            "parent": row.get("former_parent") or None,  # a table of before regions moved has no such column
            "note": row["note"],
        }
        history.setdefault(row["code"], []).append(
            validated(FormerCode, former, path, f"line {line}", is_text=True)
        )
    return history


def _each_row(model: type[Model], path: Path) -> Iterator[tuple[Path, Model]]:
    """Rows of a CSV as declarations; ``name_zh`` and ``name_en`` are the name, an empty cell is left out.

    A model with the field ``row`` learns in which row it stands.
    """
    for line, row in read_rows(path) if path.exists() else ():
        in_two = {"name_zh", "name_en"} <= row.keys()
        names = {"name": {"zh": row.pop("name_zh"), "en": row.pop("name_en")}} if in_two else {}
        given = {key: cell for key, cell in row.items() if cell != ""}
        if "row" in model.__struct_fields__:
            given["row"] = str(line)
        yield path, validated(model, given | names, path, f"line {line}", is_text=True)


def load_regions(folder: Path) -> dict[str, Region]:
    """``regions.csv`` with ``region_history.csv``, in file order."""
    path = folder / "regions.csv"
    history = _history(folder / "region_history.csv")

    def each() -> Iterator[tuple[Path, Region]]:
        for line, row in read_rows(path, _REGION_HEADINGS):
            value = {
                "code": row["code"],
                "name": {"zh": row["name_zh"], "en": row["name_en"]},
                "level": row["level"],
                "kind": row["kind"],
                "parent": row["parent"] or None,
                "aliases": tuple(alias for alias in row["aliases"].split(";") if alias),
                "former": tuple(history.get(row["code"], ())),
                "label": (row["label_lon"], row["label_lat"]) if row["label_lon"] else None,
                "valid_from": row["valid_from"] or None,
                "valid_to": row["valid_to"] or None,
                "note": row["note"],
            }
            yield path, validated(Region, value, path, f"line {line}", is_text=True)

    return _keyed(each(), key="code")


def load_formats(folder: Path) -> dict[str, tuple[FormatFile, ...]]:
    """Formats by source, oldest first; the file's stem says from which period on it holds."""
    formats: dict[str, list[FormatFile]] = {}
    for path, declared in _each_file(Format, folder):
        if path.parent.name != declared.source:
            raise CatalogError(
                file=path.name,
                place="source",
                found=declared.source,
                expected=f"the folder's name, {path.parent.name}",
                action="Move the file or correct its source.",
            )
        formats.setdefault(declared.source, []).append(FormatFile(path.stem, declared))
    return {source: tuple(files) for source, files in formats.items()}


def load_challenge_rules(folder: Path) -> dict[str, ChallengeRule]:
    """Rules of the challenges by their id."""
    files = sorted(folder.rglob("*.yaml"))
    return _keyed((path, validated(ChallengeRule, read_yaml(path), path)) for path in files)


def load_corrections(folder: Path) -> dict[str, tuple[Correction, ...]]:
    """Corrections by source, the file's stem; an id names one correction of the whole deployment."""
    found: dict[str, list[Correction]] = {}

    def each() -> Iterator[tuple[Path, Correction]]:
        for path in sorted(folder.glob("*.yaml")):
            for number, item in enumerate(read_list(path)):
                correction = validated(Correction, item, path, f"item {number + 1}")
                found.setdefault(path.stem, []).append(correction)
                yield path, correction

    _keyed(each())
    return {source: tuple(corrections) for source, corrections in found.items()}


def refuse_without_deployment(data_dir: Path) -> None:
    """Refuse a folder that is none of a deployment.

    Raises:
        CatalogError: there is no ``catalog/deployment.yaml``.
    """
    folder = data_dir / "catalog"
    if not (folder / "deployment.yaml").exists():
        raise CatalogError(
            file=str(folder),
            place="deployment.yaml",
            found="no such file",
            expected="a deployment",
            action="Give --data DIR a folder that holds catalog/ and raw/.",
        )


def load_catalog(data_dir: Path) -> Catalog:
    """The whole catalogue of a deployment.

    Args:
        data_dir: the folder that holds ``catalog/`` and ``raw/``.

    Raises:
        CatalogError: a declaration is missing, wrong, or given twice.
    """
    refuse_without_deployment(data_dir)
    folder = data_dir / "catalog"
    units = _keyed(_each_in_lists(Unit, folder / "units"))
    series = _keyed(_each_in_lists(Series, folder / "series"))
    fuel_factors = _keyed(_each_row(FuelFactor, folder / "factors" / "fuels.csv"))
    plan_rules = _keyed(_each_file(PlanRule, folder / "rules" / "plan"))
    declared = with_plan_rules(_keyed(_each_file(Indicator, folder / "indicators")), plan_rules)
    indicators = with_fuel_factors(declared, fuel_factors, series, units)
    return Catalog(
        deployment=validated(Deployment, read_yaml(folder / "deployment.yaml"), folder / "deployment.yaml"),
        units=units,
        regions=load_regions(folder),
        sources=_keyed(_each_in_lists(Source, folder / "sources")),
        series=series,
        formats=load_formats(folder / "formats"),
        indicators=indicators,
        targets=tuple(target for _, target in _each_in_lists(Target, folder / "targets", is_text=True)),
        barometer_rules=_keyed(_each_file(BarometerRule, folder / "rules" / "barometer")),
        adoptions=tuple(act for _, act in _each_in_lists(BarometerAdoption, folder / "rules" / "adoptions")),
        flag_rules=_keyed(_each_file(FlagRule, folder / "rules" / "flag")),
        regulations=_keyed(_each_file(Regulation, folder / "regulation")),
        glossary=_keyed(_each_in_lists(Term, folder / "glossary")),
        carbon_rules=_keyed(_each_file(CarbonRule, folder / "rules" / "carbon")),
        peak_scenarios=_keyed(_each_file(PeakScenario, folder / "rules" / "scenario")),
        peak_plans=_keyed(_each_in_lists(PeakPlan, folder / "peak_plans"), key="region"),
        fuel_factors=fuel_factors,
        grid_factors=tuple(factor for _, factor in _each_row(GridFactor, folder / GRID_FACTORS)),
        coal_equivalents=_keyed(_each_row(CoalEquivalent, folder / "factors" / "coal_equivalents.csv")),
        title_rules=_keyed(_each_file(TitleRule, folder / "rules" / "titles")),
        comparison_rules=_keyed(_each_file(ComparisonRule, folder / "rules" / "comparison")),
        challenge_rules=load_challenge_rules(folder / "rules" / "challenge"),
        returns=_keyed(_each_in_lists(DueReturn, folder / "returns")),
        corrections=load_corrections(folder / "corrections"),
        diagnosis=_keyed(_each_in_lists(DiagnosedProblem, folder / "diagnosis")),
        plan_rules=plan_rules,
        scoring_rules=_keyed(_each_file(ScoringRule, folder / "rules" / "scoring")),
        task_rules=_keyed(_each_file(TaskRule, folder / "rules" / "task")),
        project_catalogues=_keyed(_each_file(ProjectCatalogue, folder / "rules" / "gate" / "catalogues")),
        review_rules=_keyed(_each_file(ReviewRule, folder / "rules" / "gate" / "reviews")),
        instruments=_keyed(_each_file(Instrument, folder / "rules" / "restriction")),
        registers=_keyed(_each_file(Register, folder / "registers")),
        work_calendars=_keyed(_each_file(WorkCalendar, folder / "work_calendar")),
        episode_places=_keyed(_each_in_lists(EpisodePlace, folder / "episode_places")),
        matches=_keyed(_each_file(MatchConfirmation, folder / "matches"), key="source"),
    )
