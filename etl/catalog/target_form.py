"""The workbook by which targets are handed in: its format and its words, the same in every deployment."""

from pathlib import Path
from typing import Literal

import yaml
from msgspec.structs import replace

from etl.catalog.catalog import Catalog, FormatFile
from etl.errors import CatalogError
from etl.model.base import Declaration
from etl.model.format import Format, RecordsLayout
from etl.model.target import Comparator

TARGETS = "targets"
_FILE = Path(__file__).with_suffix(".yaml")


class TargetForm(Declaration):
    """The format of the workbook, and the words that it has for comparisons and natures.

    Attributes:
        format: the layout, read like any register.
        comparators: word → comparison.
        natures: word → nature.
    """

    format: Format
    comparators: dict[str, Comparator]
    natures: dict[str, Literal["binding", "expected", "interim", "commitment", "stretch"]]

    @property
    def layout(self) -> RecordsLayout:
        """One target per row."""
        if self.format.layout.kind != "records":
            raise CatalogError(
                file=_FILE.name,
                place="format.layout.kind",
                found=self.format.layout.kind,
                expected="records",
                action="Declare one target per row.",
            )
        return self.format.layout

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings of the form: region first, then the fields."""
        region = self.layout.region
        keys = () if region is None else tuple(filter(None, (region.heading, region.name_heading)))
        return (*keys, *(field.heading for field in self.layout.fields))


def load_target_form() -> TargetForm:
    """The form as declared beside this module."""
    return TargetForm.read(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def with_target_form(catalog: Catalog, form: TargetForm) -> Catalog:
    """A catalogue whose formats know the workbook of targets too."""
    return replace(catalog, formats={**catalog.formats, TARGETS: (FormatFile("form", form.format),)})
