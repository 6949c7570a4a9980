"""What a start reads: little."""

import json
import subprocess
import sys

import pytest

NEEDLESS = (
    "pandas", "numpy", "pyarrow", "sqlalchemy", "alembic", "authlib", "docx", "pptx", "typst", "xlsxwriter",
    "matplotlib", "plotly.express", "plotly.graph_objs.scatter", "dash_mantine_components.Button",
    "dash_ag_grid", "argon2", "pyrage", "etl.stage", "etl.extract", "dashboard.report.command",
)  # fmt: skip
START = """
import json, sys
import dashboard.__main__ as program
app = program.application(program.settings_of(data_dir=None, build_dir=program.Path(sys.argv[1])))()
status = app.test_client().get("/").status_code
print(json.dumps([status, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def started(tiny_build):
    """Status of the first page, and all modules after it."""
    command = [sys.executable, "-c", START, str(tiny_build.build_dir)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(told.splitlines()[-1])


def test_the_first_page_needs_neither_frames_nor_a_store_nor_what_writes_reports(started):
    status, modules = started
    assert status == 200
    assert "dash_mantine_components.Select" in modules
    assert [name for name in NEEDLESS if name in modules] == []
