"""One server process, or several that share one socket."""

import gc
import logging
import os
import signal
import socket
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from waitress import create_server

from dashboard.in_use import in_use
from dashboard.watching import COUNTED_IN, log_as_json
from etl.errors import UsageError
from etl.settings import Settings

WsgiApp = Callable[..., Any]
_BACKLOG: Final = 512
_ENDING: Final = (signal.SIGTERM, signal.SIGINT)
_MOST_ENDS, _WITHIN_SECONDS = 5, 60.0
"""Server processes that may end in so many seconds; more is no accident, and all end."""
_log = logging.getLogger(__name__)


def nothing() -> None:
    """Nothing need be read."""


def serve(
    settings: Settings,
    make_app: Callable[[], WsgiApp],
    announce: Callable[[str], None],
    read_modules: Callable[[], None] = nothing,
) -> None:
    """Serve until the process is told to end.

    Args:
        settings: address, port, processes, threads.
        make_app: makes the application; called once in every server process, because processes must not share
            an open database, nor be copied from one that has threads already.
        announce: told the address once it is bound.
        read_modules: reads what every process needs, once for all of them, so that they share its memory;
            must start no thread.

    Raises:
        UsageError: the address is taken, several processes are asked for where the system cannot fork, or a
            restore is under way.
    """
    if settings.workers > 1 and not hasattr(os, "fork"):
        raise UsageError(problem="This system runs one server process only", action="Leave out --workers")
    with in_use(settings.office):
        _serve(settings, make_app, announce, read_modules)


def _serve(
    settings: Settings,
    make_app: Callable[[], WsgiApp],
    announce: Callable[[str], None],
    read_modules: Callable[[], None],
) -> None:
    listener = _bind(settings)
    host, port = listener.getsockname()[:2]
    announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    if settings.workers == 1:
        _run(listener, settings, make_app)
    else:
        with tempfile.TemporaryDirectory(prefix="liaoning-counted-") as counted:
            os.environ[COUNTED_IN] = counted  # where the processes count together, for who reads the figures
            read_modules()
            gc.freeze()  # what a process touches of the shared memory becomes a copy of its own
            try:
                _supervise(settings.workers, lambda: _fork(listener, settings, make_app))
            finally:
                gc.unfreeze()  # else the engine complains at the end that it is not taken down


def _bind(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this option would let a second server take the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise UsageError(
            problem=f"Cannot serve on {settings.host}:{settings.port} ({error.strerror})",
            action="Choose another --host or --port",
        ) from error
    listener.listen(_BACKLOG)
    return listener


def _run(listener: socket.socket, settings: Settings, make_app: Callable[[], WsgiApp]) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full queue is load, not a fault
    signal.signal(signal.SIGTERM, _leave)
    log_as_json(requests=settings.log_requests)
    # declarations and words stay as long as the process: nobody need look through them again and again
    gc.disable()
    application = make_app()
    gc.collect()
    gc.freeze()
    gc.enable()
    server = create_server(
        application,
        sockets=[listener],
        threads=settings.threads,
        ident=None,
        clear_untrusted_proxy_headers=False,  # not trusted, but seen: who comes by a proxy signs in
    )
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        server.close()
    finally:
        gc.unfreeze()  # else the engine complains at the end that it is not taken down


def _fork(listener: socket.socket, settings: Settings, make_app: Callable[[], WsgiApp]) -> int:
    worker = os.fork()
    if worker:
        return worker
    code = 0
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        _run(listener, settings, make_app)
    except Exception:
        _log.exception("A server process failed")
        code = 1
    finally:
        os._exit(code)


def _supervise(count: int, start: Callable[[], int]) -> None:
    """Keep so many processes going until this one is told to end: another takes the place of one that ends.

    This process has no thread and no open database, so that it can be copied at any time.

    Raises:
        SystemExit: with code 1, where processes end again and again.
    """
    signal.signal(signal.SIGTERM, _leave)
    workers: set[int] = set()
    ends: deque[float] = deque(maxlen=_MOST_ENDS)
    try:
        while len(ends) < _MOST_ENDS or time.monotonic() - ends[0] > _WITHIN_SECONDS:
            while len(workers) < count:
                _add(workers, start)
            ended, status = os.wait()
            workers.discard(ended)
            ends.append(time.monotonic())
            _log.error("A server process ended (%s); another takes its place", _how(status))
    except (KeyboardInterrupt, SystemExit):
        return
    finally:
        for worker in workers:
            _end(worker)
    _log.error("%d server processes ended within %.0f s; none is started again", _MOST_ENDS, _WITHIN_SECONDS)
    sys.exit(1)


def _add(workers: set[int], start: Callable[[], int]) -> None:
    """Start a process and note its number.

    Signals that end this process or the new one wait meanwhile: one that came to a process that is just being
    copied would be lost, and one that came before its number is noted would leave it behind.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        workers.add(start())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"killed by signal {-code}" if code < 0 else f"code {code}"


def _end(worker: int) -> None:
    try:
        os.kill(worker, signal.SIGTERM)
        os.waitpid(worker, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
