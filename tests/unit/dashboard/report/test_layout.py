"""The page of GB/T 9704-2012, read from the PDF itself: grid, margins, sizes, no overflow, no box."""

import io
from itertools import pairwise

import pypdf
import pytest
from msgspec.structs import replace

from dashboard.report.blocks import Paragraph
from dashboard.report.pdf import render_pdf
from dashboard.report.request import Kind, Request, make_document
from etl.model.period import Period
from tests.pdf_page import runs

MM = 72 / 25.4
HALF = 0.55
"""Of its size: how far a full-width mark's blank half may hang over the end of a line."""


def read(content):
    """Every page with its runs."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [(page, list(runs(page, reader))) for page in reader.pages]


@pytest.fixture(scope="module")
def files(reports, queries, rows_of):
    """Pages of the bulletin in Chinese, and of a sheet and a letter in English."""
    found = {"bulletin": reports["zh"]}
    for kind, region in (("sheet", "210100"), ("letter", "210000")):
        request = Request(Kind(kind), region, Period.parse("2023"), "en")
        found[kind] = make_document(queries, rows_of("2023"), request)
    return {name: read(render_pdf(document)) for name, document in found.items()}


def pages(files):
    return [(name, number, page, found) for name, read_ in files.items()
            for number, (page, found) in enumerate(read_, start=1)]  # fmt: skip


def test_a_page_of_text_has_22_lines_of_28_characters(reports):
    # GB/T 9704-2012, 5.2.3: 一般每面排22行，每行排28个字，并撑满版心
    text = replace(reports["zh"], blocks=(Paragraph(("国" * 28 * 60,)),), anchors={})
    _, second = read(render_pdf(text))[1]
    lines = {}
    for run in second:
        if run.size == 16:
            lines.setdefault(round(run.baseline, 1), []).append(run)
    assert len(lines) == 22
    assert {sum(len(run.glyphs) for run in line) for line in lines.values()} == {28}
    for line in lines.values():  # 156 mm wide, from 28 mm on
        assert min(run.left for run in line) == pytest.approx(28 * MM, abs=0.1)
        assert max(run.right for run in line) == pytest.approx(184 * MM, abs=0.6)


def test_sizes_and_faces_are_those_of_the_standard(files):
    _, first = files["bulletin"][0]
    faces = {(run.size, run.font) for run in first}
    assert (22, "NotoSerifSC-Bold") in faces, "title: 2号小标宋"
    assert (16, "NotoSerifSC-Regular") in faces, "text: 3号仿宋"
    text = [run for _, found in files["bulletin"] for run in found]
    assert any((run.size, run.font) == (16, "NotoSansSC-Medium") for run in text), "headings: 3号黑体"
    assert {run.size for run in text} == {9, 11, 14, 16, 22, *(run.size for run in first)}


def test_every_page_number_is_of_14_points_below_the_text_odd_right_and_even_left(files):
    for number, (page, found) in enumerate(files["bulletin"], start=1):
        below = min(found, key=lambda run: run.baseline)
        assert below.size == 14
        is_right = below.left > float(page.mediabox.width) / 2
        assert is_right == (number % 2 == 1)


def test_nothing_stands_beyond_the_margins(files):
    for name, number, page, found in pages(files):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        turned = width > height
        left, right, top, bottom = (37, 35, 28, 26) if turned else (28, 26, 37, 35)
        for run in (run for run in found if run.is_upright):
            at = (name, number, run)
            assert run.left >= left * MM - 0.5, at
            assert run.right <= width - right * MM + run.size * HALF, at
            assert run.baseline <= height - top * MM, at
            assert run.baseline >= bottom * MM - 1 or run.size == 14, at  # but for the page number


def test_nothing_is_printed_over_anything_else(files):
    for name, number, _, found in pages(files):
        lines = {}
        for run in found:
            if run.is_upright:
                lines.setdefault(round(run.baseline, 1), []).append(run)
        for line in lines.values():
            for one, other in pairwise(sorted(line, key=lambda run: run.left)):
                assert other.left >= one.right - one.size * HALF, (name, number, one, other)


def test_no_glyph_is_the_box_of_a_missing_one(files, reports):
    for name, number, _, found in pages(files):
        assert not [run for run in found if 0 in run.glyphs], (name, number)
    rare = read(render_pdf(replace(reports["zh"], blocks=(Paragraph(("㐂镕岫鲅",)),), anchors={})))
    assert not [run for _, found in rare for run in found if 0 in run.glyphs]
