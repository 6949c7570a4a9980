"""States, steps and people of an upload in words."""

from datetime import UTC, datetime
from typing import Final

from dashboard.format import format_date
from dashboard.load_desk.upload import CHINA, State, Upload, day_of
from dashboard.text import words
from etl.catalog.catalog import Catalog

ROOT: Final = "/act/desk"
LARGEST_MB: Final = 64
_STEPS: Final = ("read", "propose", "accept", "publish")
_REACHED: Final = {
    State.READING: 0, State.FAULTY: 0, State.READY: 1, State.WITHDRAWN: 1, State.PROPOSED: 2,
    State.REFUSED: 2, State.ACCEPTED: 3, State.PUBLISHING: 3, State.PUBLISHED: 4, State.UNDOING: 4,
    State.UNPUBLISHING: 4, State.UNDONE: 4,
}  # fmt: skip
_LOOK: Final = {
    State.FAULTY: ("■", "bad"), State.REFUSED: ("■", "bad"), State.PUBLISHED: ("●", "good"),
    State.PROPOSED: ("▲", "waits"), State.READY: ("▲", "waits"),
}  # fmt: skip


def state_word(upload: Upload, lang: str) -> str:
    """How far an upload has come."""
    say = words(lang)
    if upload.is_stuck:
        return say(f"desk.stuck.{upload.state}")
    return say(f"desk.state.{upload.state}")


def look_of(upload: Upload) -> tuple[str, str]:
    """The shape and the look of the state, beside its word."""
    if upload.is_stuck:
        return ("■", "bad")
    return _LOOK.get(upload.state, ("○", "plain"))


def course(upload: Upload, lang: str) -> tuple[tuple[str, str], ...]:
    """The four steps with ``done``, ``now`` or ``next``."""
    reached = _REACHED[upload.state]
    return tuple(
        (words(lang)(f"desk.step.{name}"), "done" if at < reached else "now" if at == reached else "next")
        for at, name in enumerate(_STEPS)
    )


def moment(at: str, lang: str) -> str:
    """Day and minute in China of a time of the store."""
    told = datetime.fromisoformat(at.replace("Z", "+00:00")).replace(tzinfo=UTC)
    clock = told.astimezone(CHINA).strftime("%H:%M")
    return words(lang)("desk.moment", day=format_date(day_of(told), lang), time=clock)


def source_title(catalog: Catalog, source: str, lang: str) -> str:
    """The title of a source; that it is not told yet."""
    if source in catalog.sources:
        return catalog.sources[source].title[lang]
    return source or words(lang)("desk.no_source")


def address_of(upload: Upload, lang: str, act: str = "") -> str:
    """The page of an upload, or one of its acts."""
    path = f"{ROOT}/{upload.id}" + (f"/{act}" if act else "")
    return path if lang == "zh" else f"{path}?lang={lang}"
