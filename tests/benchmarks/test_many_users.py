"""Fifty people at once for three minutes: no error, memory that stays, and what a request costs."""

import random
import sys
import threading
import time
from statistics import quantiles

import pytest

from dashboard.address import panel_url
from dashboard.selection import Selection
from etl.model.vocabulary import RegionLevel
from tests.benchmarks.served import STATIC, cost_of, get, serving

USERS, SECONDS = 50, 180
WARM = 60
"""Seconds after which caches are full and memory is looked at first."""
THINKS = (0.5, 1.5)
PANELS = {
    "region": ("region-identity", "region-verdicts", "region-path", "region-indicators", "region-concerns"),
    "compare": ("compare-headline", "compare-spine", "compare-swarm", "compare-courses"),
}
GROWS_AT_MOST = 1.10


def views(build_id, regions):
    """A page as a browser asks for it: its document, then its panels."""
    found = []
    for page, panels in PANELS.items():
        for region in regions:
            at = f"/region/{region.code}" if page == "region" else f"/compare?region={region.code}"
            asked = [panel_url(build_id, name, Selection(page, region=region.code)) for name in panels]
            found.append((at, *asked))
    return found


class User(threading.Thread):
    """Opens one view after another, as fast as somebody reads who only looks."""

    def __init__(self, number, served, choices, until):
        super().__init__(daemon=True)
        self.served, self.choices, self.until = served, choices, until
        self.chance = random.Random(number)
        self.times, self.failures = [], []

    def run(self):
        time.sleep(self.chance.uniform(0, THINKS[1]))
        while time.monotonic() < self.until:
            with self.served.connection() as connection:
                for address in self.chance.choice(self.choices):
                    self.ask(connection, address)
            time.sleep(self.chance.uniform(*THINKS))

    def ask(self, connection, address):
        began = time.monotonic()
        try:
            status, _ = get(connection, address)
        except OSError as error:
            self.failures.append(f"{type(error).__name__} {address}")
            return
        self.times.append(time.monotonic() - began)
        if status != 200:
            self.failures.append(f"{status} {address}")


@pytest.mark.soak
def test_fifty_people_for_three_minutes_see_no_error_and_memory_stays(real_build, tmp_path, capsys):
    static = tmp_path / "yardstick.json"
    static.write_bytes(b"0" * 8_000)
    regions = real_build.catalog.at_home(RegionLevel.CITY)
    with serving(real_build.data_dir, real_build.build_dir, static) as served:
        alone = cost_of(served, [STATIC] * 500)
        cpu, began = served.cpu_seconds(), time.monotonic()
        choices = views(real_build.build_id, regions)
        users = [User(number, served, choices, began + SECONDS) for number in range(USERS)]
        for user in users:
            user.start()
        time.sleep(WARM)
        warm = served.memory_mib()
        for user in users:
            user.join()
        late = served.memory_mib()
        used = served.cpu_seconds() - cpu
    times = [each for user in users for each in user.times]
    failures = [each for user in users for each in user.failures]
    each_ms = used / len(times) * 1000
    with capsys.disabled():
        sys.stdout.write(
            f"\n{USERS} users, {SECONDS} s: {len(times)} requests, {len(failures)} failures, p95 "
            f"{quantiles(times, n=20)[-1] * 1000:.0f} ms, CPU {each_ms:.2f} ms a request against "
            f"{alone:.2f} ms of a static file (ratio {each_ms / alone:.1f}); memory {warm:.0f} MiB after "
            f"{WARM} s, {late:.0f} MiB at the end\n"
        )
    assert failures == []
    assert late <= GROWS_AT_MOST * warm
