"""The register of invented investment projects: catalogue class, energy, review and decision."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from msgspec import Struct

from etl.demo.chance import stream
from etl.demo.declared import Declared
from etl.demo.enterprises import Firm
from etl.demo.geography import Geography
from etl.demo.timetable import data_date

PROJECTS = 300
_CLASSES = ("鼓励", "允许", "限制", "淘汰")
_CLASS_SHARES = (0.34, 0.5, 0.13, 0.03)
_HIGH_ENERGY = {"26", "30", "31", "32", "44"}  # 两高 divisions of GB/T 4754 among the products


class Project(Struct, frozen=True):
    """One project.

    Attributes:
        catalogue_class: class of the 产业结构调整指导目录.
        energy_tce: yearly energy in tonnes of coal equivalent.
        review: who must review its energy, by the threshold of its year.
        decision: what the approving body decided.
    """

    number: str
    name: str
    firm: Firm
    county: str
    industry: str
    product: str
    kind: str
    catalogue_class: str
    energy_tce: float
    electricity_10k_kwh: float
    investment_10k_yuan: float
    two_high: bool
    review: str
    decision: str
    filed: date
    decided: date | None


def build_projects(declared: Declared, geography: Geography, firms: list[Firm]) -> list[Project]:
    """Projects filed since returns began, in order of filing."""
    chance = stream(declared.province.seed, "projects")
    first, until = date(declared.province.returns_from, 1, 4), data_date(declared.province)
    days = np.sort(chance.integers(0, (until - first).days, PROJECTS))
    return list(_projects(declared, geography, firms, [first + timedelta(days=int(d)) for d in days], chance))


def _projects(
    declared: Declared,
    geography: Geography,
    firms: list[Firm],
    filed: list[date],
    chance: np.random.Generator,
) -> Iterator[Project]:
    industries = sorted(declared.words.products)
    for number, day in enumerate(filed, start=1):
        industry = industries[int(chance.integers(len(industries)))]
        products = declared.words.products[industry]
        product = products[int(chance.integers(len(products)))]
        energy = round(float(np.exp(chance.normal(8.2 if industry in _HIGH_ENERGY else 6.6, 1.3))), 1)
        firm = firms[int(chance.integers(len(firms)))]
        drawn_class = _CLASSES[int(chance.choice(len(_CLASSES), p=_CLASS_SHARES))]
        decided = day + timedelta(days=int(chance.integers(15, 120)))
        is_decided = decided <= data_date(declared.province)
        yield Project(
            number=f"DEMO-{day.year}-{number:04d}",
            name=f"{firm.name[:4]}{product}项目",
            firm=firm,
            county=geography.counties[int(chance.integers(len(geography.counties)))],
            industry=industry,
            product=product,
            kind=("新建", "改建", "扩建")[int(chance.choice(3, p=(0.6, 0.25, 0.15)))],
            catalogue_class=drawn_class,
            energy_tce=energy,
            electricity_10k_kwh=round(energy * float(chance.uniform(0.8, 2.2)) / 3, 1),
            investment_10k_yuan=round(float(np.exp(chance.normal(9.2, 1.1))), 0),
            two_high=industry in _HIGH_ENERGY,
            review=energy_review(energy, day),
            decision=_decision(drawn_class, is_decided, chance),
            filed=day,
            decided=decided if is_decided else None,
        )


def energy_review(energy_tce: float, filed: date) -> str:
    """Who reviews the energy of a project: 发改委令44号 (2016), from 2023-06-01 令2023第2号 (methods §5)."""
    provincial = 10_000 if filed >= date(2023, 6, 1) else 5_000
    if energy_tce >= provincial:
        return "省级审查"
    return "市级审查" if energy_tce >= 1_000 else "免于审查"  # noqa: PLR2004  令2023第2号: below 1,000 tce exempt


def _decision(catalogue_class: str, is_decided: bool, chance: np.random.Generator) -> str:
    if not is_decided:
        return "办理中"
    if catalogue_class == "淘汰" or (catalogue_class == "限制" and chance.random() > 0.2):  # noqa: PLR2004
        return "不予办理"
    return "同意" if chance.random() < 0.94 else "退回补正"  # noqa: PLR2004
