"""The exports tell what a reader of the warehouse is told: the same rows, the same working of each value."""

import csv

import numpy as np
import pytest

from etl.columns import Coded, Columns
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.store.export import OBSERVATION_COLUMNS, VALUE_COLUMNS, Exporter
from etl.store.rows import CellAddress
from etl.store.working import read_working
from etl.store.write import WarehouseWriter

KEYS = {
    "series_t": ["gdp"],
    "region_t": ["210000"],
    "period_t": ["2023"],
    "unit_t": ["percent"],
    "source_t": ["bureau"],
    "indicator_t": ["gdp"],
}
COMMON = {"series": "gdp", "region": "210000", "period": "2023", "source": "bureau", "status": "final",
          "bound": "exact", "known_from": np.datetime64("2024-03-01"), "file_id": 1, "sheet_no": 1,
          "row_no": 7, "column_no": 3, "vintage": 1, "nature": "official", "unit": "percent"}  # fmt: skip


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def cell_of(cell: CellAddress):
    return f"{cell.file}!{cell.sheet}!{cell_name(cell.row, cell.column)}"


def as_written(row):
    cells = (cell_of(cell) if isinstance(cell, CellAddress) else cell for cell in row)
    return ["" if cell is None else str(cell) for cell in cells]


def input_of(each):
    """What a formula reads as the export names it: the cell of a figure, the value of another indicator."""
    name = f"{each.name}@{each.period}={each.value!r}"
    return f"{name}[{cell_of(each.used.cell)}]" if each.used is not None else name


def test_every_observation_is_exported_as_a_reader_gets_it(real_build):
    exported = rows_of(real_build.exports / "observations.csv")
    read = real_build.warehouse.observations(all_vintages=True)

    assert [list(row.values()) for row in exported] == [as_written(row) for row in read]
    assert tuple(exported[0]) == OBSERVATION_COLUMNS


def test_every_value_is_exported_in_the_order_of_the_reader(real_build):
    exported = rows_of(real_build.exports / "values.csv")

    assert tuple(exported[0]) == VALUE_COLUMNS
    stored = len(VALUE_COLUMNS) - 2  # the formula and its inputs come last
    assert [list(row.values())[:stored] for row in exported] == [
        as_written(row[:stored]) for row in real_build.warehouse.values()
    ]


@pytest.mark.parametrize(
    ("indicator", "region", "period"),
    [
        ("energy_intensity_change", "900100", "2021"),  # published
        (
            "energy_intensity_cumulative_reduction",
            "900000",
            "2021/2022",
        ),  # from another indicator, year by year
        ("gdp", "900000", "2020"),  # of two vintages the one in use
    ],
)
def test_a_value_is_exported_with_the_cells_that_its_working_leads_to(tiny_build, indicator, region, period):
    (exported,) = [
        row["inputs"]
        for row in rows_of(tiny_build.exports / "values.csv")
        if (row["indicator"], row["region"], row["period"]) == (indicator, region, period)
    ]
    working = read_working(tiny_build.warehouse, tiny_build.catalog, indicator, region, Period.parse(period))

    assert exported == "; ".join(input_of(each) for each in working.inputs if each.value is not None)
    assert exported


def test_a_figure_from_a_declaration_is_exported_with_its_file_and_row(real_build):
    (row,) = [
        row
        for row in rows_of(real_build.exports / "values.csv")
        if (row["indicator"], row["region"], row["period"]) == ("grid_emission_factor", "210000", "2021")
    ]
    # 0.5876 kgCO2/kWh: 生态环境部、国家统计局公告2024年第12号, 辽宁, 2021
    file, line = row["inputs"].removeprefix("0.5876[").removesuffix("]").split("!")

    assert row["formula"] == "grid_factor"
    assert "0.5876" in (real_build.data_dir / file).read_text("utf-8").splitlines()[int(line) - 1]


def test_a_figure_of_the_same_publication_is_exported_with_the_cell_of_that_publication(real_build):
    catalog = real_build.catalog
    (beside, *_) = [
        each
        for each in catalog.indicators.values()
        if each.formula.kind == "ratio" and each.formula.one_publication
    ]
    exported = [
        row
        for row in rows_of(real_build.exports / "values.csv")
        if row["indicator"] == beside.id and row["basis"] == "computed"
    ]

    assert exported
    for row in exported[:: max(len(exported) // 5, 1)]:
        working = read_working(
            real_build.warehouse, catalog, beside.id, row["region"], Period.parse(row["period"])
        )
        assert row["inputs"] == "; ".join(input_of(each) for each in working.inputs)


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (0.1 + 0.2, "0.30000000000000004"),
        (1e16, "1e+16"),
        (123456789012345.6, "123456789012345.6"),
        (0.0001, "0.0001"),
        (1e-05, "1e-05"),
        (-7.91, "-7.91"),
        (5.0, "5.0"),
    ],
)
def test_a_number_is_spelled_as_shortly_as_it_can_be_read_back(tmp_path, number, spelled):
    exported = export_of(tmp_path, {"value": number, "note": None})

    assert exported["value"] == spelled
    assert float(exported["value"]) == number


@pytest.mark.parametrize("words", ['说"约"', "甲,乙", "第一行\n第二行", "#1", " 前后有空格 ", "=1+1"])
def test_the_words_of_a_source_are_exported_as_they_stand(tmp_path, words):
    assert export_of(tmp_path, {"value": 1.0, "note": words})["note"] == words


def column_of(cell):
    return Coded.of([cell]) if cell is None or isinstance(cell, str) else np.array([cell])


def export_of(folder, row):
    """The one exported observation of a warehouse made by hand; its cell is C7 of the sheet 数据."""
    writer = WarehouseWriter(folder / "warehouse.duckdb")
    writer.create(KEYS)
    writer.insert_rows("file", [{"file_id": 1, "path": "a.xlsx"}])
    writer.insert_rows("sheet", [{"file_id": 1, "sheet_no": 1, "name": "数据"}])
    written = COMMON | row | {"reported": row["value"]}
    writer.append("observation", Columns({name: column_of(cell) for name, cell in written.items()}))
    writer.close()
    (folder / "exports").mkdir()
    with Exporter(folder / "warehouse.duckdb", folder / "exports") as exporter:
        (exported,) = rows_of(exporter.write_observations("observations.csv"))
    assert exported["cell"] == "a.xlsx!数据!C7"
    return exported
