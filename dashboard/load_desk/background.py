"""What the work in the background needs: the deployment, its store, and what makes builds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from dashboard import builds
from dashboard.build_queries import OpenBuild, open_build
from dashboard.load_desk import upload_store
from dashboard.load_desk.places import AcceptedFile, Places, accepted_file
from dashboard.load_desk.upload import Upload
from dashboard.operational import attachments
from dashboard.operational.errors import ActError
from etl.catalog.catalog import Catalog
from etl.settings import Settings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from dashboard.operational.store import Office

_TELL_SECONDS: Final = 0.5


class Builder(Protocol):
    """What makes builds; ``dashboard.builds`` is one."""

    def check_file(
        self, settings: Settings, path: Path, source: str | None, published: date, report: Path
    ) -> None:
        """Read one file."""

    def make_build(
        self, settings: Settings, scratch: Path, accepted: Path | None, steps: builds.Steps
    ) -> str:
        """Make a build apart."""

    def publish_build(
        self, settings: Settings, build_id: str, made_in: Path | None, accepted: Path | None
    ) -> None:
        """Let a build be the current one."""


class Bench(Struct, frozen=True, dict=True):
    """Where one upload is worked on."""

    settings: Settings
    office: Office
    builder: Builder

    @cached_property
    def places(self) -> Places:
        """The folders of the desk."""
        return Places(self.settings)

    def steps(self, upload: Upload) -> builds.Steps:
        """What is told how far the work on an upload is; not more often than anybody looks."""
        told_at = [0.0]

        def tell(step: str, done: int, of: int) -> bool:
            if time.monotonic() - told_at[0] < _TELL_SECONDS:
                return True
            told_at[0] = time.monotonic()
            with self.office.acting() as act:
                return upload_store.tell(act, upload.id, step, done, of)

        return tell

    def find(self, identifier: int) -> Upload | None:
        """An upload as it is now."""
        with self.office.reading() as connection:
            return upload_store.find(connection, identifier, self.office.now())

    def others(self, connection: Connection, upload: Upload) -> list[Upload]:
        """The uploads that builds take in beside this one."""
        found = upload_store.in_force(connection, self.office.now())
        return [each for each in found if each.id != upload.id]

    def accepted_files(
        self, connection: Connection, uploads: Sequence[Upload], catalog: Catalog
    ) -> list[AcceptedFile]:
        """The files of some uploads, as builds find them.

        Raises:
            ActError: one is not there any more.
        """
        files = []
        for each in sorted(uploads, key=lambda one: one.id):
            content = attachments.content_of(connection, each.sha256)
            if content is None:
                raise ActError("upload_changed")
            files.append(accepted_file(each, content, catalog))
        return files

    @contextmanager
    def current(self) -> Iterator[OpenBuild]:
        """The build in use, while it is looked at."""
        opened = open_build(self.settings.builds)
        try:
            yield opened
        finally:
            opened.warehouse.close()
