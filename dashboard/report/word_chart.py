"""A native chart in a Word document: a chart part with its workbook, editable in office programs."""

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu, Mm
from lxml import etree

from dashboard.report.blocks import Chart
from dashboard.report.native_chart import chart_height, chart_workbook
from dashboard.report.zip_times import read_entry

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LABEL_FLAGS: Final = (
    "showLegendKey",
    "showVal",
    "showCatName",
    "showSerName",
    "showPercent",
    "showBubbleSize",
)
_WIDTH: Final = Mm(156)
_EMU_PER_PIXEL: Final = 9525


def add_chart(document: Any, paragraph: Any, chart: Chart, number: int, date: str) -> None:
    """Put a chart into a paragraph.

    Args:
        document: the document.
        paragraph: an empty paragraph of it.
        chart: what the chart says.
        number: running number, which names its parts.
        date: ``YYYY-MM-DD``, for the properties of the workbook.
    """
    package = document.part.package
    drawn = chart_workbook(chart, date, with_chart=True)
    book = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        _BOOK_TYPE,
        chart_workbook(chart, date, with_chart=False),
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = chart_part(read_entry(drawn, "xl/charts/chart1.xml"), relation)
    chart_relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    height = Emu(chart_height(chart) * _EMU_PER_PIXEL)
    paragraph.add_run()._r.append(_drawing(chart, chart_relation, number, height))


def chart_part(xml: bytes, relation: str) -> bytes:
    """The chart of a workbook as a part of its own: its figures are found through a relation.

    Args:
        xml: ``xl/charts/chart1.xml``.
        relation: id of the relation to the workbook with the figures.
    """
    root = etree.fromstring(xml)
    for settings in root.findall(f"{{{_CHART}}}printSettings"):
        root.remove(settings)
    for latin in root.iter(f"{{{_MAIN}}}latin"):
        east_asian = etree.Element(f"{{{_MAIN}}}ea", typeface=latin.get("typeface", ""))
        latin.addnext(east_asian)  # without it Han labels fall back to whatever the program likes
    _state_defaults(root)
    external = etree.SubElement(root, f"{{{_CHART}}}externalData")
    external.set(f"{{{_RELATIONS}}}id", relation)
    etree.SubElement(external, f"{{{_CHART}}}autoUpdate", val="0")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _state_defaults(root: Any) -> None:
    """Say what a workbook may leave unsaid: outside of one, programs take an absent flag for true."""
    _insert(root, "roundedCorners", 0)
    for kind in root.iter(f"{{{_CHART}}}barChart", f"{{{_CHART}}}lineChart"):
        grouping = kind.find(f"{{{_CHART}}}grouping")
        grouping.addnext(_flag("varyColors"))
        for series in kind.findall(f"{{{_CHART}}}ser"):
            if kind.tag.endswith("lineChart"):
                series.append(_flag("smooth"))
            else:
                series.find(f"{{{_CHART}}}spPr").addnext(_flag("invertIfNegative"))
    for labels in root.iter(f"{{{_CHART}}}dLbls", f"{{{_CHART}}}dLbl"):
        _state_labels(labels)


def _state_labels(labels: Any) -> None:
    """A label shows the value and nothing else."""
    shown = {flag: labels.find(f"{{{_CHART}}}{flag}") for flag in _LABEL_FLAGS}
    if shown["showVal"] is None:
        return  # a deleted label
    place = list(labels).index(shown["showVal"])
    for found in shown.values():
        if found is not None:
            labels.remove(found)
    for offset, flag in enumerate(_LABEL_FLAGS):
        labels.insert(place + offset, _flag(flag, "1" if flag == "showVal" else "0"))


def _insert(parent: Any, name: str, place: int) -> None:
    if parent.find(f"{{{_CHART}}}{name}") is None:
        first = [child.tag.rpartition("}")[2] for child in parent]
        parent.insert(place + sum(tag in {"date1904", "lang"} for tag in first), _flag(name))


def _flag(name: str, value: str = "0") -> Any:
    return etree.Element(f"{{{_CHART}}}{name}", val=value)


def _drawing(chart: Chart, relation: str, number: int, height: Any) -> Any:
    drawing = parse_xml(
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        f' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' xmlns:a="{_MAIN}" xmlns:c="{_CHART}" xmlns:r="{_RELATIONS}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{_WIDTH}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="chart{number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing>"
    )
    properties = next(element for element in drawing.iter() if element.tag.endswith("}docPr"))
    properties.set("descr", chart.alt)
    return drawing
