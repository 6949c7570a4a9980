"""Which fonts the PDF is set in: those that come with the project, or an office's own from its folder.

An office that has 仿宋_GB2312, 方正小标宋, 黑体 and 楷体_GB2312 puts their files into one folder and names it
in the settings: each is then used in its place, and every font of the folder stands in for characters that
the others lack. Nothing is taken from the machine, so that the same report is the same everywhere.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from dashboard.report.glyphs import covered_characters, family_names

SHIPPED: Final = Path(__file__).parent / "fonts"
ROLES: Final = ("body", "title", "heading", "subheading")
_ENDINGS: Final = frozenset({".ttf", ".otf"})
_SHIPPED_FAMILY: Final = {
    "body": "Noto Serif SC",
    "title": "Noto Serif SC",
    "heading": "Noto Sans SC",
    "subheading": "Noto Serif SC",
}
# names under which offices have the fonts of GB/T 9704, the usual spelling first
_OFFICE_NAMES: Final = {
    "body": (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "仿宋",
        "FangSong",
        "方正仿宋_GBK",
        "FZFangSong-Z02",
        "华文仿宋",
    ),
    "title": ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "小标宋"),
    "heading": ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01"),
    "subheading": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FZKai-Z03"),
}


class Faces(Struct, frozen=True):
    """The fonts of a report.

    Attributes:
        folders: where their files are.
        families: for each role the families in order; the first that has a character draws it.
        sha256: hash over all files, so that an archived run names what it was set in.
    """

    folders: tuple[Path, ...]
    families: dict[str, tuple[str, ...]]
    sha256: str

    def files(self) -> tuple[Path, ...]:
        """The files, in order of their names."""
        return tuple(path for folder in self.folders for path in _font_files(folder))

    def missing(self, texts: str) -> tuple[str, ...]:
        """Characters that no font of some role can draw, in order; line ends and tabs draw nothing."""
        wanted = {ord(character) for character in texts if character not in "\n\t"}
        lacking: set[int] = set()
        for families in self.families.values():
            covered: set[int] = set()
            for path in self.files():
                if set(_families_of(path)) & set(families):
                    covered |= _characters_of(path)
            lacking |= wanted - covered
        return tuple(chr(code) for code in sorted(lacking))


def choose_faces(office: Path | None) -> Faces:
    """The fonts to set a report in.

    Args:
        office: folder of the office's own fonts; None for those that come with the project.
    """
    folders = (SHIPPED,) if office is None else (office, SHIPPED)
    own = [name for path in _font_files(office) for name in _families_of(path)] if office else []
    families = {}
    for role in ROLES:
        named = [name for name in _OFFICE_NAMES[role] if name in own][:1]
        others = (_SHIPPED_FAMILY[role], "Noto Serif SC", "Noto Sans SC", *own)
        families[role] = tuple(dict.fromkeys((*named, *others)))
    digest = hashlib.sha256()
    for folder in folders:
        for path in _font_files(folder):
            digest.update(_hash_of(path, path.stat().st_mtime_ns))
    return Faces(folders, families, digest.hexdigest())


def _font_files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS))


@cache
def _families_of(path: Path) -> tuple[str, ...]:
    return family_names(path.read_bytes())


@cache
def _characters_of(path: Path) -> frozenset[int]:
    return covered_characters(path.read_bytes())


@cache
def _hash_of(path: Path, _changed: int) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
