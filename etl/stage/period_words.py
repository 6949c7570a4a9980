"""Periods as Chinese offices write them, in the one grammar of ``etl.model.period``.

A text is taken apart into the years, parts of a year and words such as 累计 that it says. All of them must
make sense together: a part that is left over makes the text unclear, so that it is never taken for less than
it says (2023年全省1—5月 is no year, 5月累计 is no month).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from etl.errors import PeriodError
from etl.model.period import Period, PeriodKind
from etl.model.spelling import PeriodSpelling
from etl.stage.words import normal

_TO = r"[-‐‑‒–—―~〜至到]{1,2}"  # after normal(), which makes full-width signs narrow
_AND = r"[、,/和与及]"
_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_QUARTER = "[1-4一二三四]"
_PRICES = r"(?:不变|可比|当年|平均)?价格?"
# Longest first: a search takes the first that fits. What is named unclear_ speaks of time, yet of no period.
_TOKENS = {
    "ignored_day": rf"(?:\d{{4}}年)?{_NUMBER}月\d{{1,2}}[日号]",
    "ignored_prices": rf"以?\d{{4}}年?(?:{_PRICES}|(?:=|为)100)",
    "unclear_years": rf"\d{{4}}年?{_AND}\d{{4}}年",
    "span": rf"(?<!\d)(?P<first>\d{{4}})年?{_TO}(?P<last>\d{{4}})年",
    "year": r"(?<!\d)(?P<number>\d{4})年(?:度|末|底)?",
    "three_quarters": rf"前[三3]个?季度?|[1一]季?度?{_TO}[3三]季度?",
    "two_quarters": rf"前[二两2]个?季度?|[1一]季?度?{_TO}[2二]季度?|上半年",
    "unclear_quarters": rf"{_QUARTER}季?度?(?:{_TO}|{_AND}){_QUARTER}季度?",
    "quarter": rf"第?(?P<which>{_QUARTER})季度(?:末|底)?",
    "second_half": r"下半年",
    "first_months": rf"前(?P<count>{_NUMBER})个?月",
    "unclear_months": rf"{_NUMBER}月?{_AND}{_NUMBER}月",
    "months": rf"(?P<from>{_NUMBER})月?份?{_TO}(?P<to>{_NUMBER})月(?:份|末|底)?(?!\d)",
    "month": rf"(?<![\d一二三四五六七八九十]){_NUMBER}月(?:份|末|底)?(?!\d)",
    "whole": r"全年",
    "unclear_rest": r"[\d一二三四五六七八九十两]+个?(?:月|季)|[上中下]旬",
    "accumulated": r"累计(?!认定|培育|拥有|建成|达)",
    "accumulated_count": r"累计",
    "alone": r"当月|本月",
    "up_to": r"截[至止]",
}
_PARTS = {"three_quarters": "Q1-3", "two_quarters": "H1", "second_half": "H2", "whole": ""}
_USUAL = re.compile(r"(?P<year>[1-9]\d{3})年(?:(?P<since>1[-—])?(?P<month>0?[1-9]|1[0-2])月)?", re.ASCII)
"""What most cells say: a year, a month, or the months since January."""
_HARMLESS = re.compile(r"[()\[\]【】:,、]*")
_HAN_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAS_YEAR = re.compile(r"\d{4}", re.ASCII)

PeriodReader = Callable[[object], Period | None]


@cache  # putting it together takes longer than reading a short file
def _token_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _TOKENS.items()), re.ASCII)


class SaidPeriods(Struct, frozen=True):
    """The periods that some texts name together.

    Attributes:
        periods: each once, in order of time.
        unclear: words that speak of time and belong to none of them.
    """

    periods: tuple[Period, ...]
    unclear: tuple[str, ...] = ()

    @property
    def only(self) -> Period | None:
        """The one period that is meant, if it is clear."""
        return self.periods[0] if len(self.periods) == 1 and not self.unclear else None


def periods_said(texts: Iterable[object], year: int | None = None) -> SaidPeriods:
    """The periods that texts of one place name together, such as the lines of a title.

    A number counts as a year only with 年 behind it. A part of a year (1—5月, 上半年) belongs to the year
    before it, else to the only year that is said anywhere.

    Args:
        texts: what the lines say.
        year: the year of parts that have none, where no line says one.
    """
    lines = [_said(_plain(text)) for text in texts]
    years = {token.year for line in lines for token in line if token.year is not None}
    one_year = min(years) if len(years) == 1 else None if years else year
    combined = [_combined(line, one_year) for line in lines]
    found = {period for each in combined for period in each.periods}
    with_parts = {period.start_year for period in found if period.kind is not PeriodKind.SPAN}
    found |= {Period.of_year(each) for each in years - with_parts}
    unclear = dict.fromkeys(word for each in combined for word in each.unclear)
    return SaidPeriods(tuple(sorted(found)), tuple(unclear))


def period_in_words(text: object) -> Period | None:
    """The period that a whole text names: in the grammar, as 2023, or in Chinese words."""
    plain = _plain(text)
    if usual := _USUAL.fullmatch(plain):
        return _usual_period(usual)
    token = _token_pattern()
    if _HARMLESS.fullmatch(token.sub("", plain)) and token.match(plain.lstrip("(")):
        return periods_said((plain,)).only
    try:
        return Period.parse(plain)
    except PeriodError:
        return None


def _usual_period(found: re.Match[str]) -> Period | None:
    year, month = found["year"], found["month"]
    if month is None:
        return Period.of_year(int(year))
    return _parsed(f"{year}M01-{int(month):02d}" if found["since"] else f"{year}M{int(month):02d}")


class _Token(Struct, frozen=True):
    """A word that speaks of time.

    Attributes:
        kind: its name in the table of tokens.
        text: as it stands there.
        year: of a year.
        suffix: of a part: what stands behind the year in the grammar of periods.
    """

    kind: str
    text: str
    year: int | None = None
    suffix: str | None = None


def _plain(text: object) -> str:
    return _HAN_YEAR.sub(lambda found: found[0].translate(_HAN_DIGITS), normal(text))


@lru_cache(maxsize=1 << 10)  # the same few titles and headings stand in every file of a source
def _said(text: str) -> tuple[_Token, ...]:
    return tuple(_token(match) for match in _token_pattern().finditer(text))


def _token(match: re.Match[str]) -> _Token:
    kind = str(next(name for name in _TOKENS if match[name] is not None))
    if kind == "year":
        return _Token(kind, match[0], year=int(match["number"]))
    if kind == "span":
        return _Token(kind, match[0], suffix=f"{match['first']}/{match['last']}")
    suffix = _suffix(kind, match)
    if kind in ("months", "first_months") and suffix is None:
        kind = "unclear_part"
    return _Token(kind, match[0], suffix=suffix)


def _suffix(kind: str, match: re.Match[str]) -> str | None:
    """What a part of a year is called behind its year in the grammar; None for what is no part."""
    if kind == "quarter":
        return f"Q{_number(match['which'])}"
    if kind == "first_months":
        return _from_january(_number(match["count"]))
    if kind == "months":
        return _from_january(_number(match["to"])) if _number(match["from"]) == 1 else None
    if kind == "month":
        return f"M{_number(match[0].split('月')[0]):02d}"
    return _PARTS.get(kind)


def _from_january(last: int) -> str | None:
    return f"M01-{last:02d}" if last > 1 else None


def _number(word: str) -> int:
    return _DIGITS[word] if word in _DIGITS else int(word)


def _parts(line: Sequence[_Token], one_year: int | None) -> Iterator[tuple[_Token, Period | None]]:
    """The parts of a year in one line with the period that each is; None where it can be none."""
    year, up_to = one_year, any(token.kind == "up_to" for token in line)
    for token in line:
        if token.kind == "year":
            year = token.year
        elif token.suffix is not None:
            whose = "" if token.kind == "span" else year
            # 截至5月 is the end of May to one and January to May to the other.
            is_vague = up_to and token.kind == "month" and not token.text.endswith(("末", "底"))
            yield token, None if whose is None or is_vague else _parsed(f"{whose}{token.suffix}")


def _combined(line: Sequence[_Token], one_year: int | None) -> SaidPeriods:
    """The parts of one line behind their years, with what 累计 and 当月 say of them."""
    kinds = {token.kind for token in line}
    parts = list(_parts(line, one_year))
    periods = {period for _, period in parts if period is not None}
    if "accumulated" in kinds:
        periods = {since_january(period) for period in periods}
    unclear = [token.text for token in line if token.kind.startswith("unclear")]
    unclear += [token.text for token, period in parts if period is None]
    if parts:  # 5月累计认定: a count at the end of May to one, the awards since January to the other
        unclear += [token.text for token in line if token.kind == "accumulated_count"]
    if "alone" in kinds and any(period.kind is PeriodKind.CUMULATIVE for period in periods):
        unclear += [token.text for token in line if token.kind == "alone"]
    return SaidPeriods(tuple(periods), tuple(unclear))


def since_january(period: Period) -> Period:
    """The period from January to the end of a month, quarter or half-year: what 累计 beside it means."""
    last = period.end_month
    if period.start_year != period.end_year or period.kind in (PeriodKind.YEAR, PeriodKind.CUMULATIVE):
        return period
    if period.kind is PeriodKind.MONTH:
        # January alone: its cumulative figure is its own.
        return period if last == 1 else Period.parse(f"{period.end_year}M01-{last:02d}")
    return Period.parse(f"{period.end_year}{ {3: 'Q1', 6: 'H1', 9: 'Q1-3', 12: ''}[last] }")


def last_month(period: Period) -> Period:
    """The last month of a period from January on: what 当月 in a table of 1—5月 means."""
    if period.kind is not PeriodKind.CUMULATIVE:
        return period
    return Period.parse(f"{period.end_year}M{period.end_month:02d}")


def spelled_period(spellings: Sequence[PeriodSpelling], year: int | None = None) -> PeriodReader:
    """A reader of whole texts: by the declared spellings, else by the usual words.

    Args:
        spellings: declared for the format.
        year: stands before a text that names none, such as 1—5月.
    """
    patterns = [(re.compile(spelling.pattern), spelling.becomes) for spelling in spellings]

    def read(text: object) -> Period | None:
        plain = normal(text)
        if year is not None and plain and not _HAS_YEAR.match(plain):
            plain = f"{year}年{plain}"
        for pattern, becomes in patterns:
            match = pattern.fullmatch(plain)
            if match is not None:
                return _parsed(match.expand(becomes))
        return period_in_words(plain)

    return read


def _parsed(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except PeriodError:
        return None


def words_of_period(period: Period) -> str:
    """A period as a title of a Chinese table says it; :func:`period_in_words` reads it back."""
    text, year = str(period), f"{period.start_year}年"
    match text[4:]:
        case "":
            return year
        case "Q1-3":
            return f"{year}前三季度"
        case "H1" | "H2":
            return f"{year}{'上' if text.endswith('1') else '下'}半年"
    if text[4] == "Q":
        return f"{year}第{text[5]}季度"
    if text[4] == "/":
        return f"{text[:4]}—{text[5:]}年"
    months = f"1—{period.end_month}" if "-" in text else str(period.end_month)
    return f"{year}{months}月"
