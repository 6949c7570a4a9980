"""The command line serves, and says in one paragraph what is wrong."""

import gc
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from typer.testing import CliRunner

from dashboard import serving
from dashboard.__main__ import app
from dashboard.serving import serve
from etl.errors import UsageError
from etl.settings import Settings
from tests.faults import Kept


def run(*options):
    return CliRunner().invoke(app, list(options))


def test_a_setting_that_does_not_fit_is_named_without_a_traceback():
    result = run("serve", "--port", "70000")
    assert result.exit_code == 2
    assert "port" in result.stderr
    assert "Traceback" not in result.output


def test_the_options_work_without_naming_the_command():
    assert run("--workers", "0").exit_code == 2


@pytest.mark.parametrize(
    "command", [["backup-key", "k.key"], ["backup", "b.age"], ["doctor"], ["cases", "verify"]], ids=" ".join
)
def test_a_language_that_there_is_not_is_refused_before_anything_is_done(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*command, "--lang", "fr")
    assert result.exit_code == 2
    assert "'fr' is not one of 'zh', 'en'" in result.output
    assert not list(tmp_path.iterdir())


def test_data_that_cannot_be_built_end_the_command(tmp_path):
    result = run("--data", str(tmp_path / "nothing"), "--build-dir", str(tmp_path / "builds"))
    assert result.exit_code == 2  # the exit code of the build: there is no such folder
    assert "nothing was published" in result.stderr


@pytest.mark.parametrize("options", [["--foo"], ["nonsense"], ["report", "--period"]])
def test_wrong_usage_is_one_line_without_boxes_and_exit_code_2(options):
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", *options],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "See: python -m dashboard --help" in done.stderr


def test_a_file_where_the_folder_of_a_report_should_be_is_named(tiny_build, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    result = run("report", "--period", "2022", "--out", str(taken), "--format", "xlsx",
                 "--data", str(tiny_build.data_dir), "--build-dir", str(tiny_build.build_dir))  # fmt: skip
    assert result.exit_code == 1
    assert f"{taken}: " in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_an_address_that_is_taken_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(port=taken.getsockname()[1])
        with pytest.raises(UsageError, match="Choose another --host or --port"):
            serve(settings, make_app=lambda: None, announce=lambda url: None)


SERVER = """
import os
from dashboard.serving import serve
from etl.settings import Settings

def make_app():
    def answer(environment, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [str(os.getpid()).encode()]
    return answer

serve(Settings(port=0, workers={workers}), make_app, announce=lambda url: print(url, flush=True))
"""


@pytest.mark.parametrize("workers", [1, 2] if hasattr(os, "fork") else [1])
def test_the_server_answers_and_all_its_processes_end_when_told(workers):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(workers=workers)], stdout=subprocess.PIPE, text=True
    )
    with process:
        url = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        with urllib.request.urlopen(url, timeout=10) as answer:
            worker = int(answer.read())
        assert (worker == process.pid) is (workers == 1)
        process.send_signal(signal.SIGTERM)
        assert code_of(process) == 0
    assert is_gone(worker)


TOLD_WHILE_COPIED = """
import os, signal
fork = os.fork

def told_at_once():
    worker = fork()
    if worker:
        print(worker, flush=True)
        os.kill(worker, signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
    return worker

os.fork = told_at_once
"""


@pytest.mark.parametrize("workers", [2, 3] if hasattr(os, "fork") else [])
def test_processes_end_that_are_told_while_one_is_copied_from_the_other(workers):
    script = TOLD_WHILE_COPIED + SERVER.format(workers=workers)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with process:
        process.stdout.readline()
        worker = int(process.stdout.readline())
        assert code_of(process) == 0
    assert is_gone(worker)


def test_a_server_that_ends_lets_go_of_everything_so_that_no_library_complains(tmp_path, monkeypatch):
    """DuckDB writes a line for each of its objects that is there at the end: fifty lines at every stop."""
    held = []

    class Told:
        def __init__(self, sockets):
            self.sockets = sockets

        def run(self):
            held.append(gc.get_freeze_count())
            raise SystemExit

        def close(self):
            held.append("closed")
            self.sockets[0].close()

    monkeypatch.setattr(serving, "create_server", lambda *_, sockets, **__: Told(sockets))
    monkeypatch.setattr(serving, "log_as_json", lambda **_: None)
    monkeypatch.setattr(serving.signal, "signal", lambda *_: None)
    serve(Settings(data_dir=tmp_path, port=0), lambda: None, lambda _: None)
    assert held[0] > 0
    assert held[1] == "closed"
    assert gc.get_freeze_count() == 0


@pytest.mark.fault("worker-killed")
def test_another_process_takes_the_place_of_one_that_is_killed(seen):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(workers=2)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        url = process.stdout.readline().strip()
        first = who_answers(url)
        os.kill(first, signal.SIGKILL)
        seen.keeps(Kept.ANSWERED, when=who_answers(url) != first)
        assert process.stderr.readline().strip() == (
            "A server process ended (killed by signal 9); another takes its place"
        )
        os.kill(who_answers(url), signal.SIGKILL)
        seen.keeps(Kept.REPLACED, when=who_answers(url) not in {0, first})
        process.send_signal(signal.SIGTERM)
        assert code_of(process) == 0
        process.stderr.close()


def test_processes_that_end_again_and_again_are_started_no_more():
    script = SERVER.format(workers=2).replace("def answer(", "os._exit(3)\n    def answer(")
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "5 server processes ended within 60 s; none is started again" in done.stderr


def who_answers(url):
    """The process that answers; whose place is being taken is waited for."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return int(answer.read())


COUNTING_SERVER = """
import os, sys, threading
from pathlib import Path
fork = getattr(os, "fork", None)

def counting_fork():
    tasks = Path("/proc/self/task")
    threads = len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()
    print(threads, sorted({{"dashboard.app", "numpy", "pandas"}} & sys.modules.keys()), flush=True)
    return fork()

os.fork = counting_fork
from dashboard.__main__ import app
app(["--build-dir", {builds!r}, "--port", "0", "--workers", "{workers}"])
"""


@pytest.mark.parametrize(("workers", "copies"), [(1, 0), (2, 2)] if hasattr(os, "fork") else [(1, 0)])
def test_server_processes_are_copied_with_the_modules_read_and_before_anything_starts_a_thread(
    tiny_build, workers, copies
):
    script = COUNTING_SERVER.format(builds=str(tiny_build.build_dir), workers=workers)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with process:
        url = process.stdout.readline().removeprefix("Serving ").strip()
        copied = [process.stdout.readline().strip() for _ in range(copies)]
        with urllib.request.urlopen(f"{url}build.json", timeout=60) as answer:
            told = answer.read().decode()
        process.send_signal(signal.SIGTERM)
        assert code_of(process) == 0
    assert copied == ["1 ['dashboard.app']"] * copies
    assert tiny_build.build_id in told


def code_of(process):
    """The exit code; a process that does not end is ended, so that nobody waits for it for ever."""
    try:
        return process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        subprocess.run(["pkill", "-KILL", "-P", str(process.pid)], check=False)
        process.kill()
        raise


def is_gone(worker):
    for _ in range(50):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
