"""Mixed use of the demonstration for half an hour: no error, flat memory, nothing left open.

Builds are published meanwhile, people sign in and out.

``SOAK_MINUTES`` says how long; three where it is not set, thirty in ``.ci/full``.
"""

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from statistics import fmean

import pytest

from dashboard.address import panel_url, parse, to_url
from dashboard.auth.passwords import Passwords
from dashboard.auth.people import add_user
from dashboard.auth.rights import Role
from dashboard.operational.export import verify_store
from dashboard.operational.store import office_of
from dashboard.operational.tables import GRANTS, USERS
from etl.model.vocabulary import RegionLevel
from etl.settings import Settings
from tests.benchmarks.served import connection_to, get, post, started
from tests.cast import PASSWORD
from tests.e2e.pages import LANGS, PAGES, address_of

MINUTES = float(os.environ.get("SOAK_MINUTES", "3"))
READERS, PEOPLE, WORKERS = 12, 3, 2
TURN_SECONDS, LOOK_SECONDS = 20.0, 5.0
WARM = 0.3
"""Part of the time after which everything was looked at once: caches are full, both builds were open."""
GROWS_AT_MOST = 1.10
MORE_OPEN = 10
"""Files and connections that may be open beside those of the warm server, by what is asked just then."""
THINKS, LOOKS = (0.3, 1.2), 15
PANELS = {
    "overview": ("overview-standing",),
    "region": ("region-identity", "region-verdicts", "region-path", "region-indicators", "region-concerns"),
    "compare": ("compare-headline", "compare-spine", "compare-swarm", "compare-courses"),
}
ASKED = ("build", "regions", "values?region=210100", "assessments?region=210100", "flags")
_BUILD = re.compile(r'"build":\s*"([^"]+)"')


class Visitor(threading.Thread):
    """Opens what comes to mind, until the time is over; notes what went wrong."""

    def __init__(self, number, port, until, regions):
        super().__init__(daemon=True)
        self.port, self.until, self.regions = port, until, regions
        self.chance = random.Random(number)
        self.requests, self.failures = 0, []

    def run(self):
        while time.monotonic() < self.until:
            try:
                self.visit()
            except OSError as error:
                self.failures.append(f"{type(error).__name__}: {error}")
            time.sleep(self.chance.uniform(*THINKS))

    def ask(self, connection, address, *, also=()):
        status, body = get(connection, address)
        self.requests += 1
        if status != 200 and status not in also:
            self.failures.append(f"{status} {address} {body[:200]!r}")
        return body

    def visit(self):
        """A page with its panels, a table to take away, or a question of a program."""
        lang, region = self.chance.choice(LANGS), self.chance.choice(self.regions)
        with self.connection() as connection:
            if self.chance.random() < 0.2:
                self.ask(connection, f"/api/v1/{self.chance.choice(ASKED)}")
                return
            name = self.chance.choice([*PANELS, *PANELS, *PAGES])
            at = (
                address_of(PAGES.get(name, "/"), lang)
                if name not in PANELS or name == "overview"
                else (
                    address_of(f"/region/{region}" if name == "region" else f"/compare?region={region}", lang)
                )
            )
            at = to_url(_selection(at))  # the one spelling of the view
            document = self.ask(connection, at).decode()
            known = _BUILD.search(document)
            for panel in PANELS.get(name, ()) if known else ():
                # a build that others have followed meanwhile is told as such: browsers open the page anew
                self.ask(connection, panel_url(known[1], panel, _selection(at)), also=(404,))

    def connection(self):
        return connection_to(self.port)


class SignedIn(Visitor):
    """Signs in, looks at what only people with a name see, and leaves again: each is an act in the chain."""

    def __init__(self, number, port, until, name):
        super().__init__(number, port, until, ())
        self.person = name

    def visit(self):
        with self.connection() as connection:
            status, cookie = post(connection, "/sign-in", name=self.person, password=PASSWORD)
            self.requests += 1
            if status != 303:
                self.failures.append(f"{status} {self.person} was not let in")
                return
        for _ in range(LOOKS):  # who signs in from one address more often is stopped as a guesser
            with self.connection() as connection:
                self.look(connection, cookie)
            time.sleep(self.chance.uniform(*THINKS))
        with self.connection() as connection:
            post(connection, "/sign-out", cookie)
            self.requests += 1

    def look(self, connection, cookie):
        address = self.chance.choice(("/data/desk", "/cases", "/registers", "/reports"))
        status, body = get(connection, address, cookie)
        self.requests += 1
        if status != 200:
            self.failures.append(f"{status} {address} {body[:200]!r}")


def _selection(at):
    path, _, query = at.partition("?")
    return parse(path, query)


def give_names(settings):
    """A few people with a password, who review."""
    office, passwords = office_of(settings), Passwords()
    kept = passwords.kept(PASSWORD)
    names = [f"reviewer.{number}" for number in range(PEOPLE)]
    with office.acting() as act:
        for name in names:
            user = add_user(act, passwords, actor="console:root", name=name, display_name=name)
            act.connection.execute(
                GRANTS.insert().values(
                    user_id=user.id, role=Role.REVIEWER.value, region="", sources="", given_at=act.at
                )
            )
        act.connection.execute(USERS.update().values(password_hash=kept, must_change_password=0))
    office.close()
    return names


class Publisher(threading.Thread):
    """Publishes one build after the other while they are read."""

    def __init__(self, data, builds, both, until):
        super().__init__(daemon=True)
        self.command = [sys.executable, "-m", "etl", "publish"]
        self.folders = ["--data", str(data), "--build-dir", str(builds)]
        self.both, self.until, self.published = both, until, 0

    def run(self):
        while time.monotonic() < self.until:
            build_id = self.both[self.published % 2]
            subprocess.run([*self.command, build_id, *self.folders], check=True, stdout=subprocess.DEVNULL)
            self.published += 1
            time.sleep(TURN_SECONDS)


def another_build(data, builds):
    """A second build of the same data, as of an earlier day, beside the current one."""
    command = [sys.executable, "-m", "etl", "build", "--data", str(data), "--build-dir", str(builds)]
    subprocess.run([*command, "--as-of", "2025-06-30"], check=True, stdout=subprocess.DEVNULL)
    return (builds / "current").read_text().strip()


@pytest.mark.soak
def test_half_an_hour_of_mixed_use_leaves_the_server_as_it_was(demo_build, tmp_path, capsys):
    data, builds = demo_build.data_dir, demo_build.build_dir
    settings = Settings(data_dir=data, build_dir=builds, office_dir=tmp_path)
    names = give_names(settings)
    both = (demo_build.build_id, another_build(data, builds))
    regions = [one.code for one in demo_build.catalog.at_home(RegionLevel.CITY)]
    looked = []
    log = (tmp_path / "log").open("w")
    place = {"LIAONING_OFFICE_DIR": str(tmp_path)}
    with log, started(data, builds, workers=WORKERS, log=log, **place) as (processes, port):
        began = time.monotonic()
        until = began + MINUTES * 60
        visitors = [Visitor(number, port, until, regions) for number in range(READERS)]
        visitors += [SignedIn(100 + number, port, until, name) for number, name in enumerate(names)]
        publisher = Publisher(data, builds, both, until)
        for one in (publisher, *visitors):
            one.start()
        while time.monotonic() < until:
            looked.append((time.monotonic() - began, processes.memory_mib(), processes.open_files()))
            time.sleep(LOOK_SECONDS)
        publisher.join()
        for visitor in visitors:
            visitor.join()
        looked.append((time.monotonic() - began, processes.memory_mib(), processes.open_files()))
    told = tell(looked, visitors, publisher.published)
    with capsys.disabled():
        sys.stdout.write(f"\n{json.dumps(told)}\n")
    failures = [each for visitor in visitors for each in visitor.failures]
    assert failures == [], failures[:5]
    assert (tmp_path / "log").read_text() == ""
    assert told["published"] >= 2
    assert told["late_mib"] <= GROWS_AT_MOST * told["warm_mib"]
    assert told["late_open"] <= told["warm_open"] + MORE_OPEN
    office = office_of(settings)
    assert verify_store(office, "en", None)[1]
    office.close()


def tell(looked, visitors, published):
    """What was measured, of the warm server and at the end."""
    end = looked[-1][0]
    warm = [one for one in looked if WARM * end <= one[0] <= (WARM + 0.2) * end]
    late = looked[-max(3, len(looked) // 5) :]
    return {
        "minutes": round(end / 60, 1),
        "requests": sum(visitor.requests for visitor in visitors),
        "published": published,
        "failures": sum(len(visitor.failures) for visitor in visitors),
        "warm_mib": round(fmean(one[1] for one in warm), 1),
        "late_mib": round(fmean(one[1] for one in late), 1),
        "warm_open": max(one[2] for one in warm),
        "late_open": looked[-1][2],
    }
