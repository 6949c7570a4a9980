"""The identity of stocks and flows, and the stock by its definition, for any register (methods §3)."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.derive.title_course import histories_of
from etl.derive.titles import Cell, count_titles, month_of, years_after
from etl.model.title import INFLOWS, OUTFLOWS, Title, TitleEvent, TitleEventKind

COUNTIES = {"C1": ("C1", "X", "P"), "C2": ("C2", "X", "P"), "C3": ("C3", "Y", "P")}
FIRST = date(2018, 1, 1)
MONTHS = range(month_of(FIRST), month_of(date(2030, 1, 1)))
DAYS = st.integers(0, 3000).map(lambda days: FIRST + timedelta(days=days))
ENDING = (TitleEventKind.REVOKED, TitleEventKind.MERGED)


@st.composite
def careers(draw) -> tuple[list[Title], list[TitleEvent]]:
    """Firms with one title each, and any events, published at any time."""
    titles, events = [], []
    for number in range(draw(st.integers(1, 6))):
        firm, start = f"F{number}", draw(DAYS)
        region = draw(st.sampled_from(sorted(COUNTIES)))
        titles.append(Title(firm, "t", region, "34", start, years_after(start, 3), start))
        for kind in draw(st.lists(st.sampled_from(list(TitleEventKind)), max_size=4)):
            day = draw(DAYS)
            to = draw(st.sampled_from(sorted(COUNTIES)))
            goes = kind in (TitleEventKind.MOVED, TitleEventKind.RECODED)
            longer = years_after(day, 3) if kind is TitleEventKind.EXTENDED else None
            known = day + timedelta(days=draw(st.integers(0, 200)))
            events.append(TitleEvent(firm, "t", kind, day, longer, to if goes else None, known))
    return titles, events


def counted(titles, events, as_of=None):
    return count_titles(
        list(histories_of(titles, events, as_of)),
        MONTHS,
        within=lambda code: COUNTIES[code],
        by_industry=lambda code: code == "X",
        expiring_months=lambda _: 6,
        pending_months=lambda _: 12,
    )


@settings(max_examples=50)
@given(careers())
def test_flows_lead_from_each_counted_stock_to_the_next_in_every_region(career) -> None:
    """Stocks are counted here firm by firm from the definition, day for day; the flows must explain them."""
    titles, events = career
    cells = {cell: months for cell, months in counted(titles, events).items() if cell.industry is None}
    stocks = {month: stock_of(titles, events, last_day(month)) for month in (MONTHS.start - 1, *MONTHS)}
    assert {cell.region for cell in cells} >= {code for stock in stocks.values() for code in stock}
    for cell, months in cells.items():
        for month in MONTHS:
            found = months[month]
            inflow = sum(found.flows.get(flow, 0) for flow in INFLOWS)
            outflow = sum(found.flows.get(flow, 0) for flow in OUTFLOWS)
            before, now = stocks[month - 1][cell.region], stocks[month][cell.region]
            assert before + inflow - outflow == now
            assert (found.opening, found.closing) == (before, now)


def last_day(month: int) -> date:
    return date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)


def stock_of(titles: list[Title], events: list[TitleEvent], day: date) -> Counter[str]:
    """Valid titles of each region: recognised ≤ day < end after extensions, not revoked or merged by the day,
    counted where the firm is registered then and in every region above."""
    found: Counter[str] = Counter()
    for title in titles:
        own = sorted(
            (e for e in events if e.firm == title.firm and e.effective >= title.recognised), key=by_day
        )
        end = max([title.valid_to, *(e.valid_to for e in own if e.kind is TitleEventKind.EXTENDED)])
        region, gone = title.region, None
        for event in (each for each in own if each.effective <= min(day, end - timedelta(days=1))):
            if event.kind in ENDING:
                gone = gone or event.kind
            elif event.kind is TitleEventKind.RESTORED and gone is TitleEventKind.REVOKED:
                gone = None
            elif event.region is not None:
                region = event.region
        if title.recognised <= day < end and gone is None:
            found.update(COUNTIES[region])
    return found


def by_day(event: TitleEvent) -> date:
    return event.effective


@settings(max_examples=50)
@given(careers())
def test_province_is_the_sum_of_its_cities_and_a_city_of_its_counties(career) -> None:
    cells = counted(*career)
    for whole, parts in (("P", ("X", "Y")), ("X", ("C1", "C2"))):
        for month in MONTHS:
            of_parts = sum(cells[Cell(p, "t")][month].closing for p in parts if Cell(p, "t") in cells)
            assert (cells[Cell(whole, "t")][month].closing if Cell(whole, "t") in cells else 0) == of_parts


@settings(max_examples=50)
@given(careers(), DAYS)
def test_what_was_published_later_changes_nothing_known_before(career, as_of) -> None:
    titles, events = career
    known = [e for e in events if e.known_from <= as_of]
    assert counted(titles, events, as_of) == counted([t for t in titles if t.known_from <= as_of], known)
