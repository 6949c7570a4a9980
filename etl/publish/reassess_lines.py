"""What a changed figure makes of a region: verdicts and flags before and after, a fact per line."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.store.rows import AssessmentRow, FlagRow

Key = tuple[str, str, str, str | None, int | None, int | None]


class Judgement(Struct, frozen=True):
    """Verdicts and flags of one region."""

    assessments: Sequence[AssessmentRow]
    flags: Sequence[FlagRow]


def reassess_lines(before: Judgement, after: Judgement, catalog: Catalog, lang: str) -> Iterator[str]:
    """Every verdict that is another one, and every flag that is new, gone or of another strength.

    Args:
        before: as the build has it.
        after: with the changed figures.
        catalog: names and units.
        lang: language of the words.
    """
    was = {_key(row): row for row in before.assessments}
    now = {_key(row): row for row in after.assessments}
    changed = [key for key in dict.fromkeys([*was, *now]) if _told(was.get(key)) != _told(now.get(key))]
    yield say("reassess_verdicts", lang, changed=len(changed), judged=len(now))
    for key in changed:
        yield "  " + say(
            "reassess_verdict",
            lang,
            indicator=catalog.indicators[key[0]].name[lang],
            period=key[1],
            kind=say(f"kind_{key[2]}", lang),
            was=_verdict(was.get(key), catalog, lang),
            now=_verdict(now.get(key), catalog, lang),
        )
    yield from _flag_lines(before, after, catalog, lang)
    yield say("reassess_nothing_stored", lang)


def _key(row: AssessmentRow) -> Key:
    return row.indicator, row.period, row.kind, row.target_document, row.target_base, row.target_end


def _told(row: AssessmentRow | None) -> tuple[object, ...]:
    return () if row is None else (row.result, row.reason, row.value)


def _verdict(row: AssessmentRow | None, catalog: Catalog, lang: str) -> str:
    if row is None:
        return "—"
    word = say(f"unassessed_{row.reason}" if row.reason else f"result_{row.result}", lang)
    if row.value is None:
        return word
    unit = catalog.units[catalog.indicators[row.indicator].unit].sign[lang]
    return f"{word} ({number_text(row.value)} {unit})"


def _flag_lines(before: Judgement, after: Judgement, catalog: Catalog, lang: str) -> Iterator[str]:
    was, now = ({row.flag_id: row for row in each.flags} for each in (before, after))
    for name in dict.fromkeys([*was, *now]):
        old, new = was.get(name), now.get(name)
        if old is not None and new is not None and _stands(old) == _stands(new):
            continue
        row = new or old
        if row is None:
            continue
        yield "  " + say(
            "reassess_flag",
            lang,
            indicator=catalog.indicators[row.indicator].name[lang],
            was=_flag(old, lang),
            now=_flag(new, lang),
        )


def _stands(row: FlagRow) -> tuple[str | None, ...]:
    return row.strength, row.period, row.ended_in


def _flag(row: FlagRow | None, lang: str) -> str:
    if row is None:
        return say("reassess_no_flag", lang)
    strength = say(f"strength_{row.strength}", lang)
    ended = f", {say(f'explain_flag_{row.ended_how}', lang, period=row.ended_in)}" if row.ended_in else ""
    return f"{strength} {row.first_period or row.period}–{row.period}{ended}"
