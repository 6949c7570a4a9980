"""A load desk over the monthly returns of the invented province, with people, and builds made at once."""

import hashlib
import io
import shutil
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard.app import create_app
from dashboard.auth.passwords import Passwords
from dashboard.auth.rights import Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.builds import BuildStopped
from dashboard.load_desk.background_process import work
from dashboard.upkeep.challenge_answers import KeptAnswers
from etl.errors import BuildFailed, LiaoningError
from etl.pipeline.build import build
from etl.pipeline.intake import write_intake
from etl.pipeline.switch_build import turn_to
from etl.settings import Settings
from tests.monthly_returns import write_monthly_returns
from tests.unit.dashboard.web.conftest import OWN, Site

OFFICER, OTHER_OFFICER, REVIEWER, SECOND_REVIEWER = "zhang.min", "zhou.lan", "li.na", "wang.wei"
HEADING = "代码,地区,时期,全社会用电量"
MARCH = f"{HEADING}\n900203,青石区,2023M01-03,4.5\n900201,城中区,2023M01-03,3.9\n"
FAULTY = f"{HEADING}\n900299,青石区,2023M01-03,4.5\n900201,城中区,2023M13,3.9\n900201,城中区,2023M01-03,约4\n"
NAME = "power_2023M01-03_西山.csv"


class InThisProcess:
    """Builds as ``dashboard.builds`` makes them, without the seconds that a process takes to begin.

    What was built of the same data and accepted files before is copied: the same inputs give the same build.
    """

    def __init__(self, remembered: Path):
        self.remembered = remembered

    def check_file(self, settings, path, source, published, report):
        write_intake(settings.data_dir, path, source, published.isoformat(), report)

    def make_build(self, settings, scratch, accepted, steps):
        shutil.rmtree(scratch, ignore_errors=True)

        def told(step, done, of):
            if not steps(step, done, of):
                raise BuildStopped

        told("stage", 0, 1)
        known = self.remembered / accepted.name
        if known.is_dir():
            shutil.copytree(known, scratch)
            return (scratch / "current").read_text().strip()
        try:
            made = build(settings.data_dir, scratch, None, told, accepted).build_id
        except LiaoningError as error:
            problem = {lang: error.say(lang) for lang in ("zh", "en")}
            raise BuildFailed(1, problem=problem, action={"zh": "", "en": ""}) from error
        shutil.copytree(scratch, known)
        return made

    def publish_build(self, settings, build_id, made_in, accepted):
        try:
            turn_to(settings.builds, build_id, made_in=made_in, accepted=accepted)
        except LiaoningError as error:
            raise BuildFailed(1, problem=str(error), action="") from error


def make_deployment(folder: Path) -> None:
    """The data and their first build; a workbook is read beside the CSV of the month."""
    data = write_monthly_returns(folder / "data")
    formats = data / "catalog" / "formats" / "bulletin"
    declared = (formats / "2023.yaml").read_text("utf-8")
    workbook = declared.replace("power_*.csv", "power_*.xls*").replace("reader: csv", "reader: workbook")
    (formats / "2022.yaml").write_text(workbook, "utf-8")
    build(data, folder / "builds")


@pytest.fixture(scope="session")
def desk_deployment(made_once):
    """The folder of a deployment with its first build."""
    return made_once("load-desk", make_deployment)


@pytest.fixture
def folder(desk_deployment, tmp_path):
    """The same, to be changed."""
    for part in ("data", "builds"):
        shutil.copytree(desk_deployment / part, tmp_path / part)
    return tmp_path


@pytest.fixture(scope="session")
def builder(tmp_path_factory):
    """What makes builds; it remembers them."""
    return InThisProcess(tmp_path_factory.mktemp("remembered"))


class DeskSite(Site):
    """A server whose work in the background is done at once, in this process."""

    def __init__(self, folder: Path, office, clock, builder):
        self.office, self.clock, self.folder = office, clock, folder
        url = office.engine.url.render_as_string(hide_password=False)
        self.database = "" if url.startswith("sqlite") else url
        self.settings = Settings(
            data_dir=folder / "data",
            build_dir=folder / "builds",
            office_dir=folder,
            database_url=self.database,
        )
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.gate = Gate(office, self.settings, cheap)
        answers = KeptAnswers(lambda: self.office, lambda: True)
        self.queries = BuildQueries(self.settings.builds, answers=answers)
        self.builder = builder
        self.started = []
        self.waits = False
        self.app = create_app(
            self.queries,
            self.settings,
            gate=lambda: self.gate,
            start_upload=self.start,
            after_act=answers.look_again,
        )

    def start(self, identifier):
        self.started.append(identifier)
        if not self.waits:
            self.work(identifier)

    def work(self, identifier):
        work(self.settings, self.office, identifier, self.builder)

    def cast(self):
        """An officer of Xishan, one of Donghai, two reviewers of the whole province."""
        self.add(OFFICER, (Role.DATA_OFFICER, "900200"))
        self.add(OTHER_OFFICER, (Role.DATA_OFFICER, "900100"))
        self.add(REVIEWER, (Role.REVIEWER, ""))
        self.add(SECOND_REVIEWER, (Role.REVIEWER, ""))
        return self

    def bring(self, client, text=MARCH, name=NAME, **fields):
        content = text if isinstance(text, bytes) else text.encode()
        data = {"file": (io.BytesIO(content), name), **fields}
        return client.post("/act/desk", data=data, headers=OWN)

    def do(self, client, number, act, reason="核对无误"):
        return client.post(f"/act/desk/{number}/{act}", data={"reason": reason}, headers=OWN)

    def page(self, client, number, lang="zh"):
        return client.get(f"/act/desk/{number}" + ("" if lang == "zh" else "?lang=en"))

    def figure(self, region="900203", period="2023M01-03"):
        """The figure in use of a county's return; None where there is none."""
        rows = self.queries.observations(["electricity_consumption"], [region], [period])
        return rows[0].value if rows else None

    def current(self):
        return (self.settings.builds / "current").read_text().strip()

    def accepted(self):
        """The accepted files that the next build takes in, by the hash of their content."""
        pointer = self.settings.accepted / "current"
        folder = self.settings.accepted / pointer.read_text().strip() if pointer.is_file() else None
        files = sorted(folder.rglob("*")) if folder else []
        return [
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.is_file() and path.suffix != ".yaml"
        ]
