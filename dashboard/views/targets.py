"""A target in words: what it asks, for which years, whose it is, by which document."""

from collections.abc import Iterable

from dashboard.format import decimals_of, format_period, format_quantity
from dashboard.text import words
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.target import Target
from etl.store.rows import AssessmentRow


def target_value(catalog: Catalog, row: AssessmentRow, lang: str) -> str:
    """What is asked: ``不低于15%``; empty where there is no target."""
    if row.target_value is None or row.target_unit is None:
        return ""
    word = words(lang)(f"comparator.{row.target_comparator}")
    if row.target_comparator == "before":
        return f"{word}{_gap(lang)}{format_period(Period.of_year(int(row.target_value)), lang)}"
    unit = catalog.units[row.target_unit].sign[lang]
    number = format_quantity(row.target_value, unit, lang, decimals_of(row.target_value))
    return f"{word}{_gap(lang)}{number}"


def asked_in_words(catalog: Catalog, rows: Iterable[AssessmentRow], lang: str) -> str:
    """What several rows ask, with their years; one that is asked of every year of a plan is said once."""
    told = (
        target_value(catalog, row, lang)
        if row.target_comparator == "before"
        else f"{target_period(row, lang)} {target_value(catalog, row, lang)}"
        for row in rows
        if row.target_value is not None
    )
    return words(lang)("list.comma").join(dict.fromkeys(told))


def target_period(row: AssessmentRow, lang: str) -> str:
    """The years of the plan, or the year of the level."""
    if row.target_end is None:
        return ""
    if row.target_base is None:
        return format_period(Period.of_year(row.target_end), lang)
    return format_period(Period.of_span(row.target_base + 1, row.target_end), lang)


def target_basis(catalog: Catalog, row: AssessmentRow, lang: str) -> str:
    """Whose target it is, by which document, and whether that document could be compared."""
    if row.target_document is None:
        return ""
    told = [say(f"origin_{row.target_origin}", lang), cited_document(catalog, row.target_document, lang)]
    target = declared_target(catalog, row)
    if target is not None and target.mark is not None:
        told.append(words(lang)(f"target.{target.mark}"))
    return " · ".join(told)


def cited_document(catalog: Catalog, document: str | None, lang: str) -> str:
    """The document of a target in a language; empty without one."""
    return catalog.cited(document, lang)


def declared_target(catalog: Catalog, row: AssessmentRow) -> Target | None:
    """The declaration of the target that a region is judged against."""
    return next(
        (
            target
            for target in catalog.targets
            if (target.region, target.indicator, target.base, target.end)
            == (row.target_region, row.indicator, row.target_base, row.target_end)
            and target.document == row.target_document
        ),
        None,
    )


def _gap(lang: str) -> str:
    return " " if lang == "en" else ""
