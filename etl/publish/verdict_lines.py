"""What console and screen tell beside a verdict in the same words; each writes figures in its own way."""

from collections.abc import Callable, Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.judged import Judged
from etl.model.rounding import PERCENT

_AS_PUBLISHED = 2  # decimals of published progress

Write = Callable[[float], str]
"""How a figure in per cent, or in the unit of the indicator, is written."""


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
            document=line.document,
        )
    if judged.exempt is not None:
        exempt = judged.exempt
        yield say(
            "explain_exempt",
            lang,
            span=exempt.span,
            cumulative=write(exempt.cumulative),
            target=write(exempt.stretch_target),
            document=exempt.document,
        )
