"""Lakes of a few readings, written as a platform would."""

from datetime import date

import numpy as np
import yaml

from etl.columns import Coded, Columns
from etl.model.reading import LAKE_FILE, READING_TYPES
from etl.store.lake import write_readings, write_users

FACTORY, MILL, KILN = "91210100TESTFACT01", "91210100TESTMILL02", "91210100TESTKILN03"
SHENHE, TIEXI = "210103", "210106"
ELECTRICITY, COAL = ("electricity", "万千瓦时"), ("raw_coal", "吨")


def month(firm, carrier, amount, begins="2026-01-01", *, edition=1, received="2026-02-08", **more):
    return reading(firm, carrier, amount, begins, "month", edition=edition, received=received, **more)


def hour(firm, carrier, amount, begins, **more):
    return reading(firm, carrier, amount, begins, "hour", **{"received": begins[:10], **more})


def reading(firm, carrier, amount, begins, span, *, edition=1, received, unit=None, nature="official"):
    energy, usual = carrier
    return (firm, energy, begins, span, amount, unit or usual, edition, received, nature)


def write_lake(lake, readings, users=((FACTORY, SHENHE), (MILL, SHENHE), (KILN, TIEXI)), **declared):
    """A lake of readings by month; users are firm, county and, where it matters, from when until when."""
    by_month = {}
    for each in readings:
        by_month.setdefault(each[2][:7], []).append(each)
    for name, rows in by_month.items():
        columns = dict(zip(READING_TYPES, zip(*rows, strict=True), strict=True))
        write_readings(lake, name, Columns({n: typed(n, found) for n, found in columns.items()}))
    spells = [(*user, "2020-01-01", "NaT")[:4] for user in users]
    firms, counties, begins, ends = zip(*spells, strict=True)
    days = {"valid_from": begins, "valid_to": ends}
    write_users(
        lake,
        Columns(
            {
                "enterprise": Coded.of(firms),
                "county": Coded.of(counties),
                **{name: np.asarray(each, dtype="datetime64[s]") for name, each in days.items()},
            }
        ),
    )
    declaration = {
        "source": "key_users",
        "publisher": "省节能监测平台",
        "licence": "内部报送",
        "nature": "official",
        "complete_to": date(2026, 6, 30),
        **declared,
    }
    (lake / LAKE_FILE).write_text(yaml.safe_dump(declaration, allow_unicode=True), encoding="utf-8")
    return lake


def typed(name, found):
    kinds = {"begins": "datetime64[s]", "received": "datetime64[s]", "edition": "int32"}
    return np.asarray(found, dtype=kinds[name]) if name in kinds else Coded.of(found)
