"""One upload: where it stands, what was found in it, what the reader can do with it."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.load_desk.findings import Found
from dashboard.load_desk.service import WITH_REASON
from dashboard.load_desk.upload import State, Upload, Work
from dashboard.text import words
from dashboard.views.challenge_words import place_name
from dashboard.views.load_desk.sections import DeskSection, sections_of
from dashboard.views.load_desk.wording import address_of, course, look_of, moment, source_title, state_word
from etl.catalog.catalog import Catalog

_MAIN: Final = frozenset({"propose", "accept", "go-on"})
_WITH_BOX: Final = frozenset({"accept", "refuse", "undo"})


class DeskAct(Struct, frozen=True):
    """Something that the reader can do.

    Attributes:
        label: on the button.
        note: what follows from it.
        has_reason: whether a reason can be given; ``needs_reason``: must be.
        is_main: whether it is the step that leads on.
    """

    id: str
    label: str
    note: str
    address: str
    has_reason: bool
    needs_reason: bool
    is_main: bool


class DeskPage(Struct, frozen=True):
    """An upload as its page tells it.

    Attributes:
        standing: sentences on where it stands and what was found.
        progress: what the work in the background does now; empty where nothing goes on.
        share: how far that is, in percent; None where nobody can say.
        facts: name and text of what is known of the file.
        why: why there is nothing that the reader can do; empty where there is.
    """

    title: str
    state: str
    shape: str
    look: str
    course: tuple[tuple[str, str], ...]
    standing: tuple[str, ...]
    progress: str
    share: int | None
    facts: tuple[tuple[str, str], ...]
    acts: tuple[DeskAct, ...]
    why: str
    sections: tuple[DeskSection, ...]
    file_address: str


def build_desk_page(
    catalog: Catalog, upload: Upload, found: Found | None, possible: Sequence[str], lang: str
) -> DeskPage:
    """The page of an upload.

    Args:
        catalog: the declarations.
        upload: where it stands.
        found: what was found in it; None while it is read.
        possible: what the reader may do.
        lang: ``zh`` or ``en``.
    """
    say = words(lang)
    shape, look = look_of(upload)
    return DeskPage(
        title=upload.name,
        state=state_word(upload, lang),
        shape=shape,
        look=look,
        course=course(upload, lang),
        standing=tuple(_standing(upload, found, lang)),
        progress=_progress(upload, lang) if upload.is_at_work else "",
        share=round(100 * upload.done / upload.parts) if upload.parts else None,
        facts=tuple(_facts(catalog, upload, lang)),
        acts=tuple(_act(upload, name, lang) for name in possible),
        why="" if possible else say(f"desk.why.{_why(upload)}"),
        sections=sections_of(catalog, found, lang) if found else (),
        file_address=address_of(upload, lang, "file"),
    )


def _standing(upload: Upload, found: Found | None, lang: str) -> list[str]:
    say = words(lang)
    how = f"stuck_{_ended(upload.work)}" if upload.is_stuck else upload.state
    told = [say(f"desk.standing.{how}")]
    if upload.problem:
        told.append(upload.problem.get(lang, ""))
    if found is not None:
        told.append(_summary(found, lang))
        told += [each[lang] for each in found.warnings]
    if found is not None and found.causes:
        told.append(say("desk.standing.other_causes"))
    return told


def _ended(work: Work) -> str:
    """How work ended: as asked, with a reason, or killed: then the last that it said still stands."""
    return work if work in {Work.STOPPED, Work.FAILED} else "gone"


def _summary(found: Found, lang: str) -> str:
    say = words(lang)
    if found.faults:
        return say("desk.standing.faults", count=f"{len(found.faults):,}", read=f"{len(found.cells):,}")
    kinds = [each.what for each in found.cells]
    counts = {name: f"{kinds.count(name):,}" for name in ("changed", "new", "same", "beside")}
    told = say("desk.standing.found", cells=f"{len(kinds):,}", **counts)
    gaps = sum(each.reported is None for each in found.cells)
    if gaps:
        told += say("desk.standing.gaps", count=f"{gaps:,}")
    return told + (say("desk.standing.records", count=f"{found.records:,}") if found.records else "")


def _progress(upload: Upload, lang: str) -> str:
    say = words(lang)
    if upload.work is Work.STOPPING:
        return say("desk.progress.stopping")
    known = say.below("desk.progress")
    return known.get(upload.step, known["start"])


def _facts(catalog: Catalog, upload: Upload, lang: str) -> list[tuple[str, str]]:
    say = words(lang)
    comma = say("list.comma")
    regions = comma.join(place_name(catalog, code, lang) for code in upload.regions)
    told = [
        ("number", say("desk.number", number=upload.id)),
        ("source", source_title(catalog, upload.source, lang)),
        ("regions", regions),
        ("brought", f"{upload.uploaded_by}　{moment(upload.uploaded_at, lang)}"),
    ]
    if upload.decided_by and upload.state is not State.WITHDRAWN:
        told.append(("decided", f"{upload.decided_by}　{moment(upload.decided_at, lang)}"))
    if upload.reason:
        told.append(("reason", upload.reason))
    if upload.state is State.PUBLISHED:
        told.append(("builds", f"{upload.build_before[:12]} → {upload.build_after[:12]}"))
    if upload.undone_by:
        told += [("undone", upload.undone_by), ("undo_reason", upload.undo_reason)]
    told.append(("sha256", upload.sha256))
    return [(say(f"desk.fact.{name}"), text) for name, text in told if text]


def _act(upload: Upload, name: str, lang: str) -> DeskAct:
    say = words(lang)
    return DeskAct(
        id=name,
        label=say(f"desk.act.{name}.label"),
        note=say(f"desk.act.{name}.note"),
        address=address_of(upload, lang, name),
        has_reason=name in _WITH_BOX,
        needs_reason=name in WITH_REASON,
        is_main=name in _MAIN,
    )


def _why(upload: Upload) -> str:
    if upload.is_at_work:
        return "at_work"
    return "proposed" if upload.state is State.PROPOSED else "done"
