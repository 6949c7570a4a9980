"""What a build prints when it is done."""

import pytest
from msgspec.structs import replace

from etl.__main__ import print_summary
from etl.model.sheet import SheetWarning
from etl.pipeline.build import build
from tests.conftest import TINY


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "sheet 表二 is hidden"), ("zh", "工作表 表二 是隐藏的")]
)
def test_warnings_about_sheets_are_printed_before_the_counts(tmp_path, capsys, lang, sentence):
    warning = SheetWarning.of("hidden", file="yearbook/gdp.xlsx", sheet="表二")

    print_summary(replace(build(TINY, tmp_path), warnings=(warning,)), lang)

    first, *rest = capsys.readouterr().out.splitlines()
    assert sentence in first
    assert "rejected" in rest[0]
