"""Office files are zips: written again with fixed times and order, the same content is the same bytes."""

import io
import zipfile
from typing import Final

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FIRST: Final = "[Content_Types].xml"


def with_fixed_times(content: bytes) -> bytes:
    """The same zip with every entry dated to the beginning of zip time, in order of names."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            target.writestr(entry, source.read(name))
    return stream.getvalue()


def read_entry(content: bytes, name: str) -> bytes:
    """One file of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return source.read(name)
