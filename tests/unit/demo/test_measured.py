"""What the measures make of the demonstration: every peak status, and a stock of titles with every flow."""

import json
from datetime import date

from etl.catalog.titles import title_rules
from etl.demo.generate import _REGISTER_COLUMNS
from etl.derive.peak import PeakStatus, compute_peak_status
from etl.derive.title_course import histories_of
from etl.derive.title_register import RegisterRow, TitleRegister, read_register
from etl.derive.titles import count_titles, month_of
from etl.model.title import TitleFlow


def accounts(demonstration) -> dict[str, dict[int, float]]:
    """CO2 of energy use by region and year, out of the written files."""
    found: dict[str, dict[int, float]] = {}
    for file in demonstration.files:
        if file.source != "demo_accounts":
            continue
        at = {heading: place for place, heading in enumerate(file.headings)}
        for row in file.rows:
            if row[at["指标"]] == "能源活动二氧化碳排放量（按燃料核算）":
                found.setdefault(row[0], {})[int(row[at["报告期"]][:4])] = float(row[at["数值"]])
    return found


def register_of(demonstration, rules) -> TitleRegister:
    rows = []
    for file in demonstration.files:
        if file.source not in ("demo_enterprise_titles", "demo_enterprise_events"):
            continue
        register, columns = _REGISTER_COLUMNS[file.source]
        fields = {heading: name for heading, name, _ in columns}
        for row in file.rows:
            texts = dict(zip(file.headings, map(str, row), strict=True))
            named = {fields[heading]: text for heading, text in texts.items() if heading in fields}
            rows.append(RegisterRow(register, str(row[0]), json.dumps(named), file.published))
    return read_register(rows, rules)


def test_demonstration_shows_every_peak_status(clean) -> None:
    statuses = {
        compute_peak_status(series, inventory="demo", includes_purchased_electricity=False).status
        for series in accounts(clean).values()
    }
    assert statuses == set(PeakStatus)


def test_every_title_and_event_of_the_demonstration_is_read(clean, real_catalog) -> None:
    register = register_of(clean, title_rules(real_catalog))
    assert register.unreadable == []
    rows = sum(len(file.rows) for file in clean.files if file.source == "demo_enterprise_titles")
    assert len(register.titles) == rows > 1000


def test_demonstration_has_a_full_stock_with_every_usual_flow(clean, real_catalog) -> None:
    register = register_of(clean, title_rules(real_catalog))
    counted = count_titles(
        list(histories_of(register.titles, register.events)),
        range(month_of(date(2019, 1, 1)), month_of(date(2026, 11, 1))),
        within=lambda code: (code, f"{code[:4]}00", "210000"),
        by_industry=lambda _: False,
        expiring_months=lambda _: 6,
        pending_months=lambda _: 12,
    )
    months = [month for by_month in counted.values() for month in by_month.values()]
    seen = {flow for month in months for flow in month.flows}
    usual = set(TitleFlow) - {TitleFlow.RESTORED, TitleFlow.RECODED_IN, TitleFlow.RECODED_OUT}
    assert usual <= seen
    assert all(month.identity_holds() for month in months)
    assert any(month.review_pending for month in months)
    assert any(month.expiring for month in months)
    assert {"innovative_sme", "srdi_sme", "little_giant", "single_champion"} <= {
        cell.tier for cell in counted
    }
