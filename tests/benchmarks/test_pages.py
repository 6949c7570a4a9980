"""What pages cost: panels beside a static file of their size, the first page beside that of Streamlit."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboard.address import panel_url
from dashboard.selection import Selection
from etl.model.vocabulary import RegionLevel
from tests.benchmarks.served import STATIC, cost_of, get, serving
from tests.conftest import SHIPPED
from tests.e2e.conftest import launch

PANEL = "region-indicators"
REQUESTS = 300
ROUNDS = 3
AIM = 0.8
"""Time of the first page beside Streamlit's; how far it is from this stands in docs/performance.md."""
HERE = Path(__file__).parent


def tell(capsys, text):
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


def address_of(build_id, region, lang="zh"):
    return panel_url(build_id, PANEL, Selection("region", lang, region=region))


@pytest.mark.bench
def test_a_panel_costs_little_more_than_a_static_file_of_its_size(real_build, tmp_path, capsys):
    static = tmp_path / "yardstick.json"
    static.write_bytes(b"{}")
    regions = [*real_build.catalog.at_home(RegionLevel.CITY), *real_build.catalog.at_home(RegionLevel.COUNTY)]
    fresh = [address_of(real_build.build_id, one.code, lang) for lang in ("zh", "en") for one in regions]
    seen, new = fresh[0], [*fresh[1 : len(regions)], *fresh[len(regions) + 1 :]]
    with serving(real_build.data_dir, real_build.build_dir, static) as served:
        with served.connection() as connection:
            status, body = get(connection, seen)
        assert status == 200
        static.write_bytes(body)  # as it goes over the wire
        # the words of both languages are read once
        cost_of(
            served, [STATIC] * 20 + [seen] * 20 + [address_of(real_build.build_id, regions[0].code, "en")]
        )
        rounds = [
            (cost_of(served, [STATIC] * REQUESTS), cost_of(served, [seen] * REQUESTS)) for _ in range(ROUNDS)
        ]
        first = cost_of(served, new)
    alone, again = (min(costs) for costs in zip(*rounds, strict=True))
    tell(
        capsys,
        f"panel of {len(body)} bytes: static {alone:.2f} ms, seen before {again:.2f} ms "
        f"(ratio {again / alone:.2f}, to reach 1.5), new selection {first:.1f} ms "
        f"(ratio {first / alone:.1f}, to reach 3; {len(new)} selections)",
    )
    assert again <= 1.5 * alone


STANDS = """
(() => {
  const look = (watch) => {
    const found = document.querySelector(%r);
    if (!found || !found.getBoundingClientRect().width) return;
    watch.disconnect();
    const { dataset } = document.documentElement;
    const tell = () => { dataset.stands = performance.timeOrigin + performance.now(); };
    requestAnimationFrame(() => setTimeout(tell));
  };
  const watch = new MutationObserver((_, self) => look(self));
  watch.observe(document, { childList: true, subtree: true, attributes: true });
})();
"""
"""When something was painted, told by the page: who asks it from outside waits until its scripts have run."""


# ── first page ─────────────────────────────────────────────────────────────────────────────────────────
def cold_visit(playwright, address, selector):
    """Seconds until the map stands, and bytes over the wire, in a browser that knows nothing."""
    browser = launch(playwright)
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes = []
    client.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
    foreign = []
    page.on("request", lambda each: foreign.append(each.url) if "//127.0.0.1" not in each.url else None)
    page.add_init_script(STANDS % selector)
    began = time.time()
    page.goto(address, wait_until="commit")
    told = page.locator("html[data-stands]").get_attribute("data-stands", timeout=120_000)
    seconds = float(told) / 1000 - began
    page.wait_for_load_state("networkidle")
    browser.close()
    return seconds, sum(sizes), [url for url in foreign if url.startswith("http")]


def streamlit_python():
    """The Python that has Streamlit: an environment of its own, because it pins what others need newer."""
    named = os.environ.get("STREAMLIT_PYTHON")
    if not named:
        pytest.fail(
            "No Streamlit to compare with. Run: python -m venv .venv-streamlit && .venv-streamlit/bin/pip "
            "install streamlit plotly && export STREAMLIT_PYTHON=.venv-streamlit/bin/python",
            pytrace=False,
        )
    return named


@pytest.mark.bench
def test_the_first_page_sends_a_third_of_what_streamlit_sends_and_asks_nobody_else(
    real_build, tmp_path, capsys
):
    other = subprocess.Popen(
        [
            streamlit_python(), "-m", "streamlit", "run", str(HERE / "streamlit_page.py"),
            "--server.port=18599", "--server.headless=true", "--server.address=127.0.0.1",
            "--browser.gatherUsageStats=false", "--", str(SHIPPED),
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    static = tmp_path / "yardstick.json"
    static.write_bytes(b"{}")
    drawn = ".map-drawing path"  # with the colours and names of its figures
    begun = ".js-plotly-plot .main-svg"  # an empty frame: its map asks a host that is not there
    try:
        with serving(real_build.data_dir, real_build.build_dir, static) as served, sync_playwright() as p:
            wait_for_port(18599)
            ours, theirs = f"http://127.0.0.1:{served.port}/", "http://127.0.0.1:18599/"
            cold_visit(p, ours, drawn), cold_visit(p, theirs, begun)
            rounds = [(cold_visit(p, ours, drawn), cold_visit(p, theirs, begun)) for _ in range(ROUNDS)]
    finally:
        other.terminate()
        other.wait()
    (own_s, own_bytes, own_foreign), (their_s, their_bytes, _) = (
        min(visits, key=lambda each: each[0]) for visits in zip(*rounds, strict=True)
    )
    tell(
        capsys,
        f"first page, cold: {own_s:.2f} s and {own_bytes / 1e6:.2f} MB; Streamlit {their_s:.2f} s and "
        f"{their_bytes / 1e6:.2f} MB; ratios {own_s / their_s:.2f} (to reach 0.8), "
        f"{own_bytes / their_bytes:.2f} (to reach 0.3)",
    )
    assert own_foreign == []
    assert own_bytes <= 0.3 * their_bytes
    assert own_s <= AIM * their_s


def wait_for_port(port):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("Streamlit does not answer")
