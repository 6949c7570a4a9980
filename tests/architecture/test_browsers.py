"""README names the oldest Chromium; the project's own scripts and styles use nothing that is newer."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "dashboard" / "assets"
SINCE = {  # what came after the named version, by the version of Chromium that brought it
    r"\d[dsl]vh\b": 108,
    r"color-mix\(": 111,
    r"\.(toSorted|toSpliced|toReversed|with)\(": 110,
    r"text-wrap\s*:": 114,
    r"\bpopover\b": 114,
    r"Object\.groupBy|Map\.groupBy": 117,
    r"@scope\b|@starting-style\b": 117,
    r"Promise\.withResolvers": 119,
    r"light-dark\(": 123,
}


def named_version():
    found = re.search(r"Chromium (\d+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert found
    return int(found[1])


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.[jc]s*")), ids=lambda path: path.name)
def test_no_own_file_needs_a_newer_browser_than_the_readme_names(path):
    text = path.read_text(encoding="utf-8")
    newer = {
        feature: since
        for feature, since in SINCE.items()
        if since > named_version() and re.search(feature, text)
    }
    assert newer == {}
