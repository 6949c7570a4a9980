"""The archive of reports: what each run was made from, what it printed, and whether a file is one of them.

A run is a folder named after the hash of everything that decided its bytes: kind, region, period, language,
build, record of cases, marking, program and fonts. Made again, it is the same folder with the same files. A
build that a run names is pinned: it must never be removed.
"""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from msgspec import Struct, to_builtins

from dashboard.builds import PINS
from dashboard.report.case_record import CaseRecord
from dashboard.report.fonts import choose_faces
from dashboard.report.issue import Issue
from dashboard.report.printed import PrintedFigure, figures_json, read_figures
from dashboard.report.request import Kind, Request
from etl.errors import UsageError
from etl.model.period import Period
from etl.store.rows import BuildRow

FOLDER: Final = "reports"
_RUN: Final = "run.json"
_MADE: Final = "made.json"
_FIGURES: Final = "figures.json"
_LENGTH_OF_ID: Final = 16


class Run(Struct, frozen=True):
    """One archived run.

    Attributes:
        run_id: hash of everything that decided the bytes.
        request: what was asked for.
        build_id: the data version; pinned.
        files: hash (SHA-256) of every file by its name.
    """

    run_id: str
    request: Request
    build_id: str
    program: str
    fonts: str
    files: Mapping[str, str]

    def told(self) -> dict[str, Any]:
        """The run as plain data."""
        return {
            "run_id": self.run_id,
            **_decided_by(self.request, self.build_id, self.program, self.fonts),
            "files": dict(sorted(self.files.items())),
        }

    @classmethod
    def read(cls, path: Path) -> Self:
        """A run of the archive.

        Raises:
            UsageError: its description is damaged.
        """
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            request = Request(
                Kind(told["kind"]),
                told["region"],
                Period.parse(told["period"]),
                told["lang"],
                Issue(**told["issue"]),
                CaseRecord.from_json(json.dumps(told["record"])),
                tuple(told.get("scope", ())),
            )
            run = cls(
                told["run_id"], request, told["build_id"], told["program"], told["fonts"], told["files"]
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                problem=f"{path} is no run of the archive: {error}",
                action="Restore the archive from a backup",
            ) from error
        if run.run_id != run_id_of(run.request, run.build_id, run.program, run.fonts):
            raise UsageError(
                problem=f"{path} was altered: it no longer fits its number {run.run_id}",
                action="Restore the archive from a backup",
            )
        return run


class Making(Struct, frozen=True):
    """Who made a run and when: beside the run, because neither decides a byte of it.

    Attributes:
        by: name of the user, or ``console:<account>``.
        at: time in UTC, ISO 8601.
        head: head of the chain of acts at that moment; empty where nobody acted yet.
    """

    by: str
    at: str
    head: str = ""


def run_id_of(request: Request, build_id: str, program: str, fonts: str) -> str:
    """The number of a run: a hash without any clock in it."""
    told = json.dumps(
        _decided_by(request, build_id, program, fonts),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode()).hexdigest()[:_LENGTH_OF_ID]


def _decided_by(request: Request, build_id: str, program: str, fonts: str) -> dict[str, Any]:
    issue = request.issue
    scope = {"scope": list(request.scope)} if request.scope else {}
    watermark = {"watermark": issue.watermark} if issue.watermark else {}
    return {
        **scope,
        "kind": str(request.kind),
        "region": request.region,
        "period": str(request.period),
        "lang": request.lang,
        "issue": {"number": issue.number, "mark": issue.mark, "state": issue.state, **watermark},
        "record": json.loads(request.record.to_json()),
        "build_id": build_id,
        "program": program,
        "fonts": fonts,
    }


class Archive:
    """The archive in one folder."""

    def __init__(self, folder: Path, builds: Path, office_fonts: Path | None = None) -> None:
        """Open the archive; nothing is made before the first run is kept.

        Args:
            folder: of the runs.
            builds: folder of the builds, which keeps the pins.
            office_fonts: folder of an office's own fonts.
        """
        self._folder = folder
        self._builds = builds
        self._fonts = office_fonts

    def keep(
        self,
        request: Request,
        build: BuildRow,
        files: Mapping[str, bytes],
        figures: tuple[PrintedFigure, ...] = (),
        making: Making | None = None,
    ) -> Run:
        """Record a run with its files and pin its build; a run that is there already gains further formats.

        Args:
            request: what was asked for.
            build: the data version.
            files: bytes by name.
            figures: every number printed, so that two issues can be compared without making them again.
            making: who made it and when.

        Raises:
            UsageError: the same run is there with other bytes, which must never happen.
        """
        fonts = choose_faces(self._fonts).sha256
        run_id = run_id_of(request, build.build_id, program_hash(), fonts)
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        folder = self._folder / run_id
        known = dict(Run.read(folder / _RUN).files) if (folder / _RUN).exists() else {}
        for name, sha256 in hashes.items():
            if known.get(name, sha256) != sha256:
                raise UsageError(
                    problem=f"{name} of run {run_id} came out otherwise than in the archive",
                    action="Keep both files and report this: the same run must give the same bytes",
                )
        run = Run(run_id, request, build.build_id, program_hash(), fonts, {**known, **hashes})
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write(folder / name, content)
        _write(folder / _RUN, json.dumps(run.told(), ensure_ascii=False, indent=1, sort_keys=True).encode())
        _write(folder / _FIGURES, figures_json(figures).encode())
        if making is not None:
            made = [*self.makings(run_id), making]
            _write(folder / _MADE, json.dumps(to_builtins(made), ensure_ascii=False).encode())
        self._pin(build.build_id)
        return run

    def makings(self, run_id: str) -> tuple[Making, ...]:
        """Who made a run, each time, the first first; nothing where it was not noted."""
        path = self._folder / run_id / _MADE
        if not path.exists():
            return ()
        return tuple(Making(**one) for one in json.loads(path.read_text(encoding="utf-8")))

    def figures(self, run_id: str) -> tuple[PrintedFigure, ...]:
        """Every number that a run printed; nothing where it was made before these were kept."""
        path = self._folder / run_id / _FIGURES
        return read_figures(path.read_text(encoding="utf-8")) if path.exists() else ()

    def content(self, run: Run, name: str) -> bytes | None:
        """An archived file, or None where it is gone or no longer what was printed."""
        path = self._folder / run.run_id / name
        if name not in run.files or not path.exists():
            return None
        content = path.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == run.files[name] else None

    def _pin(self, build_id: str) -> None:
        pin = self._builds / PINS / build_id
        pin.parent.mkdir(parents=True, exist_ok=True)
        pin.touch()

    def runs(self) -> tuple[Run, ...]:
        """All runs, in order of kind, period, region, language and number."""
        found = (Run.read(path) for path in sorted(self._folder.glob(f"*/{_RUN}")))
        return tuple(
            sorted(
                found,
                key=lambda run: (
                    run.request.kind,
                    run.request.period.sort_key(),
                    run.request.region,
                    run.request.lang,
                    run.run_id,
                ),
            )
        )

    def run(self, run_id: str) -> Run:
        """The run of a number.

        Raises:
            UsageError: there is none.
        """
        path = self._folder / run_id / _RUN
        if run_id != Path(run_id).name or not path.exists():
            raise UsageError(
                problem=f"No run {run_id} in the archive", action="List them: python -m dashboard report list"
            )
        return Run.read(path)

    def find(self, content: bytes) -> tuple[Run, str] | None:
        """The run that printed a file, and the file's name there; None where no run did."""
        sha256 = hashlib.sha256(content).hexdigest()
        for run in self.runs():
            for name, known in run.files.items():
                if known == sha256:
                    return run, name
        return None


def program_hash() -> str:
    """Hash over the program that composes and renders: another program may print other bytes."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".typ", ".yaml"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write so that nobody ever sees half a file."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        draft.write(content)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)
