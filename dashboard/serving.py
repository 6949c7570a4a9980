"""One server process, or several that share one socket."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, Final

from waitress import create_server

from etl.errors import UsageError
from etl.settings import Settings

WsgiApp = Callable[..., Any]
_BACKLOG: Final = 512


def serve(settings: Settings, make_app: Callable[[], WsgiApp], announce: Callable[[str], None]) -> None:
    """Serve until the process is told to end.

    Args:
        settings: address, port, processes, threads.
        make_app: makes the application; called once in every server process, because processes must not share
            an open database, nor be copied from one that has threads already.
        announce: told the address once it is bound.

    Raises:
        UsageError: the address is taken, or several processes are asked for where the system cannot fork.
    """
    if settings.workers > 1 and not hasattr(os, "fork"):
        raise UsageError(problem="This system runs one server process only", action="Leave out --workers")
    listener = _bind(settings)
    host, port = listener.getsockname()[:2]
    announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    if settings.workers == 1:
        _run(listener, settings, make_app)
    else:
        _supervise([_fork(listener, settings, make_app) for _ in range(settings.workers)])


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
    application = make_app()
    # declarations and words stay as long as the process: nobody need look through them again and again
    gc.collect()
    gc.freeze()
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


def _fork(listener: socket.socket, settings: Settings, make_app: Callable[[], WsgiApp]) -> int:
    worker = os.fork()
    if worker:
        return worker
    code = 0
    try:
        _run(listener, settings, make_app)
    except Exception:
        logging.getLogger(__name__).exception("A server process failed")
        code = 1
    finally:
        os._exit(code)


def _supervise(workers: Sequence[int]) -> None:
    """Wait for the processes; when one ends, or this one is told to end, all end."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        os.wait()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        for worker in workers:
            _end(worker)


def _end(worker: int) -> None:
    try:
        os.kill(worker, signal.SIGTERM)
        os.waitpid(worker, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
