"""The three components of Mantine that pages use, without the other hundred and eighty of the library.

Its package reads them all when it is imported: a fifth of the whole start. So the package is known here
without being run, with the one script that browsers need, and its parts are read by name.
"""

import json
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Final

_PACKAGE: Final = "dash_mantine_components"


def _know_the_package() -> None:
    """Put the package in its place with what Dash asks of it: its version, and its script and styles.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    if _PACKAGE in sys.modules:
        return
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(_PACKAGE)
    package = module_from_spec(spec)
    told = json.loads((Path(spec.origin).parent / "package-info.json").read_text(encoding="utf-8"))
    vars(package).update(
        __version__=told["version"],
        _js_dist=[{"relative_package_path": f"{_PACKAGE}.js", "namespace": _PACKAGE}],
        _css_dist=[],
    )
    sys.modules[_PACKAGE] = package


_know_the_package()

from dash_mantine_components.MantineProvider import MantineProvider  # noqa: E402  see above
from dash_mantine_components.Select import Select  # noqa: E402
from dash_mantine_components.Table import Table  # noqa: E402

__all__ = ["MantineProvider", "Select", "Table"]
