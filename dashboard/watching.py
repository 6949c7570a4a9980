"""How a server process tells who watches over it: its log, one JSON object a line, and where it counts.

No name, no word of a query and no address of a person is in either.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final, TextIO

from flask import g, has_request_context

REQUESTS: Final = "dashboard.requests"
"""The logger of answered requests; silent unless settings want it."""

COUNTED_IN: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Variable with the folder that several processes count into; set before they start."""

FACTS: Final = "facts"
"""Name of the extra that carries further fields of a record."""


class JsonLines(logging.Formatter):
    """A record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, request, further fields, and where it failed."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "worker": record.process,
        }
        request = request_id()
        if request:
            told["request"] = request
        told |= getattr(record, FACTS, {})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def request_id() -> str:
    """The number of the request that is being answered; empty outside of one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def log_as_json(stream: TextIO | None = None, *, requests: bool) -> None:
    """Let this process log so.

    Args:
        stream: where to; standard error if it is not given.
        requests: whether every answered request has its line.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger(REQUESTS).setLevel(logging.INFO if requests else logging.WARNING)
