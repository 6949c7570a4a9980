"""附表: cities and counties side by side on rotated pages. And the last page: which build, which rules."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard.format import DASH, format_date
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Column, Heading, Note, Paragraph, Table
from dashboard.report.sections.industry import INDUSTRY
from dashboard.report.sections.structure import column_of
from etl.model.region import Region
from etl.store.rows import FileRow

_OF_CITIES: Final = (
    "gdp",
    "gdp_growth",
    INDUSTRY,
    "gdp_per_capita",
    "secondary_share",
    "energy_intensity_change",
    "energy_consumption_growth",
    "co2_intensity_annual_reduction",
    "rd_intensity",
    "valid_srdi_sme",
    "population",
    "co2_edgar_total",
    "co2_per_capita_edgar",
    "co2_per_gdp_edgar_2020",
)
OF_COUNTIES: Final = (
    "gdp",
    "gdp_growth",
    INDUSTRY,
    "secondary_share",
    "energy_consumption",
    "valid_srdi_sme",
    "above_scale_firms",
    "population",
    "census_population",
    "urbanisation_rate",
    "co2_chen_total",
)
_MOST_COLUMNS: Final = 10
_FEWEST_SHARE: Final = 0.2  # of the regions; below, a column would be nearly all dashes
_ESTIMATED_BELOW_CITIES: Final = "energy_consumption"


def compose_annex(basis: Basis) -> tuple[Block, ...]:
    """The annex of the cities, and that of the counties where they have any figures."""
    heading = Heading(1, basis.say.text("headings.annex"), begins_page=True)
    columns = _columns(basis, _OF_CITIES, basis.cities)
    if not columns:
        return (heading, Paragraph(basis.say("annex.nothing", period=basis.when(basis.period))))
    note = basis.note("annex.note", dash=DASH, reason=basis.reason(None))
    table = _table(basis, "annex_cities", columns, basis.cities, (note, *_cautions(basis, columns)))
    return (heading, table, *_counties(basis))


def _counties(basis: Basis) -> tuple[Block, ...]:
    columns = _columns(basis, OF_COUNTIES, basis.counties)
    if not columns:
        return ()
    notes = [basis.note("annex.note", dash=DASH, reason=basis.reason(None)), *_cautions(basis, columns)]
    if any(name == _ESTIMATED_BELOW_CITIES for name, _ in columns):
        notes.append(basis.note("annex.estimated"))
    heading = Heading(1, basis.say.text("headings.county_annex"), begins_page=True)
    return (heading, _table(basis, "annex_counties", columns, basis.counties, tuple(notes)))


def _columns(basis: Basis, names: Sequence[str], regions: Sequence[Region]) -> list[tuple[str, str]]:
    """Indicators that a fifth of the regions or more has, each with its own period."""
    found = [
        (name, period)
        for name in basis.declared(names)
        if (period := basis.shared_period(name, regions)) is not None
        and len(basis.with_values(name, period, regions)) >= _FEWEST_SHARE * len(regions)
    ]
    return found[:_MOST_COLUMNS]


def _table(
    basis: Basis,
    name: str,
    columns: list[tuple[str, str]],
    regions: Sequence[Region],
    notes: tuple[Note, ...],
) -> Table:
    is_below = regions is basis.counties
    head = [basis.column("city", share=0.8)] if is_below else []
    head.append(basis.column("county" if is_below else "city", share=1.4 if is_below else 1.0))
    head += [column_of(basis, indicator, period, 1.2) for indicator, period in columns]
    rows = []
    for region in regions:
        cells = [Cell(basis.short(region.parent or ""))] if is_below else []
        cells.append(Cell(region.name[basis.lang] if is_below else basis.short(region.code)))
        cells += [basis.cell(one, basis.value(one, region.code, period)) for one, period in columns]
        rows.append(tuple(cells))
    return Table(
        name=name,
        caption=basis.say.text(f"annex.{name}", count=len(regions)),
        columns=tuple(head),
        rows=tuple(rows),
        notes=notes,
        is_wide=True,
    )


def _cautions(basis: Basis, columns: list[tuple[str, str]]) -> tuple[Note, ...]:
    """What has to be known of a figure before it is used; the same words of several figures once."""
    by_text: dict[str, list[str]] = {}
    for name, _ in columns:
        caution = basis.indicator(name).caution
        if caution is not None:
            by_text.setdefault(caution[basis.lang], []).append(basis.title(name))
    between = basis.say.text("list.between")
    return tuple(
        basis.note("caution", name=between.join(names), text=text) for text, names in by_text.items()
    )


def latest_publication(files: tuple[FileRow, ...]) -> str:
    """Day of the latest publication in the build, the only date that the files of a report carry.

    A publication dated to its year or month alone counts from the first day, so that no date lies ahead.
    """
    days = [(file.published + "-01-01")[:10] for file in files if file.used]
    return max(days, default="1980-01-01")


def compose_last_page(basis: Basis) -> tuple[Block, ...]:
    """The data version, the rule versions and the day until which publications are known."""
    build = basis.rows.build
    last = format_date(date.fromisoformat(latest_publication(basis.rows.files)), basis.lang)
    as_of = (
        basis.say.text("edition.all", day=last)
        if build.as_of is None
        else format_date(build.as_of, basis.lang)
    )
    versions = [
        ("barometer_rule", rule.id, rule.name[basis.lang], "、".join(d.number for d in rule.documents))
        for rule in basis.catalog.barometer_rules.values()
    ]
    versions += [
        ("flag_rule", rule.id, rule.name[basis.lang], DASH) for rule in basis.catalog.flag_rules.values()
    ]
    facts = (
        ("period", basis.when(basis.period), str(basis.period)),
        ("build", build.build_id, ""),
        ("as_of", as_of, ""),
        ("inputs", build.inputs_sha256, ""),
        ("catalog", build.catalog_sha256, ""),
        ("code", build.code_sha256, ""),
        ("cut_off", basis.moment(basis.record.cut_off) or basis.say.text("edition.no_record"), ""),
        ("head", basis.record.head or DASH, ""),
    )
    return (
        Heading(1, basis.say.text("headings.edition"), begins_page=True),
        Paragraph(basis.say("edition.text")),
        Table(
            name="edition",
            caption=basis.say.text("edition.table"),
            columns=(
                Column(basis.say.text("columns.item"), share=1.0),
                Column(basis.say.text("columns.entry"), share=3.4),
            ),
            rows=tuple((Cell(basis.say.text(f"edition.{name}")), Cell(text)) for name, text, _ in facts),
        ),
        Table(
            name="rules",
            caption=basis.say.text("edition.rules"),
            columns=tuple(
                Column(basis.say.text(f"columns.{title}"), share=share)
                for title, share in (("kind", 0.8), ("version", 1.1), ("name", 1.6), ("document", 2.2))
            ),
            rows=tuple(
                (Cell(basis.say.text(f"edition.{kind}")), Cell(rule), Cell(name), Cell(document))
                for kind, rule, name, document in versions
            ),
            notes=_adoptions(basis),
        ),
    )


def _adoptions(basis: Basis) -> tuple[Note, ...]:
    """By which acts versions of the barometer are used beyond their own periods."""
    acts = {(act.version, act.document): act for act in basis.catalog.adoptions}
    if not acts:
        return (basis.note("edition.no_adoption"),)
    return tuple(
        basis.note(
            "edition.adopted",
            rule=basis.catalog.barometer_rules[act.version].name[basis.lang],
            document=act.document,
            day=format_date(act.date, basis.lang),
        )
        for act in acts.values()
    )
