"""What a page says is missing can be asked for with the command that it prints."""

import shlex

import pytest

from dashboard.views.missing import Lack, build_missing_view
from etl.__main__ import main
from etl.model.period import Period
from tests.conftest import SHIPPED


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_on_the_page_writes_a_workbook_that_the_intake_knows(
    shipped_catalog, lang, tmp_path, monkeypatch
):
    lack = Lack(shipped_catalog.indicators["energy_intensity_change"], Period.parse("2024"), ("鞍山",), 14)
    view = build_missing_view(shipped_catalog, [lack], lang)
    command = next(line.partition("python -m etl ")[2] for line in view.how if "energy_return" in line)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["etl", *shlex.split(command), "--data", str(SHIPPED)])
    assert main() == 0
    (book,) = tmp_path.iterdir()
    known = [file.format for file in shipped_catalog.formats["city_energy_return"]]
    assert any(book.match(declared.file) for declared in known)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "单位GDP能耗累计降低率：14个地区中"),
        ("en", "Cumulative reduction of energy intensity: 1 of 14"),
    ],
)
def test_what_is_lacking_for_no_period_alone_leaves_no_gap_in_the_sentence(shipped_catalog, lang, said):
    lack = Lack(shipped_catalog.indicators["energy_intensity_cumulative_reduction"], None, ("鞍山",), 14)

    assert said in str(build_missing_view(shipped_catalog, [lack], lang))
