"""Places of restrictions of the past: the register of episodes names them in words, the catalogue by code."""

from typing import Self

from pydantic import Field, model_validator

from etl.model.base import Bilingual, Declaration, Identifier


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

    @model_validator(mode="after")
    def _what_is_not_drawn_says_why(self) -> Self:
        if (self.name is None) != (self.reason is None):
            msg = f"{self.region}: a place within a region needs its name and why it is not drawn, both"
            raise ValueError(msg)
        return self


class EpisodePlace(Declaration):
    """What the words of the register mean.

    Attributes:
        id: the words as the register has them.
        en: the same in English.
        words: what further fields of the row mean in English.
        words_zh: what fields mean in Chinese that the register has in English.
        parts: the places within the home region; empty where all of it lies outside.
    """

    id: str = Field(min_length=1)
    en: str = Field(min_length=1)
    words: dict[Identifier, str] = Field(default_factory=dict)
    words_zh: dict[Identifier, str] = Field(default_factory=dict)
    parts: tuple[PlacePart, ...] = ()
