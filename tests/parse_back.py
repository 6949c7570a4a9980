"""Reads the files of a report back and holds every number in them against the warehouse.

Nothing is taken from the composer but which stored values a number claims to rest on (its traces): the
stored values are asked of the warehouse, the printed ones read out of the files.
"""

import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

import docx
import openpyxl
import pypdf

from etl.model.period import Period

NUMBER = r"[+−]?\d[\d,]*(?:\.\d+)?"
QUANTITY = {
    "zh": re.compile(
        rf"(?<![\d,.A-Za-z〔+−])({NUMBER})(?:个百分点|%|‰|亿元|万元|元|百万吨|万吨|吨|万千瓦时|万人|家(?!数))"
    ),
    "en": re.compile(
        rf"(?<![\d,.A-Za-z[+−])({NUMBER})(?:%| pp\b| (?:100m|billion|million|10k|tce|Mt|kg|yuan)\b)"
    ),
}
"""A number with its unit; years, numbers of documents, counts in lists and ranks have none of these."""
_CLOSE = 1e-9


@dataclass
class Stored:
    """What the warehouse holds, by trace."""

    values: dict
    assessments: dict
    flows: dict
    others: list
    projects: list

    def holds(self, trace):
        """Whether a stored value is what a trace says it is."""
        if trace.table == "indicator_value":
            return self.values.get((trace.name, trace.region, trace.period)) == trace.value
        table, _, column = trace.table.partition(".")
        if table == "assessment":
            rows = self.assessments.get((trace.name, trace.region, trace.period), ())
            if column == "turn":
                return any(is_in(trace.value, row.facts) for row in rows)
            return any(
                getattr(row, name) == trace.value
                for row in rows
                for name in ((column,) if column != "required" else ("required", "target_value"))
            )
        if table == "record":
            return _close(project_value(self.projects, trace), trace.value)
        if table == "title_flow":
            row = self.flows.get((trace.name, trace.region, trace.period))
            return row is not None and float(getattr(row, column)) == trace.value
        return any(is_in(trace.value, row.facts) for row in self.others)


def project_value(projects, trace):
    """A count, or the energy of the two-high, over the register of projects filed in a period."""
    period = Period.parse(trace.period)
    first, last = (
        f"{period.start_year}-{period.start_month:02d}",
        f"{period.end_year}-{period.end_month:02d}",
    )
    filed = [one for one in projects if first <= one["filed"][:7] <= last]
    two_high = [one for one in filed if one["two_high"] == "是"]
    if trace.name == "energy_tce":
        return sum(float(one["energy_tce"]) for one in two_high)
    chosen = {"all": filed, "two_high": two_high, "approved": [o for o in filed if o["decision"] == "同意"]}
    return float(len(chosen[trace.name]))


def _close(one, other):
    return abs(one - other) <= _CLOSE * max(1.0, abs(other))


def is_in(value, facts):
    """Whether a number stands in the facts of a finding or challenge."""
    found = (float(text) for text in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", facts))
    return any(abs(one - value) <= _CLOSE * max(1.0, abs(value)) for one in found)


def stored_of(warehouse):
    """Everything that a trace may name, asked of the warehouse itself."""
    assessments = {}
    for row in warehouse.assessments():
        assessments.setdefault((row.indicator, row.region, row.period), []).append(row)
    return Stored(
        {(row.indicator, row.region, row.period): row.value for row in warehouse.values()},
        assessments,
        {(row.tier, row.region, row.period): row for row in warehouse.title_flows()},
        [*warehouse.challenges(), *warehouse.findings()],
        [json.loads(row.fields) for row in warehouse.records("investment_project")],
    )


def rounded(value, decimals):
    """Half away from zero, as methods §1.1 asks."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number_in(text):
    """The first number of a printed text, and its decimals."""
    digits = re.search(NUMBER, text)[0]
    plain = digits.replace(",", "").replace("−", "-").lstrip("+")
    return Decimal(plain), len(plain.partition(".")[2])


def is_printed(figure):
    """Whether a figure's text is its stored value, or what its stored values come to, rounded half up."""
    shown, decimals = number_in(figure.text)
    stored = [trace.value for trace in figure.traces]
    return any(abs(rounded(one, decimals)) == abs(shown) for one in outcomes(stored))


def outcomes(stored):
    """What a printed number may be of its stored values: itself, scaled, sum, difference, ratio."""
    yield sum(stored)
    if len(stored) == 1:
        yield from (stored[0] * 100, stored[0] / 10_000)
    if len(stored) == 2:
        newer, older = stored
        yield newer - older
        if older:
            yield from (newer / older * 100, (newer / older - 1) * 100)


def figures_of(document):
    """Every traced number of a document, of its text and of the cells."""
    cells = (cell for table in document.tables() for row in table.rows for cell in row)
    return [*(figure for _, figure in document.figures()), *chain.from_iterable(c.figures for c in cells)]


def untrue(document, stored):
    """Numbers of a document that the warehouse does not hold, or that are not its rounding."""
    wrong = [
        f.text for f in figures_of(document) if not all(map(stored.holds, f.traces)) or not is_printed(f)
    ]
    for table in document.tables():
        for cell in (cell for row in table.rows for cell in row if cell.trace is not None):
            shown, decimals = number_in(cell.text)
            if not stored.holds(cell.trace) or not any(
                abs(rounded(one, decimals)) == abs(shown) for one in outcomes([cell.trace.value])
            ):
                wrong.append(f"{table.name}: {cell.text}")
    return wrong


def squeezed(text):
    """A text without white space, which every format sets in its own way."""
    return "".join(text.split())


def quantities(text, lang):
    """Every number with a unit."""
    return Counter(squeezed(found[0]) for found in QUANTITY[lang].finditer(text))


def untraced(text, document, lang, quoted=()):
    """Quantities of a text that no traced number accounts for, apart from quoted texts."""
    known = Counter()
    for figure in figures_of(document):
        known += quantities(figure.text, lang)
    for words in quoted:
        text = text.replace(words, "")
    return set(quantities(text, lang)) - set(known)


def read_word(content):
    """Paragraphs outside tables, and every table as rows of texts."""
    document = docx.Document(io.BytesIO(content))
    paragraphs = [p._p.xpath("string(.)") for p in document.paragraphs]
    tables = [[[tc.xpath("string(.)") for tc in row._tr.tc_lst] for row in t.rows] for t in document.tables]
    return paragraphs, tables


def read_pdf(content):
    """The text of every page without white space."""
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def read_numbers(content):
    """Every number of a workbook by sheet, in order."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=False)
    return {
        sheet.title: [
            cell.value
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        ]
        for sheet in book
    }
