"""The files in ``deploy`` as nginx and systemd read them, and the product behind them over TLS."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dashboard.auth.sign_in_gate import Gate
from dashboard.operational.store import office_of
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.servers import served

pytestmark = pytest.mark.deploy
DEPLOY = Path(__file__).parents[2] / "deploy"


def tool(name):
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.fail(f"No {name} here. Run: apt-get install nginx-light systemd", pytrace=False)
    return found


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def certificate(folder):
    """A certificate for 127.0.0.1 that its own key signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "perf.example.gov.cn")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(pem)


@contextlib.contextmanager
def nginx_before(folder, ports):
    """The committed configuration with the ports and paths of the test: plain and TLS port."""
    certificate(folder)
    plain, secure = free_port(), free_port()
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    hosts = " ".join(f"server 127.0.0.1:{port};" for port in ports)
    for old, new in (
        ("server 127.0.0.1:8050;", hosts),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("/etc/liaoning/tls", str(folder)),
    ):
        assert old in site
        site = site.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root; pid {folder}/pid; error_log {folder}/error.log; daemon off;"
        f"events {{}} http {{ access_log off; {temporary}\n{site}\n}}",
        encoding="utf-8",
    )
    command = [tool("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(secure)
        yield plain, secure
    finally:
        process.terminate()
        process.wait()


def wait_for(port):
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("nginx does not listen")


def answers(port):
    """A host takes connections before its application is made; who asks then waits for it."""
    for _ in range(10):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            try:
                connection.request("GET", "/healthz/live")
                assert connection.getresponse().status == 200
            except TimeoutError:
                continue
            return
    raise TimeoutError("a host does not answer")


@pytest.fixture(scope="module")
def site(tiny_build, tmp_path_factory):
    """Two hosts over one build and one store, with nginx before them; the TLS port and how to trust it."""
    folder = tmp_path_factory.mktemp("site")
    data = shutil.copytree(tiny_build.data_dir, folder / "data")
    shutil.copytree(tiny_build.build_dir, data / "build")
    settings = Settings(data_dir=data)
    office = office_of(settings)
    people(Gate(office, settings), tiny_build.catalog.home.code)
    office.close()
    trust = ssl.create_default_context()
    with ExitStack() as hosts:
        ports = [
            hosts.enter_context(served(data, folder / f"{n}.log", served_over_https=True)) for n in (1, 2)
        ]
        for port in ports:
            answers(port)
        plain, secure = hosts.enter_context(nginx_before(folder, ports))
        trust.load_verify_locations(folder / "certificate.pem")
        yield plain, secure, trust


def ask(site, path, method="GET", body=None, **headers):
    _, secure, trust = site
    with closing(http.client.HTTPSConnection("127.0.0.1", secure, context=trust, timeout=60)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers


def test_without_a_name_nothing_is_read_through_the_proxy_and_figures_stay_inside(site):
    status, _, headers = ask(site, "/")
    assert (status, headers["Location"].split("?")[0]) == (302, "/sign-in")
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert len(headers["X-Request-ID"]) == 32  # the number of the proxy, so that both logs tell the same
    assert ask(site, "/healthz")[0] == 200
    assert ask(site, "/metrics")[0] == 404


def test_plain_http_leads_to_tls(site):
    with closing(http.client.HTTPConnection("127.0.0.1", site[0], timeout=60)) as connection:
        connection.request("GET", "/cases", headers={"Host": "perf.example.gov.cn"})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, "https://perf.example.gov.cn/cases")


def test_who_signs_in_over_tls_is_known_at_every_host(site):
    origin = {"Origin": f"https://127.0.0.1:{site[1]}"}
    form = urlencode({"name": "an.ning", "password": PASSWORD})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _, headers = ask(site, "/sign-in", "POST", form, **kind, **origin)
    assert status == 303
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-liaoning-session=")
    assert "Secure" in cookie
    for _ in range(4):  # whichever host is free
        status, page, _ = ask(site, "/", Cookie=cookie.split(";")[0])
        assert (status, '"name":"安宁"' in page) == (200, True)


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("liaoning*.[st]*")))
def test_systemd_takes_every_unit(unit, tmp_path):
    """With the program's folder put where the test may write."""
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(shutil.which("python3"))
    for path in DEPLOY.glob("liaoning*.[st]*"):
        text = path.read_text(encoding="utf-8").replace("/opt/liaoning/.venv", f"{tmp_path}/.venv")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [tool("systemd-analyze"), "verify", "--man=no", str(tmp_path / unit)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit in line]) == (0, [])


def test_the_program_is_installed_from_a_folder_of_wheels_without_a_network(tmp_path):
    """The two commands of the document, word for word; the second, and the program, without any network."""
    root = DEPLOY.parent
    told = (root / "docs/operation.md").read_text(encoding="utf-8")
    download, install = re.search(r"```\n(pip download .*)\n(python -m venv .*)\n```", told).groups()
    for name in ("etl", "dashboard", "data", "pyproject.toml", "constraints.txt", "README.md", "LICENSE"):
        copy = shutil.copytree if (root / name).is_dir() else shutil.copyfile
        copy(root / name, tmp_path / name)
    subprocess.run(download.split("      ")[0], shell=True, check=True, cwd=tmp_path, capture_output=True)
    alone = [tool("unshare"), "--net", "bash", "-c"]
    subprocess.run([*alone, install], check=True, cwd=tmp_path, capture_output=True)
    done = subprocess.run(
        [*alone, ".venv/bin/python -m etl check && .venv/bin/python -m dashboard doctor --json"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
