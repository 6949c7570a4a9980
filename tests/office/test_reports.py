"""Word and Excel as an office program opens them: nothing lost, charts drawn, pages as PNG to look at.

``pytest -m office`` needs LibreOffice and poppler; ``OFFICE_PAGES=DIR`` keeps the pages as PNG.
"""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest

from dashboard.build_queries import BuildQueries
from dashboard.report.excel import render_excel
from dashboard.report.request import Kind, Request, make_documents
from dashboard.report.word import render_word
from etl.model.period import Period
from tests.parse_back import read_numbers, read_word, squeezed, stored_of, untraced, untrue

pytestmark = pytest.mark.office

KINDS = (("bulletin", "210000"), ("letter", "210000"), ("sheet", "210100"), ("annex", "210100"))
SCENES = [("real", "2023"), ("demo", "2025M12")]
SECONDS = 600


@pytest.fixture(scope="module", params=SCENES, ids=[name for name, _ in SCENES])
def scene(request, tmp_path_factory):
    """Every kind in both languages: the documents, their files, and those files as the program saves them."""
    name, period = request.param
    built = request.getfixturevalue(f"{name}_build")
    queries = BuildQueries(built.build_dir)
    folder = tmp_path_factory.mktemp(name)
    documents = {}
    for lang in ("zh", "en"):
        requests = tuple(Request(Kind(kind), code, Period.parse(period), lang) for kind, code in KINDS)
        for asked, document in zip(requests, make_documents(queries, requests), strict=True):
            stem = f"{name}_{asked.kind}_{lang}"
            documents[stem] = document
            (folder / f"{stem}.docx").write_bytes(render_word(document))
            (folder / f"{stem}.xlsx").write_bytes(render_excel(document))
    convert(folder, "pdf", folder.glob("*.docx"))
    convert(folder / "again", "docx", folder.glob("*.docx"))
    convert(folder / "again", "xlsx", folder.glob("*.xlsx"))
    convert(folder / "sheets", "pdf", folder.glob("*.xlsx"))
    keep_pages(folder)
    return built, folder, documents


def convert(out, form, paths):
    """Have the office program open files and save them in a form, one run for all."""
    if shutil.which("soffice") is None:
        pytest.fail("LibreOffice is not installed. Run: apt-get install libreoffice", pytrace=False)
    out.mkdir(exist_ok=True)
    profile = (out / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
    done = subprocess.run(
        [*command, "--outdir", str(out), *map(str, sorted(paths))],
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr


def keep_pages(folder):
    """The pages as PNG, where somebody wants to look at them."""
    kept = os.environ.get("OFFICE_PAGES")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        for path in (*folder.glob("*.pdf"), *(folder / "sheets").glob("*.pdf")):
            place = Path(kept) / f"{path.parent.name}_{path.stem}"
            subprocess.run(["pdftoppm", "-r", "70", "-png", str(path), str(place)], check=True)


def text_of_pdf(path):
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def test_every_word_file_is_drawn_on_a4_with_all_its_words(scene):
    _, folder, documents = scene
    for stem, document in documents.items():
        pages = pypdf.PdfReader(folder / f"{stem}.pdf").pages
        sizes = {
            tuple(sorted((round(float(p.mediabox.width)), round(float(p.mediabox.height))))) for p in pages
        }
        assert sizes == {(595, 842)}, stem
        text = text_of_pdf(folder / f"{stem}.pdf")
        # a sign may come from another font and be read before its number; Word's own text is held elsewhere
        printed = [squeezed(figure.text).lstrip("+−") for _, figure in document.figures()]
        lacking = [one for one in printed if one not in text]
        assert lacking == [], stem
        assert len(pages) <= 2 or "sheet" not in stem, f"{stem} has {len(pages)} pages"


def test_charts_of_word_are_drawn_with_their_names_and_survive_being_saved(scene):
    _, folder, documents = scene
    for stem, document in documents.items():
        text = text_of_pdf(folder / f"{stem}.pdf")
        for chart in document.charts():
            named = [name for name in chart.categories if squeezed(name) in text]
            assert len(named) >= min(3, len(chart.categories)), (stem, chart.name)
        saved = (folder / "again" / f"{stem}.docx").read_bytes()
        names = zipfile.ZipFile(io.BytesIO(saved)).namelist()
        drawn = sum(name.startswith("word/charts/chart") and name.endswith(".xml") for name in names)
        assert drawn == len(document.charts()), stem


def test_tables_of_word_are_the_same_after_being_opened_and_saved(scene):
    _, folder, documents = scene
    for stem, document in documents.items():
        _, tables = read_word((folder / "again" / f"{stem}.docx").read_bytes())
        wanted = [[cell.text for cell in row] for table in document.tables() for row in table.rows]
        found = [row for table in tables for row in table]
        assert [row for row in wanted if not any(same(row, other) for other in found)] == [], stem


def same(row, other):
    marks = ("■ ", "▲ ", "● ", "○ ")
    bare = [
        next((text.removeprefix(mark) for mark in marks if text.startswith(mark)), text) for text in other
    ]
    return [squeezed(text) for text in row] == [squeezed(text) for text in bare]


def test_workbooks_keep_every_number_and_chart_when_opened_and_saved(scene):
    _, folder, documents = scene
    for stem, document in documents.items():
        before, after = (
            read_numbers(path.read_bytes())
            for path in (folder / f"{stem}.xlsx", folder / "again" / f"{stem}.xlsx")
        )
        assert after.keys() == before.keys(), stem
        for name, numbers in before.items():
            assert after[name] == pytest.approx(numbers), (stem, name)
        book = openpyxl.load_workbook(folder / "again" / f"{stem}.xlsx")
        assert sum(len(sheet._charts) for sheet in book) == len(document.charts()), stem


def test_every_number_of_the_scene_is_the_warehouse_s(scene):
    built, folder, documents = scene
    stored = stored_of(built.warehouse)
    for stem, document in documents.items():
        assert untrue(document, stored) == [], stem
        rules = [rule.name[document.lang] for rule in built.catalog.barometer_rules.values()]
        paragraphs, _ = read_word((folder / f"{stem}.docx").read_bytes())
        assert untraced("\n".join(paragraphs), document, document.lang, rules) == set(), stem
