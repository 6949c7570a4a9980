"""A deployment with people, a case with its attachment, a sealed text and archived reports."""

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.auth.sign_in_gate import Gate
from dashboard.backup.sealing import new_key
from dashboard.deployment import make_app
from dashboard.operational.sealed import seal, unsealed
from dashboard.operational.store import office_of
from dashboard.report.command import run
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.conftest import SHIPPED
from tests.offices import DATABASES, clock, databases, office, small_office

__all__ = ["DATABASES", "clock", "databases", "office", "small_office"]
SHENYANG = "210100"
OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
LEAD = {
    "instrument": "eia_169",
    "region": SHENYANG,
    "basis": "环发〔2015〕169号",
    "reason": "依职权",
    "content-source": "inspection",
    "content-circumstances": "现场检查发现",
}
PAGES = ("/", f"/region/{SHENYANG}", "/cases", "/reports")


@dataclass
class Deployment:
    """A deployment in a folder of its own."""

    settings: Settings
    case: str = ""
    _client: Any = None

    def __post_init__(self):
        self.office = office_of(self.settings)

    def browser(self):
        """A reviewer's browser."""
        if self._client is None:
            gate = Gate(self.office, self.settings)
            self._client = make_app(self.settings, lambda: gate).server.test_client()
            answer = self._client.post(
                "/sign-in", data={"name": "an.ning", "password": PASSWORD}, headers=OWN
            )
            assert answer.status_code == 303
        return self._client

    def shown(self):
        """What every panel of the pages says, by page and panel."""
        client = self.browser()
        build = client.get("/build.json").json["build"]
        found = {"build": build}
        for path in (*PAGES, self.case):
            page = client.get(f"/panel/{build}/page.json?at={path}")
            found[path] = page.text
            for name in sorted(set(_panels(page.json))):
                answer = client.get(f"/panel/{build}/{name}.json?at={path}")
                assert answer.status_code == 200, (path, name)
                found[f"{path} {name}"] = answer.text
        return found

    def sealed(self, subject):
        with self.office.reading() as connection:
            return unsealed(connection, self.office, subject)


def _panels(node):
    """Names of the panels in a page."""
    if isinstance(node, dict):
        told = node.get("id")
        if isinstance(told, dict) and told.get("type") == "panel":
            yield told["name"]
        for below in node.values():
            yield from _panels(below)
    elif isinstance(node, list):
        for below in node:
            yield from _panels(below)


def place(folder: Path, real_build) -> Path:
    """The shipped data and their build in a folder: what the repository and a build give."""
    for name in ("catalog", "raw"):
        shutil.copytree(SHIPPED / name, folder / "data" / name)
    builds = folder / "data" / "build"
    shutil.copytree(real_build.folder, builds / real_build.build_id)
    (builds / "current").write_text(real_build.build_id, encoding="utf-8")
    return folder / "data"


def let_act(deployment: Deployment, out: Path) -> None:
    """Let people act: accounts, a sealed text, a case with a file, a report."""
    people(Gate(deployment.office, deployment.settings), SHENYANG)
    with deployment.office.acting() as taken:
        seal(taken, deployment.office, "entry:1", {"complainant": "举报人甲"})
    client = deployment.browser()
    form = {**LEAD, "file": (io.BytesIO("现场笔录".encode()), "笔录.txt")}
    answer = client.post("/act/case", data=form, headers=OWN)
    assert answer.status_code == 303, answer.text
    deployment.case = answer.headers["Location"]
    run(deployment.settings, period="2023", kind="letter", formats="docx,pdf", out=out)


@pytest.fixture(scope="session")
def acted(real_build, tmp_path_factory):
    """Such a deployment on SQLite, for tests that do not change it."""
    folder = tmp_path_factory.mktemp("acted")
    deployment = Deployment(Settings(data_dir=place(folder, real_build)))
    let_act(deployment, folder / "out")
    yield deployment
    deployment.office.close()


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    """The file of a key, and its public part."""
    path = tmp_path_factory.mktemp("key") / "backup.key"
    return path, new_key(path, "")
