"""附表: the cities side by side on a rotated page. And the last page: which build, which rules."""

from typing import Final

from dashboard.format import DASH, format_date
from dashboard.report.basis import Basis
from dashboard.report.document import Block, Cell, Column, Heading, Note, Paragraph, Table
from dashboard.report.sections.structure import INDUSTRY, published_periods
from dashboard.views.known_by import latest_shared_period
from dashboard.views.shown import short_name

_INDICATORS: Final = (
    "population",
    "gdp",
    "gdp_growth",
    "gdp_per_capita",
    "secondary_share",
    INDUSTRY,
    "co2_edgar_total",
    "co2_per_capita_edgar",
    "co2_per_gdp_edgar_2020",
)


def compose_annex(basis: Basis) -> tuple[Block, ...]:
    """The annex: one row for every city, each column with its own period."""
    columns = [(indicator, _period(basis, indicator)) for indicator in _INDICATORS if basis.has(indicator)]
    heading = Heading(1, basis.say.text("headings.annex"))
    if not any(period for _, period in columns):
        return (heading, Paragraph(basis.say("annex.nothing", period=basis.when(basis.period))))
    return (heading, _table(basis, [(name, period) for name, period in columns if period is not None]))


def _period(basis: Basis, indicator: str) -> str | None:
    """The report's period if any city has a value, else the latest year; months for industrial growth."""
    if indicator == INDUSTRY:
        months = [period for period in published_periods(basis) if basis.with_values(INDUSTRY, period)]
        return months[-1] if months else None
    if basis.with_values(indicator, str(basis.period)):
        return str(basis.period)
    codes = {city.code for city in basis.cities}
    rows = (row for row in basis.rows.values if row.indicator == indicator and row.region in codes)
    return latest_shared_period(rows, basis.period)


def _table(basis: Basis, columns: list[tuple[str, str]]) -> Table:
    head = [Column(basis.say.text("columns.city"), share=1.0)]
    for indicator, period in columns:
        declared = basis.indicator(indicator)
        title = (declared.short_name or declared.name)[basis.lang]
        sign = basis.catalog.units[declared.unit].sign[basis.lang]
        unit = basis.say.text("annex.unit", unit=sign, period=basis.when(period))
        head.append(Column(title, unit, is_numeric=True, share=1.2))
    rows = tuple(
        (
            Cell(short_name(city, basis.lang)),
            *(basis.cell(name, basis.value(name, city.code, period)) for name, period in columns),
        )
        for city in basis.cities
    )
    return Table(
        name="annex_cities",
        caption=basis.say.text("annex.table", count=len(basis.cities)),
        columns=tuple(head),
        rows=rows,
        notes=(basis.note("annex.note", dash=DASH, reason=basis.reason(None)),),
        is_wide=True,
    )


def compose_last_page(basis: Basis) -> tuple[Block, ...]:
    """The data version, the rule versions and the day until which publications are known."""
    build = basis.rows.build
    as_of = basis.say.text("edition.all") if build.as_of is None else format_date(build.as_of, basis.lang)
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
    )
    return (
        Heading(1, basis.say.text("headings.edition")),
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
            notes=(
                Note(
                    basis.say("edition.no_adoption" if not basis.catalog.adoptions else "edition.adoptions")
                ),
            ),
        ),
    )
