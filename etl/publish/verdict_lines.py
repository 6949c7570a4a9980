"""What console and screen tell beside a verdict in the same words; each writes figures in its own way."""

from collections.abc import Callable, Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.judged import Judged
from etl.model.rounding import PERCENT

_AS_PUBLISHED = 2  # decimals of published progress

Write = Callable[[float], str]
"""How a figure in per cent, or in the unit of the indicator, is written."""


def plan_lines(catalog: Catalog, indicator: str, rule_id: str | None, lang: str) -> Iterator[str]:
    """The version of the plan's rules that made a value, then a line for each amount that it took off it.

    What the version takes off another subject (new renewables off the total only) did not touch this value
    and is not told beside it.

    Args:
        catalog: the versions of the plans' rules.
        indicator: id of the indicator, whose formula says which of total and intensity it states.
        rule_id: the version that the value names; None where it was made by none.
        lang: language of the words.
    """
    rule = catalog.plan_rules.get(rule_id or "")
    if rule is None:
        return
    comma = say("list_comma", lang)
    documents = comma.join(f"{each.number}{mark_words(each.mark, lang)}" for each in rule.documents)
    yield say("explain_plan", lang, rule=rule.name[lang], id=rule.id, document=documents)
    subject = getattr(catalog.indicators[indicator].formula, "deducted_from", None)
    for each in rule.deducted(subject):
        yield say(
            "explain_deduction",
            lang,
            name=each.name[lang],
            subjects=comma.join(say(f"deducted_{one.value}", lang) for one in each.deducted_from),
            document=each.document.number,
            mark=mark_words(each.document.mark or each.mark, lang),
        )


def mark_words(mark: str | None, lang: str) -> str:
    """``【文号未核实】`` where a document could not be compared; empty without a mark."""
    return say(f"mark_{mark}", lang) if mark else ""


def pace_lines(judged: Judged, lang: str, write: Write) -> Iterator[str]:
    """Progress on a plan, what remains of it, and whether the pace needed was ever kept."""
    if judged.progress_as_published is not None:
        progress = round(PERCENT * judged.progress_as_published, _AS_PUBLISHED)
        yield say("explain_plain_ratio", lang, progress=write(progress))
    if judged.remaining_task is not None and judged.progress_reason is None:
        yield say("explain_remaining", lang, task=write(judged.remaining_task))
    if judged.progress_reason is not None:
        yield say(f"progress_{judged.progress_reason}", lang)
    if judged.yearly_room:
        yield say("explain_yearly_room", lang, room=write(judged.yearly_room))
    if judged.best_pace is not None:
        yield say("explain_best_pace", lang, pace=write(judged.best_pace), year=judged.best_pace_year)
    if judged.pace_unprecedented:
        yield say("explain_unprecedented", lang)


def beside_lines(judged: Judged, catalog: Catalog, lang: str, write: Write) -> Iterator[str]:
    """Targets of regions above the home region, as lines to compare; the stretch target that exempts."""
    for line in judged.reference:
        yield say(
            "explain_reference",
            lang,
            region=catalog.regions[line.region].name[lang],
            value=write(line.value),
            base="—" if line.base is None else line.base,
            end=line.end,
            document=catalog.cited(line.document, lang),
        )
    if judged.exempt is not None:
        exempt = judged.exempt
        yield say(
            "explain_exempt",
            lang,
            span=exempt.span,
            cumulative=write(exempt.cumulative),
            target=write(exempt.stretch_target),
            document=catalog.cited(exempt.document, lang),
        )
