"""Whether the figures agree: regions that a source lacks, sums against the whole, source against source."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.choice import Choice
from dashboard.views.explain import challenge_sentence, is_negligible
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.rows import ChallengeRow


class MissingInSource(Struct, frozen=True):
    """The regions that a source lacks, with their addresses."""

    sentence: str
    regions: tuple[tuple[str, str], ...]


class AgreementView(Struct, frozen=True):
    """What is known against the figures of an indicator.

    Attributes:
        lacking: regions missing in a source that covers the others.
        residuals: sums of the parts against the whole, latest period first; never forced.
        agreeing: in how many periods the parts add up, in words.
        others: everything else that was noticed.
    """

    lang: str
    lacking: tuple[MissingInSource, ...]
    residuals: tuple[str, ...]
    agreeing: str
    others: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was noticed."""
        return not (self.lacking or self.residuals or self.agreeing or self.others)


def build_agreement_view(
    catalog: Catalog, choice: Choice, challenges: Sequence[ChallengeRow], selection: Selection
) -> AgreementView:
    """The challenges and notes on the figures of an indicator in the regions shown and their parent.

    Args:
        catalog: the declarations.
        choice: regions and indicator.
        challenges: challenges about the indicator and the series it rests on.
        selection: what the address says.
    """
    codes = {choice.scope.parent.code, *choice.scope.codes, catalog.home.code}
    mine = sorted(
        (row for row in challenges if row.region in codes),
        key=lambda row: Period.parse(row.period).sort_key() if row.period else (0, 0, 0, 0),
        reverse=True,
    )
    whole = {choice.scope.parent.code, catalog.home.code}
    residuals = [row for row in mine if row.kind == "parts_against_whole" and row.region in whole]
    lacking = [row for row in mine if row.kind == "region_without_data"]
    others = [row for row in mine if row.kind not in {"parts_against_whole", "region_without_data"}]
    return AgreementView(
        lang=selection.lang,
        lacking=_lacking(catalog, lacking, selection),
        residuals=tuple(_sentence(catalog, row, selection) for row in residuals if not is_negligible(row)),
        agreeing=_agreeing(sum(map(is_negligible, residuals)), selection.lang),
        others=tuple(_sentence(catalog, row, selection) for row in others),
    )


def _agreeing(count: int, lang: str) -> str:
    return words(lang)("agreement.agreeing", count=count) if count else ""


def _sentence(catalog: Catalog, row: ChallengeRow, selection: Selection) -> str:
    lang = selection.lang
    known = catalog.series.get(row.subject) or catalog.indicators[row.subject]
    return words(lang)(
        "agreement.sentence",
        region=catalog.regions[row.region].name[lang],
        subject=known.name[lang],
        text=challenge_sentence(catalog, row, lang),
    )


def _lacking(
    catalog: Catalog, rows: Sequence[ChallengeRow], selection: Selection
) -> tuple[MissingInSource, ...]:
    """One sentence per series and text, with all its regions in order of their codes."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: row.region):
        groups.setdefault((row.subject, row.facts), []).append(row.region)
    lang = selection.lang
    return tuple(
        MissingInSource(
            sentence=_lacking_sentence(catalog, rows, subject, facts, lang),
            regions=tuple(
                (catalog.regions[code].name[lang], to_url(Selection("region", lang, region=code)))
                for code in codes
            ),
        )
        for (subject, facts), codes in groups.items()
    )


def _lacking_sentence(
    catalog: Catalog, rows: Sequence[ChallengeRow], subject: str, facts: str, lang: str
) -> str:
    first = next(row for row in rows if (row.subject, row.facts) == (subject, facts))
    return challenge_sentence(catalog, first, lang)
