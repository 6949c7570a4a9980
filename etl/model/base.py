"""The base of every declaration: frozen, and no key that nobody reads."""

import os
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Declarations have no plugins; looking for some reads what every installed package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$")]


class Declaration(BaseModel):
    """A frozen declaration; an unknown key is an error, not a silent no-op."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Bilingual(Declaration):
    """Words in both languages; neither may be empty."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh
