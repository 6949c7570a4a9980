"""What a start reads: little, and nothing that would forbid to copy the process."""

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
program.read_modules()
threads = open("/proc/self/status").read() if sys.platform == "linux" else "Threads:\\t1"
app = program.application(program.settings_of(data_dir=None, build_dir=program.Path(sys.argv[1])))()
status = app.test_client().get("/").status_code
print(json.dumps([status, threads.split("Threads:")[1].split()[0], sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def started(tiny_build):
    """Status of the first page, threads when the modules were read, and all modules after the first page."""
    command = [sys.executable, "-c", START, str(tiny_build.build_dir)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(told.splitlines()[-1])


def test_the_first_page_needs_neither_frames_nor_a_store_nor_what_writes_reports(started):
    status, _, modules = started
    assert status == 200
    assert "dash_mantine_components.Select" in modules
    assert [name for name in NEEDLESS if name in modules] == []


def test_reading_the_modules_starts_no_thread_so_that_the_process_can_be_copied(started):
    assert started[1] == "1"
