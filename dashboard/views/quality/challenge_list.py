"""Challenges to the data one by one: whom and what they concern, their evidence, what to do."""

from collections import Counter
from collections.abc import Sequence

from dashboard.address import to_url
from dashboard.format import DASH, format_period
from dashboard.selection import Figure, Selection
from dashboard.text import Lang, words
from dashboard.views.challenge_course import addressee_text, course_lines, status_text, weighs
from dashboard.views.challenge_words import challenge_text, place_name, subject_name
from dashboard.views.quality.browse import (
    BrowseView,
    Chooser,
    chooser,
    known,
    page_of,
    place_chooser,
    places_asked,
)
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.vocabulary import Severity
from etl.store.rows import ChallengeRow

_COLUMNS = ("place", "kind", "subject", "evidence", "state")
_SHEET = (
    *("severity", "kind", "code", "place", "subject", "period", "evidence", "what_to_do", "to", "state"),
    *("course", "id"),
)
_ACTS = "/act/challenge"


def kind_name(kind: str, lang: Lang) -> str:
    """What a kind of challenge is called."""
    return words(lang)(f"data.kind.{kind}")


def is_open(row: ChallengeRow) -> bool:
    """Whether it weighs; a note only tells, and one explained by two people weighs no more."""
    return weighs(row)


def build_challenge_list(
    catalog: Catalog,
    challenges: Sequence[ChallengeRow],
    selection: Selection,
    csv_address: str,
    *,
    has_name: bool = False,
) -> BrowseView:
    """The challenges that the address leaves, the weighty first.

    Args:
        catalog: the declarations.
        challenges: all of the build.
        selection: what the address says: ``kind``, ``parent`` or ``region``, ``series``, ``period``.
        csv_address: where they can be downloaded.
        has_name: whether the reader is signed in, and so may have something to do about them.
    """
    lang, say_word = selection.lang, words(selection.lang)
    rows = _chosen(catalog, challenges, selection)
    shown, pager = page_of(rows, selection)
    heavy = sum(map(is_open, rows))
    table = TableView(
        caption=say_word("data.challenges.caption", count=f"{len(rows):,}"),
        columns=tuple(Column(say_word(f"data.challenges.{name}")) for name in _COLUMNS),
        rows=tuple(_row(catalog, row, selection, has_name=has_name) for row in shown),
        lang=lang,
        csv_address=csv_address,
    )
    return BrowseView(
        lang=lang,
        title=say_word("data.sections.challenges"),
        lead=(
            say_word("data.challenges.lead", heavy=f"{heavy:,}", notes=f"{len(rows) - heavy:,}"),
            say_word("data.challenges.rule"),
        ),
        present=to_url(selection),
        choosers=(
            _kind_chooser(challenges, selection),
            place_chooser(catalog, selection),
            _subject_chooser(catalog, challenges, selection),
        ),
        table=table if rows else None,
        empty=say_word("data.challenges.none"),
        pager=pager,
        make_sheet=lambda: _sheet(catalog, rows, table.caption, lang),
    )


def _chosen(
    catalog: Catalog, challenges: Sequence[ChallengeRow], selection: Selection
) -> tuple[ChallengeRow, ...]:
    places = places_asked(catalog, selection)
    period = str(selection.period) if selection.period else None
    if selection.kind is not None:
        known(
            {row.kind for row in challenges} | set(words(selection.lang).below("data.kind")), selection.kind
        )
    return tuple(
        row
        for row in challenges
        if selection.kind in {None, row.kind}
        and (places is None or row.region in places)
        and selection.series in {None, row.subject}
        and period in {None, row.period}
    )


def _kind_chooser(challenges: Sequence[ChallengeRow], selection: Selection) -> Chooser:
    lang, say_word = selection.lang, words(selection.lang)
    counts = Counter(row.kind for row in challenges)
    heavy = {row.kind for row in challenges if is_open(row)}
    entries = [
        (kind, say_word("data.choose.counted", name=kind_name(kind, lang), count=f"{count:,}"),
         say_word("data.severity.challenge" if kind in heavy else "data.severity.note"))
        for kind, count in sorted(counts.items(), key=lambda each: (each[0] not in heavy, -each[1]))
    ]  # fmt: skip
    return chooser(
        selection, "kind", say_word("data.challenges.kind"), entries, say_word("data.choose.all_kinds")
    )


def _subject_chooser(catalog: Catalog, challenges: Sequence[ChallengeRow], selection: Selection) -> Chooser:
    lang, say_word = selection.lang, words(selection.lang)
    counts = Counter(row.subject for row in challenges)
    entries = [
        (
            subject,
            say_word("data.choose.counted", name=subject_name(catalog, subject, lang), count=f"{count:,}"),
            "",
        )
        for subject, count in counts.most_common()
    ]
    return chooser(
        selection,
        "series",
        say_word("data.challenges.subject"),
        entries,
        say_word("data.choose.all_subjects"),
    )


def _row(catalog: Catalog, row: ChallengeRow, selection: Selection, *, has_name: bool) -> tuple[Cell, ...]:
    lang, say_word = selection.lang, words(selection.lang)
    period = format_period(Period.parse(row.period), lang) if row.period else ""
    region = to_url(Selection("region", lang, region=row.region))
    return (
        Cell(place_name(catalog, row.region, lang), region, note=period),
        Cell(kind_name(row.kind, lang), note=say_word(f"data.weight.{row.severity}")),
        Cell(subject_name(catalog, row.subject, lang), address_of(catalog, row, selection)),
        Cell(challenge_text(catalog, row, lang), note=action_text(row.kind, lang)),
        _state(catalog, row, lang, has_name=has_name),
    )


def _state(catalog: Catalog, row: ChallengeRow, lang: Lang, *, has_name: bool) -> Cell:
    """Where it stands, whom it is put to, what was answered; nothing for a note."""
    status = status_text(catalog, row, lang)
    if not status:
        return Cell(DASH)
    tongue = "" if lang == "zh" else f"?lang={lang}"
    told = [text for _, text in course_lines(catalog, row, lang)] or [addressee_text(catalog, row, lang)]
    address = f"{_ACTS}/{row.challenge_id}{tongue}" if has_name else None
    return Cell(status, address, note=" ".join(told))


def address_of(catalog: Catalog, row: ChallengeRow, selection: Selection) -> str:
    """Where the figures in doubt are seen: the working of the number, or the grid of series or return."""
    page = Selection("data", selection.lang, section="coverage")
    period = Period.parse(row.period) if row.period else None
    year = Period.of_year(period.end_year) if period else None
    if row.subject in catalog.returns:
        return to_url(page.to(due=row.subject, period=year))
    if row.subject in catalog.indicators and period:
        return to_url(selection.to(why=Figure(row.subject, row.region, period)))
    level = catalog.regions[row.region].level if row.region in catalog.regions else None
    return (
        to_url(page.to(series=row.subject, level=level.value if level else None))
        if row.subject in catalog.series
        else ""
    )


def _sheet(catalog: Catalog, rows: Sequence[ChallengeRow], title: str, lang: Lang) -> Sheet:
    say_word = words(lang)
    return Sheet(
        title,
        tuple(say_word(f"data.challenges.{name}") for name in _SHEET),
        tuple(
            (
                say_word(f"data.weight.{row.severity}"),
                kind_name(row.kind, lang),
                row.region,
                place_name(catalog, row.region, lang),
                subject_name(catalog, row.subject, lang),
                row.period or DASH,
                challenge_text(catalog, row, lang),
                say(f"action_{row.kind}", lang),
                addressee_text(catalog, row, lang) if row.severity == Severity.CHALLENGE else None,
                status_text(catalog, row, lang) or None,
                " ".join(text for _, text in course_lines(catalog, row, lang)) or None,
                row.challenge_id,
            )
            for row in rows
        ),
        _sources(catalog, rows),
    )


def _sources(catalog: Catalog, rows: Sequence[ChallengeRow]) -> tuple[str, ...]:
    """Sources of the series in doubt."""
    found: dict[str, None] = {}
    for subject in dict.fromkeys(row.subject for row in rows):
        found |= dict.fromkeys(_sources_of(catalog, subject))
    return tuple(found)


def _sources_of(catalog: Catalog, subject: str) -> tuple[str, ...]:
    if subject in catalog.returns:
        return (catalog.returns[subject].source,)
    if subject in catalog.indicators:
        return catalog.sources_of(subject)
    return catalog.sources_of_series(subject)


def action_text(kind: str, lang: Lang) -> str:
    """What to do about a kind of challenge."""
    return words(lang)("data.challenges.action", text=say(f"action_{kind}", lang))


def kinds_table(catalog: Catalog, challenges: Sequence[ChallengeRow], selection: Selection) -> TableView:
    """Challenges by kind: how many weigh, how many only tell, what to do."""
    lang, say_word = selection.lang, words(selection.lang)
    counts: dict[str, Counter[str]] = {}
    for row in challenges:
        counts.setdefault(row.kind, Counter())[Severity.CHALLENGE if weighs(row) else Severity.NOTE] += 1
    order = sorted(counts, key=lambda kind: (-counts[kind][Severity.CHALLENGE], -counts[kind][Severity.NOTE]))
    reasons: dict[str, str] = {rule.kind: rule.reason[lang] for rule in catalog.challenge_rules.values()}
    page = Selection("data", lang, section="challenges")
    return TableView(
        caption=say_word("data.kinds.caption"),
        columns=(
            Column(say_word("data.challenges.kind")),
            Column(say_word("data.severity.challenge"), is_numeric=True),
            Column(say_word("data.severity.note"), is_numeric=True),
            Column(say_word("data.kinds.why")),
        ),
        rows=tuple(
            (
                Cell(kind_name(kind, lang), to_url(page.to(kind=kind))),
                Cell(f"{counts[kind][Severity.CHALLENGE]:,}"),
                Cell(f"{counts[kind][Severity.NOTE]:,}"),
                Cell(
                    reasons.get(kind, DASH),
                    note=action_text(kind, lang),
                ),
            )
            for kind in order
        ),
        lang=lang,
    )
