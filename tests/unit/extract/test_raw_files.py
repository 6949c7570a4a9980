"""Nothing below ``raw`` is passed over: a source file with its meta, a note, or a named problem."""

import pytest

from etl.catalog.load import load_catalog
from etl.extract import raw_files
from etl.extract.raw_files import list_raw_files


@pytest.fixture
def listed(tiny_copy):
    def run():
        files, problems = list_raw_files(tiny_copy / "raw", load_catalog(tiny_copy))
        return [file.path for file in files], [problem.say("en") for problem in problems]

    return run


def test_a_delivery_without_strays_has_no_problem(listed):
    assert listed()[1] == []


@pytest.mark.parametrize("name", ["gdp_2023.pdf", "gdp_2023.csv.gz", "gdp_2023", "gdp_2023.ods", ".DS_Store"])
def test_a_file_of_a_kind_that_is_not_read_is_named(listed, tiny_copy, name):
    (tiny_copy / "raw" / "yearbook" / name).write_bytes(b"1")

    files, problems = listed()

    assert len(files) == 3
    (problem,) = problems
    assert f"yearbook/{name}: a file of a kind that is not read" in problem


def test_a_meta_without_its_file_is_named(listed, tiny_copy):
    (tiny_copy / "raw" / "yearbook" / "gdp_2020_2022.csv").unlink()

    _, problems = listed()

    assert len(problems) == 1
    assert "gdp_2020_2022.csv.meta.yaml: there is no gdp_2020_2022.csv beside it" in problems[0]


def test_a_meta_in_another_encoding_is_named(listed, tiny_copy):
    meta = tiny_copy / "raw" / "yearbook" / "gdp_2020_2022.csv.meta.yaml"
    meta.write_bytes(meta.read_text("utf-8").encode("gb18030") + "统计局".encode("gb18030"))

    _, problems = listed()

    assert len(problems) == 1
    assert "gdp_2020_2022.csv.meta.yaml" in problems[0]


@pytest.mark.parametrize("name", ["README.md", ".gitattributes", "~$gdp_2020_2022.csv"])
def test_notes_for_people_and_of_programs_are_no_problem(listed, tiny_copy, name):
    (tiny_copy / "raw" / "yearbook" / name).write_text("note", "utf-8")

    files, problems = listed()

    assert (len(files), problems) == (3, [])


def test_the_times_of_a_file_vouch_for_it_once_they_are_some_seconds_old(tiny_copy, monkeypatch):
    catalog, now = load_catalog(tiny_copy), raw_files.time.time_ns()

    def marks(later):
        monkeypatch.setattr(raw_files.time, "time_ns", lambda: now + later)
        return [file.mark for file in list_raw_files(tiny_copy / "raw", catalog)[0]]

    assert marks(later=1_000_000_000) == [None, None, None]
    assert None not in marks(later=10_000_000_000)
