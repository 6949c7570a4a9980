"""The desk as one reader meets it: which uploads they may open, what they may do with one, and doing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.load_desk.places import Places
from dashboard.load_desk.upload import AT_WORK, DECIDED, State, Upload, is_good_name
from dashboard.load_desk.who_may import lies_within_of, may, may_see
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.scoped_queries import Reach
from etl.catalog.catalog import Catalog
from etl.settings import Settings

if TYPE_CHECKING:  # with the store behind them, which a reader without a name never needs
    from dashboard.load_desk.findings import Found
    from dashboard.operational.store import Act, Office

MOST_SHOWN: Final = 60
PROPOSE, DROP, WITHDRAW, ACCEPT, REFUSE = "propose", "drop", "withdraw", "accept", "refuse"
STOP, GO_ON, UNDO = "stop", "go-on", "undo"
ACTS: Final = (PROPOSE, DROP, WITHDRAW, ACCEPT, REFUSE, STOP, GO_ON, UNDO)
WITH_REASON: Final = frozenset({REFUSE, UNDO})


class LoadDesk(Struct, frozen=True):
    """The uploads of a deployment, for the reader of the present request.

    Attributes:
        settings: where files and builds lie.
        office: the store; opened at the first need.
        has_store: whether there is one yet. Who only reads makes none.
        catalog: the declarations of the current build.
        reader: who asks; None without a name.
        start: begins the work in the background on an upload.
    """

    settings: Settings
    office: Callable[[], Office]
    has_store: Callable[[], bool]
    catalog: Callable[[], Catalog]
    reader: Callable[[], Person | None]
    start: Callable[[int], None]

    # ── who may ──

    def may_bring(self) -> bool:
        """Whether the reader may bring a file for any region at all."""
        person = self.reader()
        return person is not None and person.has(Right.UPLOAD)

    def sources(self) -> tuple[str, ...]:
        """Ids of the sources for which the reader may bring a file."""
        person, catalog = self.reader(), self.catalog()
        if person is None:
            return ()
        lies_within = lies_within_of(catalog)
        return tuple(
            name
            for name in catalog.sources
            if name in catalog.formats and person.may(Right.UPLOAD, lies_within, source=name)
        )

    def possible(self, upload: Upload) -> tuple[str, ...]:
        """What the reader may do with an upload, as it stands."""
        person = self.reader()
        if person is None:
            return ()
        return tuple(act for act in ACTS if self._fits(act, upload) and self._may(act, upload, person))

    def _fits(self, act: str, upload: Upload) -> bool:
        """Whether an act fits the state of an upload."""
        state, waits = upload.state, upload.is_stuck
        return {
            PROPOSE: state is State.READY,
            DROP: state in {State.READY, State.FAULTY} or (state is State.READING and waits),
            WITHDRAW: state is State.PROPOSED,
            ACCEPT: state is State.PROPOSED,
            REFUSE: state is State.PROPOSED,
            STOP: state in AT_WORK - DECIDED and upload.is_at_work,
            GO_ON: waits,
            UNDO: state is State.PUBLISHED or (state is State.ACCEPTED and waits),
        }[act]

    def _may(self, act: str, upload: Upload, person: Person) -> bool:
        is_own = person.name == upload.uploaded_by
        if act in {PROPOSE, DROP, WITHDRAW}:
            return is_own
        if act in {STOP, GO_ON} and upload.state is State.READING:
            return is_own
        can_accept = may(person, Right.ACCEPT_UPLOAD, self.catalog(), upload.regions, upload.source)
        # who brought it has no part in accepting it; the store refuses it too
        return can_accept and not (is_own and act in {ACCEPT, REFUSE})

    # ── seeing ──

    def find(self, identifier: int) -> Upload | None:
        """An upload; None where there is none, or it is not the reader's to open."""
        person = self.reader()
        if person is None or not self.has_store():
            return None
        from dashboard.load_desk import upload_store  # noqa: PLC0415  see above

        office = self.office()
        with office.reading() as connection:
            found = upload_store.find(connection, identifier, office.now())
        return found if found is not None and may_see(person, self.catalog(), found) else None

    def visible(self) -> tuple[Upload, ...]:
        """The latest uploads that the reader may open."""
        person = self.reader()
        if person is None or not self.has_store():
            return ()
        from dashboard.load_desk import upload_store  # noqa: PLC0415  see above

        office = self.office()
        with office.reading() as connection:
            found = upload_store.latest(connection, office.now(), 10 * MOST_SHOWN)
        for each in found:
            self.settle(each)
        return tuple(each for each in found if may_see(person, self.catalog(), each))[:MOST_SHOWN]

    def content(self, upload: Upload, sha256: str) -> bytes | None:
        """The file or the report of an upload by its hash: from the store, before that from its folder."""
        from dashboard.operational import attachments  # noqa: PLC0415  see above

        with self.office().reading() as connection:
            kept = attachments.content_of(connection, sha256)
        if kept is not None:
            return kept
        places = Places(self.settings)
        path = places.report(upload.id) if sha256 == upload.report else places.file(upload)
        content = path.read_bytes() if path.is_file() else b""
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def found(self, upload: Upload) -> Found | None:
        """What was found in a file, without what concerns regions that are not the reader's."""
        from dashboard.load_desk.findings import Found  # noqa: PLC0415  see above

        written = self.content(upload, upload.report) if upload.report else None
        return self._within(Found.read(written)) if written else None

    def _within(self, found: Found) -> Found:
        person = self.reader()
        if person is None or not person.scope.is_limited:
            return found
        reach = Reach(self.catalog(), person.scope)

        def is_theirs(row: object) -> bool:
            region, facts = getattr(row, "region", None), getattr(row, "facts", "{}")
            return reach.covers(region) and not reach.tells_of_others(facts)

        return replace(
            found,
            raised=tuple(filter(is_theirs, found.raised)),
            closed=tuple(filter(is_theirs, found.closed)),
            verdicts=tuple(filter(is_theirs, found.verdicts)),
            returns=tuple(filter(is_theirs, found.returns)),
            others=tuple(filter(is_theirs, found.others)),
        )

    # ── acting ──

    def bring(self, name: str, content: bytes, source: str) -> Upload:
        """Take a file in and have it read.

        Raises:
            ActError: not theirs to bring, no name or kind of a workbook, or nothing in it.
        """
        from dashboard.load_desk import upload_store  # noqa: PLC0415  see above

        person = self.reader()
        if person is None or not self.may_bring() or (source and source not in self.sources()):
            raise ActError("not_allowed", status=FORBIDDEN)
        if not content:
            raise ActError("upload_empty")
        if not is_good_name(name):
            raise ActError("upload_name", found=name[:60])
        with self.office().acting() as act:
            upload = upload_store.bring(
                act,
                by=person.name,
                name=name,
                source=source,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
            )
            # before the transaction ends: who sees the upload finds its file
            Places(self.settings).keep(upload, content)
        self.start(upload.id)
        return upload

    def do(self, name: str, upload: Upload, reason: str = "") -> None:
        """Do something with an upload.

        Raises:
            ActError: not theirs to do, not possible any more, or no reason where one is needed.
        """
        person = self.reader()
        if person is None or not self._may(name, upload, person):
            is_own = person is not None and person.name == upload.uploaded_by and name in {ACCEPT, REFUSE}
            raise ActError("own_proposal" if is_own else "not_allowed", status=FORBIDDEN)
        with self.office().acting() as act:
            goes_on = self._done(act, name, upload, person.name, reason)
        if goes_on:
            self.start(upload.id)

    def _done(self, act: Act, name: str, upload: Upload, by: str, reason: str) -> bool:
        """The act itself; whether work in the background follows."""
        from dashboard.load_desk import upload_store  # noqa: PLC0415  see above

        if name == UNDO:
            return upload_store.ask_undo(act, upload.id, by=by, reason=reason) is State.UNDOING
        if name == PROPOSE:
            content, report = (self.content(upload, sha) or b"" for sha in (upload.sha256, upload.report))
            upload_store.propose(act, upload.id, by=by, content=content, report=report)
        elif name in {WITHDRAW, ACCEPT, REFUSE}:
            decide = {
                WITHDRAW: upload_store.withdraw,
                ACCEPT: upload_store.accept,
                REFUSE: upload_store.refuse,
            }[name]
            decide(act, upload.id, by=by, reason=reason)
        else:
            {DROP: upload_store.drop, STOP: upload_store.stop, GO_ON: upload_store.go_on}[name](
                act, upload.id
            )
        return name in {ACCEPT, GO_ON}

    def settle(self, upload: Upload) -> None:
        """Have completed what was decided, where whoever was at it is gone."""
        if upload.state in DECIDED and upload.is_silent:
            self.start(upload.id)
