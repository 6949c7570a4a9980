"""The machine that this runs on."""

import shutil
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


class ThisMachine:
    """What it says of itself."""

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)

    def free(self, folder: Path) -> int:
        """Bytes free where a folder lies, or will lie."""
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free

    def version(self, package: str) -> str:
        """The installed version of a package; empty where it is missing."""
        try:
            return version(package)
        except PackageNotFoundError:
            return ""

    def python(self) -> tuple[int, int, int]:
        """The version of the interpreter."""
        return sys.version_info[:3]

    def keeps_bytecode(self) -> bool:
        """Whether compiled modules are kept."""
        return not sys.dont_write_bytecode
