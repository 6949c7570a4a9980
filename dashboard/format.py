"""The only place where a number, period, rank or missing value becomes text, zh and en.

Rounding is 四舍五入 (half away from zero) in decimal arithmetic; the minus sign is U+2212; a value that is
not there is ``—`` with its reason, never ``nan``, ``inf`` or ``None``.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final, assert_never

from dashboard.text import words
from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import Bound

Number = int | float | Decimal

DASH: Final = "—"
MINUS: Final = "\u2212"
CHINA: Final = timezone(timedelta(hours=8))
_LARGEST_WRITTEN_OUT: Final = 24  # digits before the point; beyond, powers of ten
_PLAIN: Final = 1e9
_PLAIN_DECIMALS: Final = 4
_HALF_BEGINS, _HALF_ENDS = 0.49, 0.51
"""Below these bounds a float times its power of ten is off by two thousandths at most: with its last digit
outside of these limits it lies on the same side of every half as the text that it prints as."""
_POWERS: Final = tuple(10.0**decimals for decimals in range(_PLAIN_DECIMALS + 1))
_GROUPED: Final = tuple(f",.{decimals}f" for decimals in range(_PLAIN_DECIMALS + 1))
_SHORT: Final = tuple(f"%.{decimals}f" for decimals in range(_PLAIN_DECIMALS + 1))
_FEWEST_IN_GROUPS: Final = 999.0
"""Below, no number is printed with a thousands separator, which takes twice as long."""
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_DATE: Final = re.compile(r"(?<![\d-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_NUMERALS: Final = ("一", "二", "三", "四")
_DIGITS: Final = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
# spreadsheets run what begins so
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


# ── numbers ────────────────────────────────────────────────────────────────────────────────────────────
def format_number(value: Number | None, decimals: int = 0) -> str:
    """A number with thousands separators and a fixed number of decimals: ``−1,234.50``."""
    if type(value) is float and -_PLAIN < value < _PLAIN and decimals <= _PLAIN_DECIMALS:
        size = abs(value)
        if not _HALF_BEGINS < size * _POWERS[decimals] % 1 < _HALF_ENDS:
            # no half to round: the nearest number is the one that decimal arithmetic finds
            text = _SHORT[decimals] % size if size < _FEWEST_IN_GROUPS else format(size, _GROUPED[decimals])
            return text if value >= 0 else _signed_apart(text)
    exact = exact_number(value)
    if exact is None:
        return DASH
    if exact.adjusted() >= _LARGEST_WRITTEN_OUT:
        return f"{exact:.2E}".replace("-", MINUS)
    rounded = _rounded(exact, decimals)
    return f"{rounded or abs(rounded):,}".replace("-", MINUS)  # no "−0.0"


def _signed_apart(size: str) -> str:
    """The size of a negative number with its sign; what rounds to nothing has none."""
    return MINUS + size if size.strip("0.,") else size


def format_exact(value: Number | None) -> str:
    """A number with all the digits that a reader would check (10), none added: ``1,215.32``, ``−0.5``."""
    exact = exact_number(value)
    if exact is None:
        return DASH
    shortened = Decimal(f"{exact:.10g}")
    decimals = max(0, -int(shortened.as_tuple().exponent))
    return format_number(shortened, decimals)


def format_quantity(value: Number | None, unit: str, lang: str, decimals: int = 0) -> str:
    """A number with its unit: ``1,234.5万吨标准煤``, ``1,234.5 ten thousand tce``, ``12.3%``."""
    number = format_number(value, decimals)
    return number if number == DASH else f"{number}{unit_behind(unit, lang)}"


def unit_behind(unit: str, lang: str) -> str:
    """A unit as it stands behind a number: ``%``, ``万吨标准煤``, `` ten thousand tce``."""
    return f"{_gap(unit, lang)}{unit}"


def with_unit(number: str, unit: str) -> str:
    """A printed number and the sign of its unit: ``8,752.9亿元``, ``3.96%``, ``12 firms``.

    A sign that begins with a Han character belongs to a Chinese text, which sets no space before it.
    """
    is_close = unit[:1] in {"", "%", "‰"} or "\u4e00" <= unit[0] <= "\u9fff"
    return f"{number}{unit if is_close else f' {unit}'}"


def format_signed(value: Number | None, decimals: int = 1) -> str:
    """A number that always shows its sign: ``+1.2``, ``−0.3``; zero has none."""
    number = format_number(value, decimals)
    return number if number.startswith((MINUS, DASH)) or not number.strip("0.") else f"+{number}"


def format_change(value: Number | None, lang: str, *, decimals: int = 1, unit: str = "") -> str:
    """A change with its arrow: ``↑1.2个百分点``, ``↓0.3 pp``; none after rounding reads 持平 / unchanged.

    Args:
        value: the difference; positive is a rise, which need not be good.
        lang: ``zh`` or ``en``.
        decimals: decimals shown, which decide whether it reads as no change.
        unit: word of the unit; for a difference of percentages ``points(lang)``.
    """
    number = format_arrow(value, decimals)
    if not number:
        return words(lang)("change.same")
    return number if number == DASH else f"{number}{unit_behind(unit, lang)}"


def format_arrow(value: Number | None, decimals: int = 1) -> str:
    """The number of a change: ``↑1.2``; empty where nothing is left of it after rounding."""
    number = format_number(value, decimals)
    if number == DASH:
        return DASH
    return f"↓{number[1:]}" if number[0] == MINUS else f"↑{number}" if number.strip("0.") else ""


def points(lang: str) -> str:
    """The unit of a difference of percentages: 个百分点, pp."""
    return words(lang)("units.pp")


def format_bounded(value: Number | None, bound: Bound, unit: str, lang: str, decimals: int = 0) -> str:
    """A published figure quoted as a bound or approximation: ``≥20%``, ``约20%``."""
    text = format_quantity(value, unit, lang, decimals)
    return text if text == DASH else bounded(text, bound, lang)


def bounded(text: str, bound: Bound, lang: str) -> str:
    """A printed figure as the bound or approximation that it was quoted as."""
    match bound:
        case Bound.EXACT:
            return text
        case Bound.AT_LEAST:
            return f"≥{text}"
        case Bound.AT_MOST:
            return f"≤{text}"
        case Bound.ABOUT:
            return f"约{text}" if lang == "zh" else f"about {text}"
        case _:
            assert_never(bound)


@lru_cache(maxsize=4096)  # places and fields are few, and every table of a region says them anew
def format_rank(rank: int | None, of: int, lang: str, *, is_tied: bool = False) -> str:
    """A place among all that have data: ``第3位（共14）``, ``并列第3位（共14）``, ``joint 3rd of 14``."""
    if rank is None:
        return DASH
    if lang == "zh":
        return f"{'并列' if is_tied else ''}第{rank}位（共{of}）"
    return f"{'joint ' if is_tied else ''}{_ordinal(rank)} of {of}"


def format_article(number: str, lang: str) -> str:
    """An article or annex of a regulation: ``第十一条``, ``Article 11``; ``附件2``, ``Annex 2``.

    Args:
        number: ``11``, or ``annex_2``.
        lang: ``zh`` or ``en``.
    """
    is_annex = number.startswith("annex_")
    if is_annex or lang == "en":
        word = {"zh": "附件", "en": "Annex "}[lang] if is_annex else "Article "
        return f"{word}{number.removeprefix('annex_')}"
    return f"第{_numeral(int(number))}条"


def decimals_of(value: float | None) -> int:
    """As many decimals as a target was stated with."""
    if value is None:
        return 0
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


# ── time ───────────────────────────────────────────────────────────────────────────────────────────────
def decimals_apart(distance: Number | None, least: int = 2) -> int:
    """Decimals with which a distance that is not nothing does not read as nothing: 3 for 0.0043.

    Args:
        distance: how far a value is from where its verdict turns.
        least: decimals of a distance of usual size.
    """
    exact = exact_number(distance)
    return least if not exact else max(least, -exact.adjusted())


@lru_cache(maxsize=4096)  # a build has some hundred, and a table says the same one in every row
def format_period(period: Period, lang: str) -> str:
    """A period in words: ``2023年1—5月``, ``Jan–May 2023``."""
    return _period_zh(period) if lang == "zh" else _period_en(period)


def format_date(day: date, lang: str) -> str:
    """A day: ``2023年5月9日``, ``9 May 2023``."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dates_in_words(text: str, lang: str) -> str:
    """A text of a register with its dates in words: ``2013-05(报道)`` reads ``2013年5月(报道)``.

    What stands around them stays as the office wrote it; a date that no calendar has too.
    """
    return _ISO_DATE.sub(lambda found: _date_or_as_written(found, lang), text)


def _date_or_as_written(found: re.Match[str], lang: str) -> str:
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        start = date(year, month, day)
    except ValueError:
        return found[0]
    if found[3]:
        return format_date(start, lang)
    return f"{year}年{month}月" if lang == "zh" else f"{_MONTHS[month - 1]} {year}"


def format_moment(moment: datetime, lang: str) -> str:
    """A moment by the clock of China: ``2026年11月19日18:00``, ``19 November 2026, 18:00``."""
    there = moment.astimezone(CHINA)
    gap = "" if lang == "zh" else ", "
    return f"{format_date(there.date(), lang)}{gap}{there:%H:%M}"


def _period_zh(period: Period) -> str:
    year, first, last = period.start_year, period.start_month, period.end_month
    match period.kind:
        case PeriodKind.YEAR:
            part = ""
        case PeriodKind.SPAN:
            return f"{year}—{period.end_year}年" if period.years > 1 else f"{year}年（规划首年）"
        case PeriodKind.HALF:
            part = "上半年" if first == 1 else "下半年"
        case PeriodKind.QUARTER:
            part = f"第{_NUMERALS[last // 3 - 1]}季度"
        case PeriodKind.THREE_QUARTERS:
            part = "前三季度"
        case PeriodKind.MONTH:
            part = f"{first}月"
        case PeriodKind.CUMULATIVE:
            part = f"{first}—{last}月"
        case _:
            assert_never(period.kind)
    return f"{year}年{part}"


def _period_en(period: Period) -> str:
    year, first, last = period.start_year, period.start_month, period.end_month
    match period.kind:
        case PeriodKind.YEAR:
            part = ""
        case PeriodKind.SPAN:
            return f"{year}–{period.end_year}" if period.years > 1 else f"{year} (first year of the plan)"
        case PeriodKind.HALF:
            part = "H1 " if first == 1 else "H2 "
        case PeriodKind.QUARTER:
            part = f"Q{last // 3} "
        case PeriodKind.THREE_QUARTERS:
            part = "Q1–Q3 "
        case PeriodKind.MONTH:
            part = f"{_MONTHS[first - 1]} "
        case PeriodKind.CUMULATIVE:
            part = f"{_MONTHS[first - 1]}–{_MONTHS[last - 1]} "
        case _:
            assert_never(period.kind)
    return f"{part}{year}"


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────
def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | Number | None]]) -> str:
    """A table as CSV that a spreadsheet opens without running anything in it.

    Text that begins like a formula gets an apostrophe in front, unless it is a number. Numbers are written at
    full precision with a plain minus; what is missing is left empty.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_cell(text) for text in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def neutralised(text: str) -> str:
    """Text that a spreadsheet shows and never runs: a formula's first sign gets an apostrophe before it."""
    is_formula = text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def _cell(value: str | Number | None) -> str:
    if isinstance(value, str):
        return neutralised(value)
    exact = exact_number(value)
    return "" if exact is None else str(exact)


# ── pieces ─────────────────────────────────────────────────────────────────────────────────────────────
def exact_number(value: Number | None) -> Decimal | None:
    """The value as a decimal as it prints, so that 2.675 rounds as it reads; None if it is not finite."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(repr(float(value))) if isinstance(value, float) else Decimal(int(value))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    if value.adjusted() >= _LARGEST_WRITTEN_OUT:
        return value
    return value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def _gap(unit: str, lang: str) -> str:
    return "" if lang == "zh" or unit in {"", "%", "‰"} else " "


def _numeral(number: int) -> str:
    """A number below 100 in Chinese: 十一, 二十, 二十三."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + _DIGITS[ones]


def _ordinal(rank: int) -> str:
    teens = range(11, 14)
    suffix = "th" if rank % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{suffix}"
