"""The process in the background: reads a file, publishes it in a new build, or takes it out again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from dashboard import builds
from dashboard.load_desk import upload_store
from dashboard.load_desk.background import Bench, Builder
from dashboard.load_desk.publishing import complete, turn
from dashboard.load_desk.reading import read_upload
from dashboard.load_desk.upload import State, Upload, Work
from dashboard.text import LANGS
from etl.errors import LiaoningError, UsageError, storage_error
from etl.settings import Settings

if TYPE_CHECKING:
    from dashboard.operational.store import Office


def start(settings: Settings, identifier: int) -> None:
    """Start the process that works on an upload; the server goes on meanwhile."""
    command = [sys.executable, "-m", "dashboard", "desk", "work", str(identifier)]
    command += ["--data", str(settings.data_dir), "--build-dir", str(settings.builds)]
    command += ["--demo"] if settings.demo else []
    environment = {**os.environ, "LIAONING_OFFICE_DIR": str(settings.office)}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    threading.Thread(target=process.wait, daemon=True).start()  # so that an ended one is buried at once


def work(settings: Settings, office: Office, identifier: int, builder: Builder = builds) -> None:
    """Lead an upload on from its state, until a person must act again.

    Raises:
        UsageError: there is no such upload.
    """
    bench = Bench(settings, office, builder)
    upload = bench.find(identifier)
    if upload is None:
        raise UsageError(problem=f"There is no upload {identifier}", action="Bring the file again")
    try:
        _lead_on(bench, upload)
    except builds.BuildStopped:
        _end(office, identifier, Work.STOPPED)
    except LiaoningError as error:
        _end(office, identifier, Work.FAILED, {lang: error.say(lang) for lang in LANGS})
    except BaseException as error:
        known = storage_error(error, settings.office) if isinstance(error, OSError) else None
        _end(office, identifier, Work.FAILED, {lang: known.say(lang) for lang in LANGS} if known else {})
        if known is None:
            raise


def _lead_on(bench: Bench, upload: Upload) -> None:
    match upload.state:
        case State.READING:
            read_upload(bench, upload)
        case State.ACCEPTED | State.UNDOING:
            turn(bench, upload)
        case State.PUBLISHING | State.UNPUBLISHING:
            complete(bench, upload)


def _end(office: Office, identifier: int, ended: Work, problem: dict[str, str] | None = None) -> None:
    with office.acting() as act:
        upload_store.end_work(act, identifier, ended, problem or {})
