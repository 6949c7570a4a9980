"""The README lists every setting as it is."""

from pathlib import Path

import pytest

from etl.settings import settings_table

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("row", settings_table().splitlines())
def test_the_readme_lists_every_setting_with_its_default_and_help(row):
    assert row in README.read_text(encoding="utf-8")
