"""Places of restrictions of the past: the register of episodes names them in words, the catalogue by code."""

from msgspec import field

from etl.model.base import Bilingual, Declaration, Identifier, Text


class PlacePart(Declaration):
    """One place that an episode was about.

    Attributes:
        region: code of the region that it is, or that it lies in.
        name: what it is called where it is no region of the catalogue, such as a development zone.
        reason: why it is not drawn; given exactly where it has a name of its own.
    """

    region: str
    name: Bilingual | None = None
    reason: Bilingual | None = None

    def __post_init__(self) -> None:
        if (self.name is None) != (self.reason is None):
            msg = f"{self.region}: a place within a region needs its name and why it is not drawn, both"
            raise ValueError(msg)


class EpisodePlace(Declaration):
    """What the words of the register mean.

    Attributes:
        id: the words as the register has them.
        en: the same in English.
        words: what further fields of the row mean in English.
        words_zh: what fields mean in Chinese that the register has in English.
        parts: the places within the home region; empty where all of it lies outside.
    """

    id: Text
    en: Text
    words: dict[Identifier, str] = field(default_factory=dict)
    words_zh: dict[Identifier, str] = field(default_factory=dict)
    parts: tuple[PlacePart, ...] = ()
