"""What is counted, for Prometheus. Several server processes count into files that all of them read."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dashboard.backup.last import last_backup
from dashboard.panels import Panels
from dashboard.watching import COUNTED_IN
from etl.model.vocabulary import ChallengeStatus
from etl.settings import Settings
from etl.store.read import WAREHOUSE

_WAITING: Final = frozenset({ChallengeStatus.OPEN, ChallengeStatus.UNANSWERED})
_MEMORY_EVERY: Final = 5.0  # seconds
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_REGISTRY: Final = CollectorRegistry()
REQUESTS: Final = Counter("liaoning_requests", "Answered requests.", ("route", "status"), registry=_REGISTRY)
SECONDS: Final = Histogram(
    "liaoning_request_seconds",
    "Seconds from request to answer.",
    ("route",),
    buckets=_BUCKETS,
    registry=_REGISTRY,
)
ANSWERS: Final = Counter(
    "liaoning_panel_answers",
    "Answers of panels: kept (yes) or made anew (no).",
    ("kept",),
    registry=_REGISTRY,
)
MEMORY: Final = Gauge(
    "liaoning_worker_memory_bytes",
    "Resident memory of a server process.",
    ("worker",),
    registry=_REGISTRY,
    multiprocess_mode="livemostrecent",
)


class Counting:
    """Counts the requests of one application."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels
        self._counted = (0, 0)
        self._looked = 0.0

    def note(self, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        REQUESTS.labels(route, str(status)).inc()
        SECONDS.labels(route).observe(seconds)
        kept, made = self._panels.answers_counted
        before, self._counted = self._counted, (kept, made)
        ANSWERS.labels("yes").inc(max(kept - before[0], 0))
        ANSWERS.labels("no").inc(max(made - before[1], 0))
        now = time.monotonic()
        if now - self._looked > _MEMORY_EVERY:
            self._looked = now
            MEMORY.labels(str(os.getpid())).set(_resident_bytes())


class Deployment(Collector):
    """What the deployment is in at this moment, asked when somebody scrapes."""

    def __init__(self, panels: Panels, settings: Settings, is_store_up: Callable[[], bool]) -> None:
        self._panels = panels
        self._settings = settings
        self._is_store_up = is_store_up

    def collect(self) -> Iterable[Metric]:
        """The build and its age, the age of the last backup, open challenges, whether the store answers."""
        build_id = self._panels.queries.build_id
        build = GaugeMetricFamily("liaoning_build_info", "The build that is served.", labels=("build",))
        build.add_metric((build_id,), 1)
        yield build
        age = _age(self._settings.builds / build_id / WAREHOUSE)
        if age is not None:
            yield GaugeMetricFamily("liaoning_build_age_seconds", "Seconds since it was made.", value=age)
        last = last_backup(self._settings)
        if last is not None:
            since = (datetime.now(UTC) - last.made).total_seconds()
            yield GaugeMetricFamily(
                "liaoning_backup_age_seconds", "Seconds since the last backup was made.", value=since
            )
        yield GaugeMetricFamily(
            "liaoning_open_challenges", "Challenges of the data that nobody has closed.", value=self._open()
        )
        yield GaugeMetricFamily(
            "liaoning_store_up", "Whether the operational store answers.", value=float(self._is_store_up())
        )

    def _open(self) -> int:
        rows = self._panels.queries.challenges()
        return sum(row.severity == "challenge" and row.status in _WAITING for row in rows)


def told(deployment: Deployment) -> bytes:
    """Everything, in the format that Prometheus reads."""
    disable_created_metrics()  # type: ignore[no-untyped-call]  # of each series the time it began, which no panel of figures shows
    if COUNTED_IN in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = _REGISTRY
    present = CollectorRegistry()
    present.register(deployment)
    return generate_latest(counted) + generate_latest(present)


def _age(path: Path) -> float | None:
    try:
        return datetime.now(UTC).timestamp() - path.stat().st_mtime
    except OSError:
        return None


if sys.platform == "linux":

    def _resident_bytes() -> int:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

elif sys.platform != "win32":

    def _resident_bytes() -> int:
        import resource  # noqa: PLC0415  not on Windows

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

else:

    def _resident_bytes() -> int:
        return 0
