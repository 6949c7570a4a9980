"""A project catalogue as a workbook: completed from its document and taken over without loss."""

import openpyxl
import pytest
import yaml

from etl.catalog.catalogue_form import HEADINGS, catalogue_from, row_of
from etl.errors import ProblemsFound
from etl.model.gate import ProjectCatalogue
from etl.pipeline.project_catalogue import write_catalogue
from etl.pipeline.template import write_named_template
from tests.conftest import SHIPPED

ROBOT = [
    "extra_robot",
    "协作机器人",
    "Collaborative robots",
    "鼓励",
    "3491；3492",
    "协作机器人",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
]


def test_every_shipped_catalogue_comes_back_from_its_rows_as_it_was(shipped_catalog):
    for like in shipped_catalog.project_catalogues.values():
        cells = [["标题"], list(HEADINGS), *[list(row_of(entry)) for entry in like.entries]]

        assert catalogue_from(like, cells, "目录.xlsx", is_complete=like.is_complete) == like


def test_a_filled_in_workbook_becomes_the_declaration(shipped_catalog, tmp_path):
    book_path, out = tmp_path / "目录.xlsx", tmp_path / "guidance_2024.yaml"
    write_named_template(SHIPPED, "catalogues/guidance_2024", book_path)
    like = shipped_catalog.project_catalogues["guidance_2024"]
    book = openpyxl.load_workbook(book_path)
    for column, text in enumerate(ROBOT, start=1):
        book["目录"].cell(row=3 + len(like.entries), column=column, value=text or None)
    book.save(book_path)

    told = write_catalogue(SHIPPED, "guidance_2024", book_path, out, is_complete=True)

    made = ProjectCatalogue.read(yaml.safe_load(out.read_text(encoding="utf-8")))
    assert f"{len(like.entries) + 1} entries" in told
    assert made.entries[:-1] == like.entries
    assert (made.entries[-1].id, made.entries[-1].industries) == ("extra_robot", ("3491", "3492"))
    assert (made.is_complete, made.document, made.valid_from) == (True, like.document, like.valid_from)


@pytest.mark.parametrize(
    ("changes", "cell", "found"),
    [
        ({"类别": "禁止"}, "D3", "禁止"),
        ({"条目编号": "高炉1"}, "A3", "高炉1"),
        ({"条目": ""}, "B3", ""),
        ({"规模大于": "很大", "规模单位": "立方米"}, "H3", "很大"),
        ({"行业代码": "", "产品关键词": ""}, "E3", ""),
    ],
)
def test_a_row_that_is_no_entry_is_named_by_its_cell(shipped_catalog, changes, cell, found):
    like = shipped_catalog.project_catalogues["guidance_2024"]
    row = [changes.get(heading, text) for heading, text in zip(HEADINGS, ROBOT, strict=True)]

    with pytest.raises(ProblemsFound) as refused:
        catalogue_from(like, [["标题"], list(HEADINGS), row], "目录.xlsx", is_complete=False)

    (problem,) = refused.value.problems
    assert problem.facts["place"] == cell
    assert found in problem.facts["found"]


def test_an_entry_that_stands_twice_is_refused(shipped_catalog):
    like = shipped_catalog.project_catalogues["guidance_2024"]

    with pytest.raises(ProblemsFound) as refused:
        catalogue_from(like, [list(HEADINGS), ROBOT, ROBOT], "目录.xlsx", is_complete=False)

    assert [problem.facts["place"] for problem in refused.value.problems] == ["A3"]
