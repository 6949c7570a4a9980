"""The diagnosis as a sentence and as tables: problem by problem, city by city, and of one region."""

from collections.abc import Iterator, Sequence

from dashboard.format import DASH, format_article
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Heading, Note, Paragraph, Parts, Table, text_of, told_cell
from dashboard.report.sections.diagnosis import Diagnosis, State, diagnosis_of
from etl.model.diagnosis import DiagnosedProblem
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel

MOST = {"zh": 4, "en": 2}  # of a sheet, which has two pages
_MOST_OF_A_CITY = 3
_MOST_SIGNS = 2


def diagnosis_blocks(basis: Basis, code: str) -> tuple[Block, ...]:
    """The diagnosis of one region: what is shown, with what the data are silent about beneath."""
    if not basis.catalog.diagnosis:
        return ()
    return (_region_table(basis, diagnosis_of(basis), (basis.catalog.regions[code],), MOST[basis.lang]),)


def compose_diagnosis_annex(basis: Basis) -> tuple[Block, ...]:
    """Problem by problem in all cities, then city by city; on rotated pages."""
    if not basis.catalog.diagnosis:
        return ()
    diagnosis = diagnosis_of(basis)
    cities = tuple(city for city in basis.cities if city.level is RegionLevel.CITY)
    heading = Heading(1, basis.say.text("headings.diagnosis_annex"), begins_page=True)
    blocks: list[Block] = [heading, _overview(basis, diagnosis, cities)]
    shown = tuple(city for city in cities if diagnosis.shown(city.code))
    if shown:
        blocks.append(_region_table(basis, diagnosis, shown, _MOST_OF_A_CITY, is_wide=True))
    return tuple(blocks)


def compose_diagnosis_summary(basis: Basis) -> tuple[Block, ...]:
    """How many problems the data show in the cities, and about how many they are silent."""
    return (Paragraph(_summary(basis)),) if basis.catalog.diagnosis else ()


def _summary(basis: Basis) -> Parts:
    diagnosis, problems = diagnosis_of(basis), basis.catalog.diagnosis
    counts: dict[str, int] = {}
    silent = []
    for name, problem in problems.items():
        states = [
            one.state for city in basis.cities for one in diagnosis.of(city.code) if one.problem.id == name
        ]
        if "shown" in states:
            counts[problem.name[basis.lang]] = states.count("shown")
        elif set(states) == {"silent"}:
            silent.append(problem.name[basis.lang])
    order = sorted(counts, key=lambda name: -counts[name])
    items = [basis.say.text("diagnosis.counted", name=name, count=counts[name]) for name in order]
    told = basis.say.counted("diagnosis.sentence", items, len(problems))
    return basis.say.joined(told, basis.say.counted("diagnosis.silent_about", silent, len(problems)))


def _overview(basis: Basis, diagnosis: Diagnosis, cities: Sequence[Region]) -> Table:
    rows = []
    for name, problem in basis.catalog.diagnosis.items():
        by_state: dict[State, list[str]] = {"shown": [], "clear": [], "silent": []}
        for city in cities:
            (found,) = (one for one in diagnosis.of(city.code) if one.problem.id == name)
            by_state[found.state].append(basis.short(city.code))
        lists = [_list_cell(basis, by_state[state], len(cities)) for state in ("shown", "clear", "silent")]
        rows.append((Cell(problem.name[basis.lang]), *lists, Cell(measures(basis, problem))))
    columns = (("problem", 1.7), ("shown_in", 2.2), ("clear_in", 2.0), ("silent_in", 2.0), ("measures", 2.4))
    return Table(
        name="diagnosis_overview",
        caption=basis.say.text("diagnosis.overview", count=len(cities)),
        columns=tuple(basis.column(name, share=share) for name, share in columns),
        rows=tuple(rows),
        notes=(basis.note("diagnosis.note"),),
        is_wide=True,
    )


def _list_cell(basis: Basis, names: Sequence[str], of: int) -> Cell:
    return Cell(text_of(basis.say.counted("diagnosis.cities", names, of)))


def _region_table(
    basis: Basis, diagnosis: Diagnosis, regions: Sequence[Region], most: int, *, is_wide: bool = False
) -> Table:
    is_many = len(regions) > 1
    rows = [
        (*((Cell(first),) if is_many else ()), *cells)
        for region in regions
        for first, cells in _rows(basis, diagnosis, region, most, is_many=is_many)
    ]
    columns = [basis.column("city", share=0.6)] if is_many else []
    shares = (("problem", 1.5), ("shown_by", 2.6), ("held_back", 2.0), ("measures", 2.0))
    columns += [basis.column(name, share=share) for name, share in shares]
    notes = () if is_many else tuple(_silence(basis, diagnosis, regions[0].code, most))
    return Table(
        name="diagnosis",
        caption=basis.say.text("diagnosis.by_city" if is_many else "diagnosis.table"),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*notes, *(() if is_wide else (basis.note("diagnosis.note"),))),
        is_wide=is_wide,
    )


def _rows(
    basis: Basis, diagnosis: Diagnosis, region: Region, most: int, *, is_many: bool
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The name of the region before its first problem, and the cells of each."""
    found = diagnosis.shown(region.code)
    for place, one in enumerate(found[:most]):
        signs = told_cell(basis.say.separated(one.signs[:_MOST_SIGNS]))
        cells = (
            signs,
            told_cell(diagnosis.held_back(one.problem, region.code)),
            Cell(measures(basis, one.problem)),
        )
        yield (basis.short(region.code) if place == 0 else "", (Cell(one.problem.name[basis.lang]), *cells))
    if len(found) > most and is_many:
        more = told_cell(_others(basis, diagnosis, region.code, most))
        yield ("", (Cell(basis.say.text("diagnosis.others")), more, Cell(DASH), Cell(DASH)))
    if not found:
        key = "diagnosis.nothing_shown"
        yield (basis.short(region.code), (Cell(basis.say.text(key)), Cell(DASH), Cell(DASH), Cell(DASH)))


def _others(basis: Basis, diagnosis: Diagnosis, code: str, most: int) -> Parts:
    return basis.say.listed([one.problem.name[basis.lang] for one in diagnosis.shown(code)[most:]])


def _silence(basis: Basis, diagnosis: Diagnosis, code: str, most: int) -> Iterator[Note]:
    """What else is shown, what is on record and not shown, and what nothing is on record about."""
    others = _others(basis, diagnosis, code, most)
    if others:
        yield basis.note("diagnosis.shown_too", names=others)
    for state in ("clear", "silent"):
        names = [one.problem.name[basis.lang] for one in diagnosis.of(code) if one.state == state]
        if names:
            yield Note(basis.say.counted(f"diagnosis.{state}_list", names, len(basis.catalog.diagnosis)))


def measures(basis: Basis, problem: DiagnosedProblem) -> str:
    """The measures of a problem by article: ``第十一条：…；第十七条：…``."""
    told = (
        basis.say.text(
            "diagnosis.measure", article=format_article(one.article, basis.lang), text=one.text[basis.lang]
        )
        for one in problem.measures
    )
    return basis.say.text("list.clauses").join(told)
