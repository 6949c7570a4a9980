"""Workbooks in the likeness of published ones. The names are real, every figure is invented."""

from pathlib import Path

import xlsxwriter

CITIES = (
    ("郑  州  市", "Zhengzhou"),
    ("开  封  市", "Kaifeng"),
    ("洛  阳  市", "Luoyang"),
    ("平 顶 山 市", "Pingdingshan"),
    ("安  阳  市", "Anyang"),
    ("鹤  壁  市", "Hebi"),
    ("新  乡  市", "Xinxiang"),
    ("焦  作  市", "Jiaozuo"),
    ("濮  阳  市", "Puyang"),
    ("许  昌  市", "Xuchang"),
    ("漯  河  市", "Luohe"),
    ("三 门 峡 市", "Sanmenxia"),
    ("南  阳  市", "Nanyang"),
    ("商  丘  市", "Shangqiu"),
    ("信  阳  市", "Xinyang"),
    ("周  口  市", "Zhoukou"),
    ("驻 马 店 市", "Zhumadian"),
    ("济  源  市", "Jiyuan"),
)
COUNTIES = (
    ("巩义市", "Gongyi"),
    ("兰考县", "Lankao"),
    ("汝州市", "Ruzhou"),
    ("滑县", "Huaxian"),
    ("长垣县", "Changyuan"),
    ("邓州市", "Dengzhou"),
    ("永城市", "Yongcheng"),
    ("固始县", "Gushi"),
    ("鹿邑县", "Luyi"),
    ("新蔡县", "Xincai"),
)
MAJOR_CITIES = (
    "北京 天津 石家庄 太原 呼和浩特 沈阳 大连 长春 哈尔滨 上海 南京 杭州 宁波 合肥 福州 厦门 南昌 济南 "
    "青岛 郑州 武汉 长沙 广州 深圳 南宁 海口 重庆 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐"
)
_HEADINGS = (
    ("生产总值", "", "", "", "人均生产总值"),
    ("(亿元)", "第一产业", "第二产业", "第三产业", "(元)"),
    ("Gross Domestic", "", "", "", "Per Capita"),
    ("Product", "Primary", "Secondary", "Tertiary", "GDP"),
    ("(100 million yuan)", "Industry", "Industry", "Industry", "(yuan)"),
)

Line = tuple[object, ...]


def sectors(number: int) -> tuple[float, float, float, float, float]:
    """Invented figures of a region: three sectors with their sum before them, and a figure per person."""
    parts = (10.0 + number, 100.25 + number, 200.5 + 2 * number)
    return (sum(parts), *parts, 30000.0 + number)


def yearbook_2017() -> tuple[tuple[Line, ...], str]:
    """Rows of a yearbook table of cities and counties, and the range of the merged heading of regions."""
    titles: tuple[Line, ...] = (
        ("2-9  各市生产总值(2017年)",),
        ("Gross Domestic Product by City (2017)",),
        (),
        ("本表按当年价格计算。",),
        ("Data in this table are calculated at current prices.",),
        (),
    )
    body = [(name, english, *sectors(at)) for at, (name, english) in enumerate(CITIES)]
    below = [(name, english, *sectors(100 + at)) for at, (name, english) in enumerate(COUNTIES)]
    notes: tuple[Line, ...] = (
        (),
        (),
        ("注：人均生产总值按常住人口计算。",),
        ("a) Per Capita GDP are calculated at resident population.",),
    )
    sections: tuple[Line, Line] = (
        ("省辖市", "City"),
        ("省直管县", "County Directly\nAdministrated\nby Province"),
    )
    heading = _heading("市(县)", "City(County)")
    return (*titles, *heading, (), sections[0], *body, sections[1], *below, *notes), "A7:A11"


def yearbook_2021() -> tuple[tuple[Line, ...], str]:
    """The same table four years later: cities alone, other headings, no notes below."""
    titles: tuple[Line, ...] = (
        ("2-9  各市生产总值(2021年)",),
        ("Gross Domestic Product by City (2021)",),
        (),
        ("本表按当年价格计算。",),
        ("Data in this table are calculated at current prices.",),
    )
    names = (*CITIES[:-1], ("济源示范区", "Jiyuan"))
    body = [(name, english, *sectors(200 + at)) for at, (name, english) in enumerate(names)]
    return (*titles, *_heading("地  区", "Region"), (), *body), "A6:A10"


def major_cities() -> tuple[tuple[Line, ...], str]:
    """An export of the national data site: preamble, years as text, the newest column empty, a footer."""
    years = range(2018, 1998, -1)
    body = [
        (name, "", *(1000.5 + 10 * at + year for year in list(years)[1:]))
        for at, name in enumerate(MAJOR_CITIES.split())
    ]
    return (
        ("数据库：主要城市年度数据",),
        ("指标：国内生产总值(亿元)",),
        ("时间：最近20年",),
        ("地区", *(f"{year}年" for year in years)),
        *body,
        ("数据来源：国家统计局",),
    ), ""


def _heading(region: str, english: str) -> tuple[Line, ...]:
    first = (region, english, *_HEADINGS[0])
    return (first, *(("", "", *row) for row in _HEADINGS[1:]))


def write(path: Path, rows: tuple[Line, ...], merged: str = "", sheet: str = "Sheet1") -> Path:
    """A workbook of the given rows, from A1 on."""
    book = xlsxwriter.Workbook(path)
    table = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                table.write(number, column, value)
    if merged:
        first, last = merged.split(":")
        table.merge_range(merged, rows[int(first[1:]) - 1][0])
        assert first[0] == last[0], "the heading of the regions is merged downwards"
    book.close()
    return path
