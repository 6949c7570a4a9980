"""Sources and the files they sent."""

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, field

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import CountOrZero
from etl.model.vocabulary import Nature
from etl.plain_values.read import read_by

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def known_from(published: str) -> date:
    """The day from which a publication counts as known.

    A date given only to the year or month counts from its last day: an as-of build must never claim to have
    known a figure before it was published.

    Args:
        published: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: the text is no such date.
    """
    match = _DATE.fullmatch(published.strip())
    if match is None:
        msg = f"{published!r} is no date; expected YYYY, YYYY-MM or YYYY-MM-DD"
        raise ValueError(msg)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _published(value: object) -> str:
    text = str(value)
    known_from(text)
    return text


if TYPE_CHECKING:
    Published = str
else:
    Published = read_by(str, _published)


class Covers(Declaration):
    """The years that a source can speak of; None for no limit."""

    first: int | None = None
    last: int | None = None


class Source(Declaration):
    """A publisher's data set.

    Attributes:
        id: the name of its folder under ``data/raw`` and of its formats.
        nature: what kind of evidence its figures are.
        licence: what may be done with them.
        citation: how to name them, in the words of either language.
        caution: what a reader must know before using them.
        expected: whether this source is expected to cover every region of a level, so that a gap is reported.
        covers: first and last year that it can speak of; a figure of another year is rejected.
        notes: what it says of the scope of single figures, as typed there, in both languages.
        cited: the publications that it names beside single figures, as typed there, and each in English.
    """

    id: Identifier
    title: Bilingual
    publisher: Bilingual
    nature: Nature
    licence: Bilingual
    citation: Bilingual
    caution: Bilingual | None = None
    covers: Covers = Covers()
    notes: dict[str, Bilingual] = field(default_factory=dict)
    cited: dict[str, str] = field(default_factory=dict)

    def words_of_note(self, note: str | None, lang: str) -> str:
        """What stands beside a figure about its scope, in a language if the catalogue has the words."""
        return self.notes[note][lang] if note in self.notes else note or ""

    def name_of(self, cited_as: str | None, lang: str) -> str:
        """Where a figure was published: as the row cites it, else the title.

        Args:
            cited_as: what stands beside the figure in the file, in Chinese; None where nothing does.
            lang: language of the reader; what nobody put into English stands behind the English title.
        """
        if cited_as is None:
            return self.title[lang]
        if lang == "zh":
            return cited_as
        return self.cited.get(cited_as) or f"{self.title[lang]}: {cited_as}"


class FileMeta(Declaration):
    """What stands beside a raw file as ``<file>.meta.yaml``.

    Attributes:
        source: id of the source.
        published: when this file was published; rows may carry their own date.
        sha256: hash of the file as received, so that a silent change is found.
        retrieved: when it was obtained.
        url: where it was obtained, if it has an address.
        accepted_rejects: how many unreadable cells a person accepted with the file; more are refused.
    """

    source: Identifier
    publisher: str
    published: Published
    licence: str
    citation: str
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    retrieved: Published | None = None
    url: str | None = None
    note: str | None = None
    accepted_rejects: CountOrZero = 0
