"""The registers as files: titles by the year of their list, events by the year of publication, projects."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby

from etl.demo.enterprises import Event, Register, Title, list_scope
from etl.demo.geography import Geography
from etl.demo.projects import Project
from etl.demo.tables import CODE, NAME, DemoFile, Row

# Heading in the file, field of the register, required.
Columns = tuple[tuple[str, str, bool], ...]

TITLE_COLUMNS: Columns = (
    ("统一社会信用代码", "credit_code", True),
    ("企业名称", "firm", True),
    ("行业大类", "industry", True),
    ("层级", "tier", True),
    ("层级名称", "tier_name", False),
    ("批次", "batch", False),
    ("认定日期", "recognised", True),
    ("有效期至", "valid_to", True),
    ("名单口径", "list_scope", True),
    ("公布日期", "published", True),
)
EVENT_COLUMNS: Columns = (
    ("统一社会信用代码", "credit_code", True),
    ("企业名称", "firm", True),
    ("层级", "tier", False),
    ("事项", "event", True),
    ("生效日期", "date", True),
    ("公布日期", "published", True),
    ("说明", "detail", False),
)
PROJECT_COLUMNS: Columns = (
    ("项目代码", "project_code", True),
    ("项目名称", "project", True),
    ("建设单位", "firm", True),
    ("统一社会信用代码", "credit_code", True),
    ("行业大类", "industry", True),
    ("主要产品", "product", True),
    ("建设性质", "kind", True),
    ("目录类别", "catalogue_class", True),
    ("年综合能耗（吨标准煤）", "energy_tce", True),
    ("年用电量（万千瓦时）", "electricity_10k_kwh", True),
    ("总投资（万元）", "investment_10k_yuan", True),
    ("是否两高", "two_high", True),
    ("节能审查", "energy_review", True),
    ("受理日期", "filed", True),
    ("办理结果", "decision", True),
    ("办结日期", "decided", False),
)


def title_files(register: Register) -> list[DemoFile]:
    """One file per year of lists."""

    def cells(title: Title) -> Row:
        return [
            title.firm.credit_code, title.firm.name, title.firm.industry, title.tier.id, title.tier.name.zh,
            title.batch, title.recognised.isoformat(), title.valid_to.isoformat(),
            list_scope(title, register.geography), title.published.isoformat(),
        ]  # fmt: skip

    titles = (title for title in register.titles if title.tier.registered)
    rows = [(title.published, title.county, cells(title)) for title in titles]
    return _by_year("demo_enterprise_titles", TITLE_COLUMNS, rows, register.geography)


def event_files(register: Register) -> list[DemoFile]:
    """One file per year of publication."""

    def cells(event: Event) -> Row:
        return [
            event.firm.credit_code, event.firm.name, event.tier_id, event.kind, event.day.isoformat(),
            event.published.isoformat(), event.detail,
        ]  # fmt: skip

    events = sorted(register.events, key=lambda event: event.published)
    rows = [(event.published, event.county, cells(event)) for event in events]
    return _by_year("demo_enterprise_events", EVENT_COLUMNS, rows, register.geography)


def project_files(projects: Iterable[Project], geography: Geography) -> list[DemoFile]:
    """One file per year of filing."""

    def cells(one: Project) -> Row:
        return [
            one.number, one.name, one.firm.name, one.firm.credit_code, one.industry, one.product, one.kind,
            one.catalogue_class, f"{one.energy_tce:.1f}", f"{one.electricity_10k_kwh:.1f}",
            f"{one.investment_10k_yuan:.0f}", "是" if one.two_high else "否", one.review,
            one.filed.isoformat(), one.decision, one.decided.isoformat() if one.decided else "",
        ]  # fmt: skip

    rows = [(one.filed, one.county, cells(one)) for one in projects]
    return _by_year("demo_projects", PROJECT_COLUMNS, rows, geography)


def _by_year(
    source: str, columns: Columns, rows: Sequence[tuple[date, str, Row]], geography: Geography
) -> list[DemoFile]:
    """Files by year, each published with its newest row."""
    headings = (CODE, NAME, *(heading for heading, _, _ in columns))
    year_of: Callable[[tuple[date, str, Row]], int] = lambda row: row[0].year  # noqa: E731
    files = []
    for year, group in groupby(sorted(rows, key=year_of), key=year_of):
        of_year = list(group)
        body = [[county, geography.names[county], *cells] for _, county, cells in of_year]
        newest = max(day for day, _, _ in of_year)
        files.append(DemoFile(source, f"{year}.csv", newest, headings, body))
    return files
