"""An invented province whose counties owe a monthly return: one never came, one came late, one was revised.

Qingshi District (900203) has not sent 1–3月; Lingang County (900102) sent 1–4月 five weeks late; Chengzhong
of Donghai (900101) revised 1–2月; and one cell, accepted with its file, holds no number.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from etl.pipeline.build import build
from tests.conftest import TINY
from tests.delivery import take_hash

MISSING, LATE, REVISED = "900203", "900102", "900101"
COUNTIES = {"900101": "城中区", "900102": "临港县", "900201": "城中区", "900203": "青石区"}
RETURN = "monthly_power"
SERIES = "electricity_consumption"
_FORMAT = """
source: bulletin
file: "power_*.csv"
reader: csv
layout:
  kind: table
  region: {heading: 代码, by: code, name_heading: 地区}
  period: {heading: 时期}
  columns: [{heading: 全社会用电量, series: electricity_consumption, unit: hundred_million_kwh}]
  status: {fixed: preliminary}
missing: {"…": not_published}
"""
_SOURCE = """
- id: bulletin
  title: {zh: 乙省用电月报, en: Monthly power return of Yi}
  publisher: {zh: 乙省发展改革委, en: Development commission of Yi}
  nature: official
  licence: {zh: 虚构数据, en: invented figures}
  citation: {zh: 乙省用电月报（虚构）, en: Power return of Yi (invented)}
"""
_SERIES = """
- {id: electricity_consumption, name: {zh: 全社会用电量, en: Electricity consumption}, unit: hundred_million_kwh, kind: level}
"""  # noqa: E501
_UNIT = """
- {id: hundred_million_kwh, name: {zh: 亿千瓦时, en: hundred million kWh}, sign: {zh: 亿千瓦时, en: 100m kWh}, quantity: electricity, factor: 100000000}
"""  # noqa: E501


def write_monthly_returns(folder: Path) -> Path:
    """The deployment before its last file came."""
    data = Path(shutil.copytree(TINY, folder))
    catalog = data / "catalog"
    for name, text in (("sources", _SOURCE), ("series", _SERIES), ("units", _UNIT)):
        with (catalog / f"{name}.yaml").open("a", encoding="utf-8") as stream:
            stream.write(text)
    (catalog / "formats" / "bulletin").mkdir()
    (catalog / "formats" / "bulletin" / "2023.yaml").write_text(_FORMAT, "utf-8")
    owed = {
        "id": RETURN,
        "name": {"zh": "县（市、区）用电月报", "en": "Monthly power return of counties"},
        "source": "bulletin",
        "series": [SERIES],
        "owed_by": "county",
        "within_year": ["M01-02", "M01-03", "M01-04"],
        "first": "2023M01-02",
        "last": "2023M01-04",
        "due_days": 20,
        "document": "乙统字〔2023〕1号",
    }
    (catalog / "returns.yaml").write_text(yaml.safe_dump([owed], allow_unicode=True), "utf-8")
    send(data, "power_2023M01-02", "2023-03-18", [(code, "2023M01-02", "2.5") for code in COUNTIES])
    march = [(code, "2023M01-03", "3.75") for code in COUNTIES if code != MISSING]
    send(data, "power_2023M01-03", "2023-04-18", march)
    april = [(code, "2023M01-04", "约5" if code == "900201" else "5.0") for code in COUNTIES if code != LATE]
    send(data, "power_2023M01-04", "2023-05-18", april, accepted=1)
    send(data, "power_2023M01-04_late", "2023-06-24", [(LATE, "2023M01-04", "5.0")])
    return data


def send_revision(data: Path) -> None:
    """The last file: a figure of February said again, with another value."""
    send(data, "power_2023M01-02_revised", "2023-07-18", [(REVISED, "2023M01-02", "2.75")])


def send(
    data: Path, name: str, published: str, rows: Sequence[tuple[str, str, str]], accepted: int = 0
) -> None:
    """One file of the return."""
    folder = data / "raw" / "bulletin"
    folder.mkdir(exist_ok=True)
    lines = [f"{code},{COUNTIES[code]},{period},{figure}" for code, period, figure in rows]
    path = folder / f"{name}.csv"
    path.write_text("\n".join(["代码,地区,时期,全社会用电量", *lines]) + "\n", "utf-8")
    meta = {
        "source": "bulletin",
        "publisher": "乙省发展改革委",
        "published": published,
        "licence": "虚构数据",
        "citation": "乙省用电月报（虚构）",
        "sha256": "0" * 64,
        "accepted_rejects": accepted,
    }
    path.with_name(f"{path.name}.meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True), "utf-8")
    take_hash(path)


def build_monthly_returns(folder: Path) -> tuple[Path, str, str]:
    """Two builds of it, before and after the last file came: their folder and their ids."""
    data = write_monthly_returns(folder / "data")
    first = build(data, folder / "builds").build_id
    send_revision(data)
    return folder / "builds", first, build(data, folder / "builds").build_id
