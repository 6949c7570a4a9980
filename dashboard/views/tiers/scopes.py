"""A region counted with and without one of its parts: both scopes beside each other, never added."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from dashboard.format import DASH, format_number, format_period
from dashboard.text import words
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.tiers.published import count_as_published
from dashboard.views.tiers.shared_rows import TierScene, measured, published_count, scopes_of
from dashboard.views.value_words import silent_words
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.title import TitleMeasure, TitleScope, TitleTier
from etl.store.rows import ObservationRow, TitleFlowRow


class ScopesView(Struct, frozen=True):
    """The scopes of the region looked at."""

    table: TableView
    sheet: Sheet


def build_scopes_view(
    catalog: Catalog,
    scene: TierScene,
    flows: Iterable[TitleFlowRow],
    published: Sequence[ObservationRow],
    *,
    lang: str,
    csv_address: str,
) -> ScopesView | None:
    """The region, the region without a part, and that part; None where the rule counts it one way only.

    Args:
        catalog: the declarations.
        scene: region, month and register.
        flows: of the month looked at, of the scope and the part.
        published: counts as published.
        lang: language of the words.
        csv_address: where the table can be downloaded.
    """
    scopes = scopes_of(scene.rule, scene.region)
    if not scopes:
        return None
    scope = scopes[0]
    say_word = words(lang)
    codes = (scope.within, scope.region, scope.without)
    known = {(row.tier, row.region): row for row in flows}
    reader = _Reader(catalog, scene, known, published, lang)
    caption = say_word("gradient.scopes.caption", region=scene.region.name[lang])
    columns = (
        Column(say_word("gradient.ladder.column.tier")),
        *(Column(_scope_name(catalog, code, scope, lang), True) for code in codes),
    )
    rows = [(tier, [reader.cell(tier, code) for code in codes]) for tier in scene.rule.tiers]
    shown = [(tier, cells) for tier, cells in rows if any(cell.text != DASH for cell in cells)]
    note = say_word("gradient.scopes.note", part=catalog.regions[scope.without].name[lang])
    return ScopesView(
        TableView(
            caption,
            columns,
            tuple((Cell(tier.name[lang]), *cells) for tier, cells in shown),
            lang,
            csv_address,
            notes=(note,),
        ),
        Sheet(
            caption,
            tuple(column.title for column in columns),
            tuple((tier.name[lang], *(f"{c.text} {c.note}".strip() for c in cells)) for tier, cells in shown),
            reader.sources(),
            (note,),
        ),
    )


def _scope_name(catalog: Catalog, code: str, scope: TitleScope, lang: str) -> str:
    name = catalog.regions[code].name[lang]
    if code != scope.within:
        return name
    return words(lang)("gradient.scopes.with", name=name, part=catalog.regions[scope.without].name[lang])


class _Reader(Struct, frozen=True):
    """Finds the count of a tier and scope: of the register, else as published."""

    catalog: Catalog
    scene: TierScene
    known: Mapping[tuple[str, str], TitleFlowRow]
    published: Sequence[ObservationRow]
    lang: str

    def cell(self, tier: TitleTier, code: str) -> Cell:
        """Valid and recognised titles; of a published figure its date and scope."""
        row = self.scene.row(tier.id) if code == self.scene.region.code else self.known.get((tier.id, code))
        if row is not None:
            note = words(self.lang)("gradient.scopes.gross", gross=format_number(row.gross))
            return Cell(format_number(row.closing), note=note)
        found = count_as_published(self.published, self._series(tier), code)
        if found is None or self.scene.in_register(tier.id):
            region = self.catalog.regions[code]
            return Cell(DASH, note=silent_words(self.catalog, region, self.lang))
        told = [format_period(Period.parse(found.period), self.lang), words(self.lang)("gradient.stated")]
        note = self.catalog.sources[found.source].words_of_note(found.note, self.lang)
        return Cell(format_number(found.value), note=" · ".join([*told, *([note] if note else [])]))

    def _series(self, tier: TitleTier) -> str:
        indicator = published_count(self.catalog, tier.id)
        return self.catalog.series_of(indicator.id)[0] if indicator else ""

    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of everything that may be shown."""
        named = (measured(self.catalog, tier.id, TitleMeasure.VALID) for tier in self.scene.rule.tiers)
        of_register = {source for one in named if one for source in self.catalog.sources_of(one.id)}
        return tuple(sorted(of_register | {row.source for row in self.published}))
