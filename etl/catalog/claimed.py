"""Which files of ``<data>/catalog`` the loaders read; whatever else lies there is named, never passed over.

A declaration in a file that nobody reads would be missing without a word. A folder that
``etl/catalog/load.py`` learns to read is added here.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from etl.errors import CatalogError, LiaoningError, ProblemsFound

# lists of declarations: <name>.yaml, or <name>/*.yaml where there are many
LISTS: Final = (
    "diagnosis",
    "episode_places",
    "glossary",
    "peak_plans",
    "returns",
    "rules/adoptions",
    "series",
    "sources",
    "targets",
    "units",
)
# one declaration per file, in folders below too
FOLDERS: Final = (
    "formats", "indicators", "matches", "registers", "regulation", "rules/barometer",
    "rules/carbon", "rules/challenge",
    "rules/comparison", "rules/flag", "rules/gate", "rules/plan",
    "rules/restriction", "rules/scenario", "rules/scoring", "rules/task", "rules/titles", "work_calendar",
)  # fmt: skip
PATTERNS: Final = (
    "deployment.yaml",
    "regions.csv",
    "region_history.csv",
    "corrections/*.yaml",
    "factors/coal_equivalents.csv",
    "factors/fuels.csv",
    "factors/grid.csv",
    "boundaries/cities.geojson",
    "boundaries/counties.geojson",
    "boundaries/*.meta.yaml",
)
NOTES: Final = ("README.md", ".gitattributes")


def refuse_unclaimed(folder: Path) -> None:
    """Refuse a catalogue with files that no loader reads.

    Raises:
        ProblemsFound: every such file.
    """
    problems: list[LiaoningError] = [*_unclaimed(folder)]
    if problems:
        raise ProblemsFound(problems)


def _unclaimed(folder: Path) -> Iterator[CatalogError]:
    for path in sorted(folder.rglob("*")):
        below = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_file() and path.name not in NOTES and not _is_claimed(below):
            yield CatalogError(
                file=str(below),
                place="whole file",
                found="a file that no loader reads",
                expected="a declaration in a place that is read",
                action=f"Correct its name or folder ({_nearest(below)}), or remove it.",
            )
    for name in LISTS:
        if (folder / name).is_dir() and (folder / f"{name}.yaml").exists():
            yield CatalogError(
                file=f"{name}.yaml",
                place="whole file",
                found=f"the folder {name}/ beside it",
                expected="one of them, because only the folder is read",
                action="Move the file into the folder.",
            )


def _is_claimed(below: PurePosixPath) -> bool:
    is_yaml, parents = below.suffix == ".yaml", {str(parent) for parent in below.parents}
    return (
        any(str(below) == f"{name}.yaml" or (is_yaml and str(below.parent) == name) for name in LISTS)
        or (is_yaml and not parents.isdisjoint(FOLDERS))
        or any(_fits(below, pattern) for pattern in PATTERNS)
    )


def _fits(below: PurePosixPath, pattern: str) -> bool:
    """Whether a path is the pattern's, part by part; ``*`` stays within one part."""
    return len(below.parts) == len(PurePosixPath(pattern).parts) and below.match(pattern)


def _nearest(below: PurePosixPath) -> str:
    """What is read nearby, as a hint."""
    top = below.parts[0]
    same = [f"{name}.yaml or {name}/*.yaml" for name in LISTS if name.startswith(top)]
    same += [f"{name}/*.yaml" for name in FOLDERS if name == top or name.startswith(f"{top}/")]
    same += [pattern for pattern in PATTERNS if pattern.startswith(f"{top}/")]
    return ", ".join(same) or ", ".join(dict.fromkeys(name.split("/")[0] for name in (*LISTS, *FOLDERS)))
