"""An invented province or country of any size for benchmarks: catalogue, figures and files, from one seed.

Levels add up from county to city to province, so that the checks have something to find only where faults are
planted: a slipped unit, a lost region, a part that does not add up, a figure that is none.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import xlsxwriter
import yaml

ROOT = Path(__file__).parents[2]
FIRST_YEAR = 2015
MONTHS_IN_YEAR = 12
SOURCE = "monthly_return"
CODE, NAME, PERIOD, SERIES, UNIT, VALUE, STATUS = (
    "行政区划代码", "地区", "报告期", "指标", "计量单位", "数值", "数据状态",
)  # fmt: skip
GAP = "…"
INVENTED = {"zh": "虚构", "en": "invented"}
_LEVEL = {"id": "level", "name": INVENTED, "unit": "alert_level", "kind": "grade"}
MOST_GROWTH = 0.09
"""Growth of a county by the year, at most."""


@dataclass(frozen=True)
class Quantity:
    """One series of the deployment."""

    id: str
    name: str
    kind: str
    unit: str
    sign: str
    decimals: int
    adds_up: bool = False


def _quantities(count: int) -> tuple[Quantity, ...]:
    """``count`` series: half are amounts that add up, the rest counts, rates and shares."""
    named = [
        Quantity(
            "energy", "规模以上工业综合能源消费量", "level", "ten_thousand_tce", "万吨标煤", 2, adds_up=True
        ),
        Quantity("output", "工业增加值", "level", "hundred_million_yuan", "亿元", 2, adds_up=True),
        Quantity("firms", "规模以上工业企业数", "stock", "firm", "家", 0, adds_up=True),
    ]
    makes: tuple[Callable[[int], Quantity], ...] = (
        lambda n: Quantity(
            f"amount_{n}", f"分行业营业收入{n}", "level", "hundred_million_yuan", "亿元", 2, True
        ),
        lambda n: Quantity(f"rate_{n}", f"分行业增加值增速{n}", "rate", "percent", "%", 1),
        lambda n: Quantity(
            f"amount_{n}", f"分品种能源消费量{n}", "level", "ten_thousand_tce", "万吨标煤", 2, True
        ),
        lambda n: Quantity(f"share_{n}", f"高技术产业占比{n}", "share", "percent", "%", 1),
        lambda n: Quantity(f"stock_{n}", f"分行业企业数{n}", "stock", "firm", "家", 0, True),
    )
    rest = [makes[n % len(makes)](n) for n in range(count - len(named))]
    return (*named, *rest)


@dataclass(frozen=True)
class Place:
    """One region."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Size:
    """How large a deployment is: provinces, cities in all, counties in all, series, months."""

    provinces: int = 1
    cities: int = 14
    counties: int = 100
    series: int = 40
    months: int = 120

    @property
    def regions(self) -> int:
        """Regions with figures."""
        return self.provinces + self.cities + self.counties

    @property
    def rows(self) -> int:
        """Figures in all files together."""
        return self.regions * self.series * self.months


SMALL = Size()
"""115 regions × 40 series × 120 months = 0.55 million rows."""


@dataclass(frozen=True)
class Invented:
    """A deployment in memory.

    Attributes:
        size: how large it is.
        seed: of all its figures.
    """

    size: Size = SMALL
    seed: int = 20211
    quantities: tuple[Quantity, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quantities", _quantities(self.size.series))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Provinces, then cities, then counties; each below the superior whose turn it is."""
        size = self.size
        nation = "000000" if size.provinces > 1 else None
        provinces = [
            Place(f"{90 - at:02d}0000", f"第{at}省", "province", nation) for at in range(size.provinces)
        ]
        below: dict[str, int] = {}

        def child(parent: Place, level: str) -> Place:
            number = below[parent.code] = below.get(parent.code, 0) + 1
            digits = 4 if level == "city" else 6
            code = f"{parent.code[: digits - 2]}{number:02d}".ljust(6, "0")
            return Place(
                code, f"{parent.name}第{number}{'市' if level == 'city' else '县'}", level, parent.code
            )

        cities = [child(provinces[at % size.provinces], "city") for at in range(size.cities)]
        counties = [child(cities[at % size.cities], "county") for at in range(size.counties)]
        return (*provinces, *cities, *counties)

    def period(self, month: int) -> str:
        """A month as the return writes it: what came together since January."""
        year, number = self.months[month]
        return f"{year}年1月" if number == 1 else f"{year}年1-{number}月"

    @cached_property
    def months(self) -> tuple[tuple[int, int], ...]:
        """Year and month of each month."""
        return tuple(
            (FIRST_YEAR + at // MONTHS_IN_YEAR, at % MONTHS_IN_YEAR + 1) for at in range(self.size.months)
        )

    @property
    def _last_month(self) -> str:
        year, month = self.months[-1]
        return f"{year}M01-{month:02d}"

    def texts(self, number: int) -> list[list[str]]:
        """The figures of a series as they are written, by month, then by region."""
        quantity = self.quantities[number]
        figures = self._figures(number)
        lines = [[f"{value:.{quantity.decimals}f}" for value in line] for line in figures.tolist()]
        self._plant(number, lines)
        return lines

    def _figures(self, number: int) -> np.ndarray:
        """Months × regions; amounts and counts of superiors are sums, rates and shares their own."""
        quantity, size = self.quantities[number], self.size
        chance = np.random.default_rng([self.seed, number])
        time = np.arange(size.months)[:, None]
        season = 1 + 0.1 * np.sin(2 * np.pi * time / MONTHS_IN_YEAR)
        if not quantity.adds_up:
            base = chance.uniform(3, 9, size.regions)
            return np.round(base * season + chance.normal(0, 0.8, (size.months, size.regions)), 1)
        base = chance.lognormal(4, 0.8, size.counties) + 20
        growth = (1 + chance.uniform(0.0, MOST_GROWTH, size.counties)) ** (time / MONTHS_IN_YEAR)
        noise = chance.normal(1, 0.02, (size.months, size.counties))
        counties = base * growth * season * noise
        if quantity.kind == "level":  # a return states what came together since January
            years = range(0, size.months, MONTHS_IN_YEAR)
            counties = np.concatenate([counties[at : at + MONTHS_IN_YEAR].cumsum(axis=0) for at in years])
        counties = np.round(counties, quantity.decimals)
        at_city = np.arange(size.counties) % size.cities
        cities = np.stack([counties[:, at_city == at].sum(axis=1) for at in range(size.cities)], axis=1)
        at_province = np.arange(size.cities) % size.provinces
        provinces = np.stack(
            [cities[:, at_province == at].sum(axis=1) for at in range(size.provinces)], axis=1
        )
        return np.concatenate([provinces, cities, counties], axis=1)

    def _plant(self, number: int, lines: list[list[str]]) -> None:
        """Faults that the checks must find, the same in every layout."""
        last, first_county = len(lines) - 1, self.size.provinces + self.size.cities
        if self.quantities[number].id == "output":
            lines[last - 30][first_county] = f"{float(lines[last - 30][first_county]) * 10_000:.2f}"  # slip
            lines[last - 5][0] = f"{float(lines[last - 5][0]) * 1.1:.2f}"  # the whole is not its parts
        if self.quantities[number].id == "energy":
            lines[last][first_county + 1] = GAP

    # files -------------------------------------------------------------------------------------------------

    def write_catalogue(self, folder: Path, layout: str) -> None:
        """``catalog/`` of the deployment."""
        catalog = folder / "catalog"
        tiny = ROOT / "tests" / "data" / "tiny" / "catalog"
        shutil.copytree(tiny / "regulation", catalog / "regulation")
        shutil.copytree(ROOT / "data" / "catalog" / "rules" / "challenge", catalog / "rules" / "challenge")
        shutil.copytree(ROOT / "data" / "catalog" / "rules" / "flag", catalog / "rules" / "flag")
        shutil.copyfile(tiny / "glossary.yaml", catalog / "glossary.yaml")
        shutil.copyfile(ROOT / "data" / "catalog" / "units.yaml", catalog / "units.yaml")
        for name, content in self._declarations(layout):
            path = catalog / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        for name, key in (
            ("growth_identity", None),
            ("identical_ratios", "bases"),
            ("small_denominator", "guards"),
        ):
            self._adapt(catalog / "rules" / "challenge" / f"{name}.yaml", key)
        self._adapt(catalog / "rules" / "challenge" / "series_break.yaml", "explained_by")
        (catalog / "regions.csv").write_text("\n".join(self._region_lines()) + "\n", encoding="utf-8")
        (catalog / "region_history.csv").write_text(
            "code,former_code,former_name,until,note\n", encoding="utf-8"
        )

    def _adapt(self, path: Path, key: str | None) -> None:
        """The shipped rule with the names of this deployment; thresholds stay."""
        rule = yaml.safe_load(path.read_text(encoding="utf-8"))
        if key is None:
            rule |= {"intensity_change": "intensity_change", "energy_growth": "energy_change",
                     "real_growth": "output_change"}  # fmt: skip
        elif key == "bases":
            rule[key] = ["output"]
        elif key == "guards":
            rule[key] = [{"indicator": "energy_per_firm", "quantity": "firms", "least": 3}]
        else:
            rule[key] = []
        path.write_text(yaml.safe_dump(rule, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def _region_lines(self) -> Iterator[str]:
        yield "code,name_zh,name_en,level,kind,parent,aliases,label_lon,label_lat,valid_from,valid_to,note"
        if self.size.provinces > 1:
            yield "000000,全国,Nation,nation,nation,,,,,,,"
        for place in self.places:
            names = f"{place.name},Region {place.code}"
            yield f"{place.code},{names},{place.level},{place.level},{place.parent or ''},,,,,,"

    def _declarations(self, layout: str) -> Iterator[tuple[str, object]]:
        home = "000000" if self.size.provinces > 1 else self.places[0].code
        yield "deployment.yaml", {
            "id": "invented", "name": INVENTED, "home": home, "peers": "province", "regulation": "tiny_rules",
            "start_indicators": ["energy_year"],
        }  # fmt: skip
        named = {"title": INVENTED, "publisher": INVENTED, "licence": INVENTED, "citation": INVENTED}
        yield "sources.yaml", [{"id": SOURCE, "nature": "official", **named}]
        yield "series.yaml", [*(self._series(each) for each in self.quantities), _LEVEL]
        for name, indicator in self._indicators():
            yield f"indicators/{name}.yaml", {"id": name, **indicator}
        yield "targets.yaml", [
            {"region": place.code, "indicator": "intensity_cumulative", "base": 2020, "end": 2025,
             "comparator": "at_least", "value": 2, "unit": "percent", "nature": "binding", "document": "虚构"}
            for place in self.places if place.level in ("province", "city")
        ]  # fmt: skip
        yield "rules/barometer/invented.yaml", {
            "id": "invented", "name": INVENTED, "documents": [{"number": "虚构"}],
            "valid_for": [{"periods": [str(year) for year in range(2021, 2025)], "region_level": "city",
                           "compared_with": "annual_target"}],
            "level_order": "worst_first", "intensity": {"kind": "gap_share", "tolerance_share": "0.1"},
            "total": None,
            "lights": [{"level": n, "light": {"zh": z, "en": e}}
                       for n, z, e in ((1, "红", "red"), (2, "黄", "yellow"), (3, "绿", "green"))],
        }  # fmt: skip
        yield "rules/comparison/invented.yaml", {
            "id": "invented", "name": INVENTED, "valid_from": "2015", "ranked_levels": ["city", "county"],
            "trend_levels": ["province", "city"], "trend_years": 10,
            "groups": [{"level": "city", "count": 4, "variables": [
                {"indicator": "output_year", "logarithm": True}, {"indicator": "intensity"}]}],
        }  # fmt: skip
        yield "returns.yaml", [
            {"id": "monthly", "name": INVENTED, "source": SOURCE, "owed_by": "county", "due_days": 20,
             "within_year": ["M01", *(f"M01-{month:02d}" for month in range(2, 13))],
             "first": self._last_month, "series": [self.quantities[0].id]}
        ]  # fmt: skip
        yield f"formats/{SOURCE}/{FIRST_YEAR}.yaml", self._format(layout)

    def _series(self, quantity: Quantity) -> dict[str, object]:
        named = {"zh": quantity.name, "en": quantity.id}
        more = {"plausible": {"min": 0}} if quantity.adds_up else {"plausible": {"min": -60, "max": 100}}
        return {"id": quantity.id, "name": named, "unit": quantity.unit, "kind": quantity.kind,
                "adds_up": quantity.adds_up, **more}  # fmt: skip

    def _indicators(self) -> Iterator[tuple[str, dict[str, object]]]:
        """As many as series: figures as they stand, ratios, growth, and a chain of formulas to verdicts."""

        def declared(formula: dict[str, object], unit: str, **more: object) -> dict[str, object]:
            return {"name": INVENTED, "definition": INVENTED, "unit": unit, "direction": "lower_is_better",
                    "formula": formula, "levels": ["province", "city", "county"], "topic": "industry",
                    **more}  # fmt: skip

        def growth(of: str) -> dict[str, object]:
            return {"kind": "growth_of_level", "level": of}

        def month(of: str) -> dict[str, object]:
            return {"kind": "month_of_cumulative", "cumulative": of}

        chain = {
            "energy_year": declared({"kind": "year_of_months", "months": "energy"}, "ten_thousand_tce"),
            "output_year": declared({"kind": "year_of_months", "months": "output"}, "hundred_million_yuan"),
            "energy_change": declared(growth("energy_year"), "percent"),
            "output_change": declared(growth("output_year"), "percent"),
            "intensity": declared(
                {"kind": "ratio", "numerator": "energy_year", "denominator": "output_year"},
                "tce_per_10k_yuan",
            ),
            "intensity_change": declared(
                growth("intensity"), "percent", family="energy", topic="dual_control",
                levels=["province", "city"],
                assessment={"kind": "barometer", "quantity": "intensity", "published_level": "level",
                            "five_year_target": "intensity_cumulative"},
            ),
            "intensity_cumulative": declared(
                {"kind": "chained_reduction", "change": "intensity_change"},
                "percent", family="energy", topic="dual_control", levels=["province", "city"],
                direction="higher_is_better", assessment={"kind": "target", "progress": "logarithmic"},
            ),
            "energy_per_firm": declared(
                {"kind": "ratio", "numerator": "energy", "denominator": "firms"}, "ten_thousand_tce"
            ),
            "output_growth": declared(growth("output"), "percent"),
            "energy_growth": declared(growth("energy"), "percent"),
            "energy_month": declared(month("energy"), "ten_thousand_tce"),
            "output_month": declared(month("output"), "hundred_million_yuan"),
        }  # fmt: skip
        amounts = [each for each in self.quantities if each.id.startswith("amount")]
        for number, amount in enumerate(amounts[:2]):
            ratio = {"kind": "ratio", "numerator": amount.id, "denominator": "output", "scale": 100.0}
            chain[f"ratio_{number}"] = declared(ratio, "percent")
        yield from chain.items()
        for quantity in self.quantities[: max(len(self.quantities) - len(chain), 1)]:
            limits = {"plausible": {"min": -60, "max": 1_000_000}}
            yield (
                f"plain_{quantity.id}",
                declared({"kind": "series", "series": quantity.id}, quantity.unit, **limits),
            )

    def _format(self, layout: str) -> dict[str, object]:
        region = {"heading": CODE, "by": "code", "name_heading": NAME}
        spellings = [
            {"pattern": r"(\d{4})年1月", "becomes": r"\1M01"},
            {"pattern": r"(\d{4})年1-(\d)月", "becomes": r"\1M01-0\2"},
            {"pattern": r"(\d{4})年1-(1\d)月", "becomes": r"\1M01-\2"},
        ]
        columns = [
            {"heading": f"{q.name}（{q.sign}）", "series": q.id, "unit": q.unit} for q in self.quantities
        ]
        status = {"fixed": "final"}
        layouts: dict[str, dict[str, object]] = {
            "long": {
                "kind": "long", "region": region, "period": {"heading": PERIOD, "spellings": spellings},
                "series": {"heading": SERIES, "words": {q.name: q.id for q in self.quantities}},
                "unit": {"heading": UNIT}, "value": VALUE,
                "status": {"heading": STATUS, "words": {"最终": "final", "初步": "preliminary"}},
            },
            "months": {
                "kind": "table", "region": region, "period": {"heading": PERIOD, "spellings": spellings},
                "columns": columns, "status": status,
            },
            "workbooks": {
                "kind": "grid", "region": {"headings": [CODE], "by": "code", "name_headings": [NAME]},
                "period": {"place": "title"}, "status": status,
                "columns": [{"heading": q.name, "series": q.id} for q in self.quantities],
            },
        }  # fmt: skip
        workbook = layout == "workbooks"
        return {"source": SOURCE, "file": "*.xlsx" if workbook else "*.csv",
                "reader": "workbook" if workbook else "csv",
                "layout": layouts["long" if layout == "long_months" else layout],
                "missing": {GAP: "not_published"}}  # fmt: skip

    def write(self, folder: Path, layout: str) -> list[Path]:
        """The whole deployment on disk; returns its files of figures.

        Args:
            folder: where ``catalog/`` and ``raw/`` go.
            layout: ``long`` (one CSV file, one figure per row), ``long_months`` (the same, a file per month),
                ``months`` (a CSV table per month), ``workbooks`` (a workbook per month).
        """
        self.write_catalogue(folder, layout)
        raw = folder / "raw" / SOURCE
        raw.mkdir(parents=True)
        texts = [self.texts(number) for number in range(len(self.quantities))]
        makers = {
            "long": self._write_long,
            "long_months": self._write_long_months,
            "months": self._write_months,
            "workbooks": self._write_workbooks,
        }
        paths = makers[layout](raw, texts)
        for path in paths:
            self._write_meta(path)
        return paths

    def _write_meta(self, path: Path) -> None:
        year, month = self.months[-1]
        published = path.stem if path.stem[:1].isdigit() else f"{year}-{month}"
        year, month = (int(part) for part in published.split("-"))
        day = f"{year + month // 12}-{month % 12 + 1:02d}-15"
        invented = dict.fromkeys(("publisher", "licence", "citation"), "虚构")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        meta = {"source": SOURCE, "published": day, "sha256": sha256, **invented}
        beside = path.with_name(path.name + ".meta.yaml")
        beside.write_text(yaml.safe_dump(meta, allow_unicode=True), encoding="utf-8")

    def _long_lines(self, texts: list[list[list[str]]], month: int) -> Iterator[str]:
        for quantity, of_series in zip(self.quantities, texts, strict=True):
            tail = f"{self.period(month)},{quantity.name},{quantity.sign},"
            for place, text in zip(self.places, of_series[month], strict=True):
                yield f"{place.code},{place.name},{tail}{text},最终\n"

    def _write_long(self, folder: Path, texts: list[list[list[str]]]) -> list[Path]:
        path = folder / "all.csv"
        with path.open("w", encoding="utf-8") as stream:
            stream.write(",".join((CODE, NAME, PERIOD, SERIES, UNIT, VALUE, STATUS)) + "\n")
            for month in range(self.size.months):
                stream.writelines(self._long_lines(texts, month))
        return [path]

    def _write_long_months(self, folder: Path, texts: list[list[list[str]]]) -> list[Path]:
        paths = []
        for month, (year, number) in enumerate(self.months):
            paths.append(folder / f"{year}-{number:02d}.csv")
            with paths[-1].open("w", encoding="utf-8") as stream:
                stream.write(",".join((CODE, NAME, PERIOD, SERIES, UNIT, VALUE, STATUS)) + "\n")
                stream.writelines(self._long_lines(texts, month))
        return paths

    def _write_months(self, folder: Path, texts: list[list[list[str]]]) -> list[Path]:
        headings = [CODE, NAME, PERIOD, *(f"{q.name}（{q.sign}）" for q in self.quantities)]
        paths = []
        for month, (year, number) in enumerate(self.months):
            rows = [
                [place.code, place.name, self.period(month), *(of_series[month][at] for of_series in texts)]
                for at, place in enumerate(self.places)
            ]
            paths.append(folder / f"{year}-{number:02d}.csv")
            paths[-1].write_text("\n".join(map(",".join, [headings, *rows])) + "\n", encoding="utf-8")
        return paths

    def _write_workbooks(self, folder: Path, texts: list[list[list[str]]]) -> list[Path]:
        paths = []
        for month, (year, number) in enumerate(self.months):
            paths.append(folder / f"{year}-{number:02d}.xlsx")
            book = xlsxwriter.Workbook(str(paths[-1]))
            sheet = book.add_worksheet("数据")
            sheet.write_string(0, 0, f"{self.period(month)}工业月报")
            sheet.write_row(1, 0, [CODE, NAME, *(f"{q.name}（{q.sign}）" for q in self.quantities)])
            for row, place in enumerate(self.places, start=2):
                sheet.write_string(row, 0, place.code)
                sheet.write_string(row, 1, place.name)
                for column, of_series in enumerate(texts, start=2):
                    text = of_series[month][row - 2]
                    (sheet.write_string if text == GAP else sheet.write_number)(
                        row, column, text if text == GAP else float(text)
                    )
            book.close()
        return paths
