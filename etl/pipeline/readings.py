"""How the characters of names are read, so that 沈阳 is found by ``shenyang`` and by ``sy``.

Every reading of a character counts (朝 is chao and zhao): a search that knows too many readings still finds.
"""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from unicodedata import combining, normalize

import orjson

from etl.catalog.catalog import Catalog
from etl.store.write import WarehouseWriter

_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"


def write_readings(writer: WarehouseWriter, catalog: Catalog) -> None:
    """Write the table ``reading`` for the names of regions, indicators and everything in the registers."""
    declared = (
        *(name for region in catalog.regions.values() for name in (region.name.zh, *region.aliases)),
        *(indicator.name.zh for indicator in catalog.indicators.values()),
    )
    registered = (text for (text,) in writer.rows("SELECT fields FROM record"))
    found = readings_of({character for text in (*declared, *registered) for character in text})
    rows = [{"character": character, "readings": readings} for character, readings in found.items()]
    writer.insert_rows("reading", rows)


def readings_of(characters: Iterable[str]) -> dict[str, str]:
    """All readings of each Han character without tones, separated by spaces, in the order of the characters.

    ``ü`` is written ``v``, as it is typed, and ``u``, as passports have it. A character that the library does
    not know reads as itself.
    """
    known = _library()
    found: dict[str, str] = {}
    for character in sorted(one for one in characters if _FIRST_HAN <= one <= _LAST_HAN):
        readings = map(_toneless, known.get(str(ord(character)), character).split(","))
        both = (form for reading in readings for form in (reading, reading.replace("v", "u")))
        found[character] = " ".join(dict.fromkeys(both))
    return found


def _library() -> Mapping[str, str]:
    """The readings of single characters that pypinyin has, with tones, by code point.

    Its file is read as it is: the library itself, made for sentences, takes a fifteenth of a build to load.
    """
    spec = find_spec("pypinyin")
    folders = (spec and spec.submodule_search_locations) or []
    known: Mapping[str, str] = orjson.loads((Path(folders[0]) / "pinyin_dict.json").read_bytes())
    return known


def _toneless(reading: str) -> str:
    letters = normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not combining(letter))
