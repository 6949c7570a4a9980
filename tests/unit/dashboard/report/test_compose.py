"""The document: order of the bulletin, figures as stored, what is missing said with its reason."""

import re
from datetime import date

import pytest
from msgspec.structs import replace

from dashboard.build_queries import BuildQueries
from dashboard.report.basis import Basis
from dashboard.report.blocks import Heading, Note, Paragraph, Table, text_of
from dashboard.report.compose import compose_report
from dashboard.report.rows import read_rows
from dashboard.report.sections.annex import latest_publication
from etl.model.period import Period
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow, FileRow, ValueRow

NO_TARGET = (None,) * 13


def value(indicator, region, period, number, *, status="final", reason=None):
    return ValueRow(indicator, region, period, number, status, reason, "published", "official", "exact")


def level(region, result, reason=None, period="2020Q1-3"):
    return AssessmentRow(
        "energy_intensity_change",
        region,
        period,
        "barometer",
        result,
        reason,
        None,
        None,
        None,
        None,
        *NO_TARGET,
        None,
        "{}",
    )


def prose(document):
    return "\n".join(block.text for block in document.blocks if isinstance(block, (Heading, Paragraph, Note)))


def table(document, name):
    return next(found for found in document.tables() if found.name == name)


def texts(found):
    return [[cell.text for cell in row] for row in found.rows]


def test_sections_stand_in_the_order_of_official_bulletins(reports):
    headings = [
        block.text for block in reports["zh"].blocks if isinstance(block, Heading) and block.level == 1
    ]
    assert headings == [
        "一、总体",
        "二、能耗双控晴雨表",
        "三、碳强度与达峰",
        "四、结构与创新",
        "五、梯度培育",
        "六、项目源头管控",
        "七、预警、限批与整改",
        "八、数据说明",
        "附表　各市主要问题诊断",
        "附表　各市主要指标",
        "附表　各县（市、区）主要指标",
        "附表　文中数字出处",
        "版本信息",
    ]


def test_the_province_of_2023_reads_as_published(reports):
    # 2023年辽宁GDP统一核算结果: 30209.4 亿元, 5.3 %, first published figure
    text = prose(reports["zh"])
    assert "2023年，辽宁省地区生产总值30,209.4亿元（初步数），按不变价格计算比上年增长5.3%。" in text
    # 2023-07-03 辽宁工业1-5月; 新华财经 2023-04-20
    growth = (
        "2023年辽宁省规模以上工业增加值增速：—（未采集）；期内公布的有：2023年1—3月+7.5%、2023年1—5月+5.3%。"
    )
    assert growth in text


def test_published_lights_stand_with_their_notices_and_are_not_compared(reports):
    # 发改办环资〔2020〕901号 and 〔2021〕629号: Liaoning 1 and 3, then 2 and 3
    lights = table(reports["zh"], "published_lights")
    assert texts(lights) == [
        ["2021年上半年", "二级", "三级", "发改办环资〔2021〕629号"],
        ["2020年前三季度", "一级", "三级", "发改办环资〔2020〕901号"],
    ]
    assert [cell.result for cell in lights.rows[0]] == [None, Result.LEVEL_2, Result.LEVEL_3, None]
    assert "两期依据的规则版本不同，等级照录，不作升降比较。" in prose(reports["zh"])


def test_the_rise_of_2020_is_called_a_rise_without_a_verdict(reports):
    # 2020年分省万元地区生产总值能耗降低率等指标公报: +3.96 %
    text = prose(reports["zh"])
    assert "单位地区生产总值能耗比上年上升3.96%，方向不利。" in text
    assert "该年评价：无现行规则，未评价。" in text


def test_regions_without_data_are_unassessed_with_the_reason_and_in_no_level(reports):
    assert "单位GDP能耗变化率，14个市：一级0个、二级0个、三级0个；未评价14个（均为无数据）。" in prose(
        reports["zh"]
    )
    assert "level 1: none, level 2: none, level 3: none; not assessed: 14 (no data for every one)." in prose(
        reports["en"]
    )


def test_levels_are_listed_with_their_counts(rows, basis_of):
    assessed = (
        level("210100", "level_1"),
        level("210200", "level_3"),
        level("210300", "level_3"),
        level("210400", "unassessed", "no_rule_in_force"),
    )
    text = prose(compose_report(basis_of(replace(rows, assessments=assessed), "2020Q1-3")))
    assert (
        "一级（红）1个（沈阳市）；二级（黄）0个；三级（绿）2个（大连市、鞍山市）；未评价11个（无现行规则：抚顺市；无数据："
        in text
    )


def test_a_level_of_another_period_does_not_count(rows, basis_of):
    document = compose_report(
        basis_of(replace(rows, assessments=(level("210100", "level_1", period="2021H1"),)), "2023")
    )
    assert "未评价14个（均为无数据）" in prose(document)


def test_the_draft_is_named_a_draft(reports):
    assert "（草案）》" in prose(reports["zh"])
    assert "不构成行政决定" in prose(reports["zh"])
    assert "(draft)" in prose(reports["en"])


def test_growth_equal_to_the_province_is_neither_faster_nor_slower(rows, basis_of):
    # a rate computed from an index (105.3 − 100) carries the noise of binary floats
    values = (
        value("gdp_growth", "210000", "2023", 5.3),
        value("gdp", "210100", "2023", 10.0),
        value("gdp", "210800", "2023", 9.0),
        value("gdp_growth", "210100", "2023", 6.1),
        value("gdp_growth", "210800", "2023", 105.3 - 100),
    )
    text = prose(compose_report(basis_of(replace(rows, values=values))))
    assert "的只有沈阳市1个市。与辽宁省持平的有营口市1个市。没有一个市的增速低于辽宁省。" in text


def test_a_missing_value_is_a_dash_with_its_reason_and_never_a_number(rows, basis_of):
    values = (
        value("gdp", "210100", "2023", 8122.1),
        value("gdp", "210200", "2023", None, status="missing", reason="suppressed"),
    )
    document = compose_report(basis_of(replace(rows, values=values)))
    cities = table(document, "cities")
    dalian = next(row for row in cities.rows if row[0].text == "大连市")
    assert [cell.text for cell in dalian[1:3]] == ["—", "—"]
    assert all(cell.value is None for cell in dalian)
    assert any("大连市的地区生产总值，保密不公布" in note.text for note in cities.notes)


def test_ranks_stand_among_regions_with_data_and_ties_are_marked(rows, basis_of):
    values = (
        value("gdp", "210100", "2023", 8.0),
        value("gdp", "210200", "2023", 8.0),
        value("gdp", "210300", "2023", 2.0),
    )
    cities = table(compose_report(basis_of(replace(rows, values=values))), "cities")
    places = {row[0].text: row[2].text for row in cities.rows}
    assert places == {"沈阳市": "1=", "大连市": "1=", "鞍山市": "3"}


def test_a_difference_of_percentages_is_in_percentage_points(rows, basis_of):
    values = (
        value("secondary_share", "210000", "2022", 40.0),
        value("secondary_share", "210000", "2023", 38.75),
    )
    text = prose(compose_report(basis_of(replace(rows, values=values))))
    assert "比上年降低1.3个百分点" in text  # half away from zero


def test_a_value_of_a_later_period_is_not_in_the_report(rows, basis_of):
    values = (
        value("co2_ceads_total", "210000", "2019", 533.4),
        value("co2_ceads_total", "210000", "2018", 521.0),
    )
    text = prose(compose_report(basis_of(replace(rows, values=values), "2018")))
    assert "最近一年为2018年：521.0百万吨CO2" in text
    assert "533" not in text


def test_a_year_without_a_value_is_a_gap_of_the_chart(rows, basis_of):
    years = {"2010": 1.0, "2011": 2.0, "2012": 3.0, "2014": 5.0, "2015": 4.0}
    values = tuple(value("co2_ceads_total", "210000", year, number) for year, number in years.items())
    chart = compose_report(basis_of(replace(rows, values=values))).charts()[0]
    assert chart.categories == ("2010", "2011", "2012", "2013", "2014", "2015")
    assert chart.series[0].values == (1.0, 2.0, 3.0, None, 5.0, 4.0)


def test_a_maximum_in_the_last_year_is_not_called_a_peak(reports):
    assert "最高值（533.4百万吨CO2）出现在末年；这组数据不能说明已经达峰。" in prose(reports["zh"])


def test_targets_that_were_issued_later_are_not_in_the_report(reports):
    documents = " ".join(
        cell.text
        for found in reports["zh"].tables()
        if found.name.endswith("_targets")
        for row in found.rows
        for cell in row
    )
    assert "辽政发〔2022〕16号" in documents
    assert "2024-07-22" not in documents


def test_shenyang_met_its_five_year_target(reports):
    # 中新网 2022-08-16: −19.44 % in 2016–2020 against −15 %
    found = table(reports["zh"], "dual_control_targets")
    row = next(row for row in texts(found) if row[0] == "沈阳市" and row[2] == "2016—2020年")
    assert row[3:6] == ["≥15%", "19.44", "达标"]


def test_progress_of_dalian_is_the_logarithmic_one(rows_of, basis_of):
    # methods of 青海省统计局: ln(1 − 0.13) / ln(1 − 0.15) = 85.69 %
    basis = basis_of(rows_of("2018"), "2018")
    seen_then = tuple(replace(one, issued=None) for one in basis.catalog.targets)
    report = compose_report(replace(basis, catalog=replace(basis.catalog, targets=seen_then)))
    notes = [note.text for note in table(report, "dual_control_targets").notes]
    assert (
        "大连市2016—2018年单位GDP能耗累计降低率：目标≥15%，按对数法计算的进度为85.69%，时间进度60%。" in notes
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("period", ["1990", "2013", "2021H1", "2023Q1", "2023M01-05", "2035"])
def test_any_period_gives_a_whole_report(rows_of, basis_of, period, lang):
    document = compose_report(basis_of(rows_of(period), period, lang))
    sections = [one for one in document.headings() if one.level == 1 and not one.begins_page]
    assert len(sections) == 8
    assert document.headings()[-1].text == {"zh": "版本信息", "en": "Edition"}[lang]
    for text in document.texts():
        assert not {"nan", "None", "inf"} & set(text.replace("（", " ").replace("）", " ").split()), text


def test_a_period_without_data_says_so(rows, basis_of):
    text = prose(compose_report(basis_of(rows, "1990")))
    assert "1990年没有可用的总体经济数据" in text
    assert "截至1990年没有辽宁省二氧化碳排放量（CEADs）数据。" in text
    assert "截至1990年没有各市数据。" in text


def test_a_part_of_a_year_without_output_shows_the_latest_year_and_names_it(real_rows, basis_of):
    text = prose(compose_report(basis_of(real_rows, "2023M01-05")))
    assert "2023年1—5月没有总体经济数据（未采集）；以下为最近有数据的2022年。" in text


def test_another_province_needs_no_code(tiny_build):
    queries = BuildQueries(tiny_build.build_dir)
    period = Period.parse("2020")
    basis = Basis(read_rows(queries, queries.catalog, period), queries.catalog, period, "zh")
    text = prose(compose_report(basis))
    assert "地区生产总值1,000.0亿元" in text
    assert "辽宁" not in text
    assert "大连" not in text


def test_the_last_page_names_build_and_rules(reports, real_rows):
    shown = texts(table(reports["zh"], "edition"))
    assert ["数据版本号", real_rows.build.build_id] in shown
    assert any(row[0] == "数据截至" for row in shown)
    assert {row[1] for row in texts(table(reports["zh"], "rules"))} >= {
        "ndrc_gap10",
        "ndrc_sign",
        "flags_2026",
    }


def test_every_figure_in_a_table_is_the_stored_one(reports, real_build):
    stored = {(v.indicator, v.region, v.period): v.value for v in real_build.warehouse.values()}
    targets = {
        (a.indicator, a.region, a.period, column): getattr(a, column)
        for a in real_build.warehouse.assessments()
        for column in ("target_value", "required")
    }
    checked = 0
    for found in reports["zh"].tables():
        for cell in (cell for row in found.rows for cell in row if cell.trace is not None):
            key = (cell.trace.name, cell.trace.region, cell.trace.period)
            name, _, column = cell.trace.table.partition(".")
            expected = stored[key] if name == "indicator_value" else targets[*key, column]
            assert cell.value == cell.trace.value == expected, (found.name, cell)
            checked += 1
    assert checked > 200


def test_every_figure_in_the_text_is_the_stored_one(reports, real_build):
    stored = {(v.indicator, v.region, v.period): v.value for v in real_build.warehouse.values()}
    figures = [figure for _, figure in reports["zh"].figures()]
    for figure in figures:
        for trace in figure.traces:
            if trace.table == "indicator_value":
                assert trace.value == stored[trace.name, trace.region, trace.period]
        if len(figure.traces) == 1 and not figure.traces[0].table.startswith("assessment.progress"):
            assert figure.value == figure.traces[0].value
            decimals = len(figure.text.partition(".")[2].rstrip("%亿元百万吨CO2家/ "))
            printed = abs(float("".join(c for c in figure.text.split("吨")[0] if c in "0123456789.")))
            assert printed == pytest.approx(abs(figure.value), abs=0.5 * 10**-decimals + 1e-9), figure
    assert len(figures) > 40


def test_the_date_of_the_files_is_that_of_the_latest_publication():
    known = date(2026, 12, 31)
    earlier = FileRow(1, "x", "x.csv", "d" * 64, "2024-03", known, True)
    later = FileRow(2, "x", "y.csv", "e" * 64, "2025-11-03", known, True)
    unused = later._replace(published="2026-01-01", used=False)
    year_only = later._replace(published="2025")
    assert latest_publication((earlier, later, unused, year_only)) == "2025-11-03"


def test_captions_are_numbered_in_order(reports):
    numbers = [found.label for found in reports["zh"].tables()]
    assert numbers == [f"表{place}" for place in range(1, len(numbers) + 1)]
    assert all(isinstance(block, Table) for block in reports["zh"].tables())
    assert text_of(("a", "b")) == "ab"


def test_the_last_page_names_the_same_day_as_the_first(reports):
    day = {"zh": "2026年1月23日", "en": "23 Jan 2026"}  # declared with official_figures.csv
    for lang, report in reports.items():
        assert day[lang] in report.masthead.day
        version = next(table for table in report.tables() if table.caption in {"数据版本", "Data version"})
        assert any(day[lang] in cell.text for row in version.rows for cell in row)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_workings_speak_in_words_and_not_in_names_of_columns(reports, lang):
    workings = next(table for table in reports[lang].tables() if table.name == "workings")
    text = " ".join(cell.text for row in workings.rows for cell in row)
    assert not re.search(r"\b(assessment|challenge|finding|title_flow|record)\.\w", text)
    assert {"zh": "数据质疑：分项合计", "en": "challenge: sum of the parts"}[lang] in text


def test_brackets_stand_apart_from_the_word_before_them_in_english(reports):
    text = "\n".join(block.text for block in reports["en"].blocks if isinstance(block, Paragraph))
    assert "firms (first three batches)" in text
    assert "firms(" not in text
