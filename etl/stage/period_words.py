"""Periods as Chinese offices write them, in the one grammar of ``etl.model.period``."""

import re
from collections.abc import Callable, Sequence

from etl.errors import PeriodError
from etl.model.period import Period
from etl.model.spelling import PeriodSpelling
from etl.stage.words import normal

_TO = r"[-‐‑‒–—―~〜至到]{1,2}"  # after normal(), which makes full-width signs narrow
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
# Longest first: a search takes the first that fits.
_PARTS = (
    rf"前三季度|前3季度|[1一]{_TO}[3三]季度",
    r"第?(?P<quarter>[1-4一二三四])季度",
    r"(?P<half>[上下])半年",
    rf"1月?{_TO}(?P<to>1[0-2]|[2-9])月(?:份|末)?(?:累计)?",
    r"(?P<month>1[0-2]|0?[1-9])月(?:份|末|底)?(?:当月)?",
    r"(?:全年)?",
)
_PART = "|".join(f"(?P<part{number}>{pattern})" for number, pattern in enumerate(_PARTS))
_SPAN = rf"(?P<first>\d{{4}})年?{_TO}(?P<last>\d{{4}})年"
_WORDS = re.compile(rf"(?:{_SPAN}|(?P<year>\d{{4}})年度?(?:{_PART}))", re.ASCII)
# A search must not take a part for the whole: 2023年13月, 2023年3—5月, 2023年5月15日, 2020年价格, 2021、2022
_NO_PART_BEFORE = r"(?<!\d)(?<![\d年月度][-–—~至到、,/和与及])"
_NO_PART_BEHIND = (
    rf"(?!\d|{_TO}[\d第一二三四]|[前上下][半三3]|第|[一二三四]季|[、,/和与及]\d"
    r"|(?:不变|可比|当年)?价|=|为100)"
)
_WITHIN = re.compile(f"{_NO_PART_BEFORE}{_WORDS.pattern}{_NO_PART_BEHIND}", re.ASCII)
_HAS_YEAR = re.compile(r"\d{4}", re.ASCII)

PeriodReader = Callable[[object], Period | None]


def period_in_words(text: object) -> Period | None:
    """The period that a whole text names: in the grammar, as 2023, or in Chinese words."""
    plain = normal(text)
    match = _WORDS.fullmatch(plain)
    try:
        return _period(match) if match else Period.parse(plain)
    except PeriodError:
        return None


def periods_within(text: object) -> list[Period]:
    """The periods that a title names, in order; a number counts as a year only with 年 behind it."""
    found = []
    for match in _WITHIN.finditer(normal(text)):
        try:
            found.append(_period(match))
        except PeriodError:
            continue
    return found


def _period(match: re.Match[str]) -> Period:
    if match["first"]:
        return Period.parse(f"{match['first']}/{match['last']}")
    year = match["year"]
    if match["quarter"]:
        return Period.parse(f"{year}Q{_QUARTERS.get(match['quarter'], match['quarter'])}")
    if match["half"]:
        return Period.parse(f"{year}H{1 if match['half'] == '上' else 2}")
    if match["to"]:
        return Period.parse(f"{year}M01-{int(match['to']):02d}")
    if match["month"]:
        return Period.parse(f"{year}M{int(match['month']):02d}")
    return Period.parse(f"{year}Q1-3" if match["part0"] else year)


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
