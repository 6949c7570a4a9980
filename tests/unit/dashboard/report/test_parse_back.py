"""Every number of the files, read back out of Word, PDF and Excel, is the warehouse's."""

import pytest
from msgspec.structs import replace

from dashboard.report.blocks import Chart, Paragraph, Table
from dashboard.report.excel import render_excel, sheet_names
from dashboard.report.pdf import render_pdf
from dashboard.report.request import Kind, Request, make_document
from dashboard.report.sentences import load_sentences
from dashboard.report.word import render_word
from etl.model.period import Period
from tests.parse_back import (
    number_in,
    read_numbers,
    read_pdf,
    read_word,
    squeezed,
    stored_of,
    untraced,
    untrue,
)

LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def stored(real_build):
    return stored_of(real_build.warehouse)


@pytest.fixture(scope="module")
def documents(reports, queries, rows_of):
    """The bulletin, and the sheet and annex of 沈阳, in both languages."""
    found = {("bulletin", lang): reports[lang] for lang in LANGS}
    for kind in ("sheet", "annex"):
        for lang in LANGS:
            request = Request(Kind(kind), "210100", Period.parse("2023"), lang)
            found[kind, lang] = make_document(queries, rows_of("2023"), request)
    return found


@pytest.fixture(scope="module")
def words(documents):
    return {key: read_word(render_word(document)) for key, document in documents.items()}


def each(documents):
    return [(key, documents[key]) for key in sorted(documents)]


def test_every_traced_number_is_a_stored_value_rounded_half_up(documents, stored):
    assert [untrue(document, stored) for document in documents.values()] == [[]] * len(documents)


def test_a_number_that_is_not_the_warehouse_s_is_found(reports, stored):
    (figure, *_) = (figure for _, figure in reports["zh"].figures())
    wrong = replace(figure, text="5.4%")
    altered = [
        replace(block, parts=tuple(wrong if part == figure else part for part in block.parts))
        for block in reports["zh"].blocks
        if isinstance(block, Paragraph)
    ]
    assert "5.4%" in untrue(replace(reports["zh"], blocks=tuple(altered)), stored)


def test_the_text_of_word_has_no_number_with_a_unit_that_is_not_traced(documents, words, shipped_catalog):
    for (kind, lang), document in each(documents):
        names = [rule.name[lang] for rule in shipped_catalog.barometer_rules.values()]
        paragraphs, _ = words[kind, lang]
        assert untraced("\n".join(paragraphs), document, lang, names) == set(), (kind, lang)


def test_every_cell_of_word_that_holds_a_number_reads_back_as_the_stored_value(documents, words):
    for key, document in each(documents):
        _, drawn = words[key]
        read = 0
        for rows, table in zip(drawn, document.tables(), strict=True):
            for texts, cells in zip(rows[len(table.header) :], table.rows, strict=True):
                for text, cell in zip(texts, cells, strict=True):
                    if cell.trace is not None:
                        assert number_in(text) == number_in(cell.text)
                        read += 1
        assert read > 0 or key[0] == "annex"


def test_every_number_of_text_and_tables_is_in_the_pdf(documents):
    for key, document in each(documents):
        if key[0] == "annex":
            continue  # its numbers are those of the sheet
        text = "".join(read_pdf(render_pdf(document)))
        printed = [figure.text for _, figure in document.figures()]
        printed += [c.text for t in document.tables() for row in t.rows for c in row if c.value is not None]
        assert [one for one in printed if squeezed(one) not in text] == [], key


def test_the_workbook_holds_every_number_of_every_table_and_chart_and_no_other(documents):
    for (kind, lang), document in each(documents):
        numbers = read_numbers(render_excel(document))
        names = sheet_names(document, load_sentences(lang))
        for block in document.blocks:
            if isinstance(block, Table):
                wanted = [cell.value for row in block.rows for cell in row if cell.value is not None]
                assert numbers[names[block.name]] == pytest.approx(wanted), (kind, lang, block.name)
            elif isinstance(block, Chart):
                lines = zip(*(series.values for series in block.series), strict=True)
                wanted = [value for line in lines for value in line if value is not None]
                assert numbers[names[block.name]][-len(wanted) :] == pytest.approx(wanted)


def test_ranks_are_those_of_the_stored_values(reports, shipped_catalog):
    """A place is one more than the number of regions that are better; the same value, the same place."""
    table = next(one for one in reports["zh"].tables() if one.name == "cities")
    rows = [row for row in table.rows if row[0].text != "辽宁省"]
    ranked = [place for place, column in enumerate(table.columns) if column.title == "位次"]
    assert ranked
    for place in ranked:
        for row in rows:
            own = row[place - 1].trace
            assert shipped_catalog.indicators[own.name].direction != "lower_is_better"
            better = sum(
                other[place - 1].value > own.value for other in rows if other[place - 1].value is not None
            )
            assert number_in(row[place].text)[0] == better + 1
