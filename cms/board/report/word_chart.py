"""A bar chart inside a Word document: the same chart markup as in workbooks, with its numbers written into it."""

from __future__ import annotations

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumVal, StrData, StrVal
from openpyxl.chart.series import Series
from openpyxl.xml.functions import tostring

from cms.board.report.tables import ReportChart

CHART_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_WIDTH, CHART_HEIGHT = Cm(16), Cm(7.5)
_DRAWING_XML = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="chart {number}"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">\
<c:chart r:id="{relation}"/></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""


def build_chart_xml(chart: ReportChart) -> bytes:
    values = [NumVal(idx=number, v=str(value)) for number, value in enumerate(chart.values)]
    labels = [StrVal(idx=number, v=label) for number, label in enumerate(chart.labels)]
    series = Series(
        val=NumDataSource(numLit=NumData(formatCode="General", ptCount=len(values), pt=values)),
        cat=AxDataSource(strLit=StrData(ptCount=len(labels), pt=labels)),
    )
    drawn = BarChart()
    drawn.ser = [series]
    drawn.title, drawn.legend = chart.title, None
    drawn.x_axis.delete = drawn.y_axis.delete = False
    return tostring(drawn._write())


def add_chart(document, chart: ReportChart, number: int, description: str) -> None:
    """``number``: unique in the document. ``description`` is read aloud instead of the picture."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, CHART_CONTENT_TYPE, build_chart_xml(chart), document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    frame = parse_xml(
        _DRAWING_XML.format(width=CHART_WIDTH, height=CHART_HEIGHT, number=1000 + number, relation=relation)
    )
    frame.find(".//{*}docPr").set("descr", description)
    document.add_paragraph().add_run()._r.append(frame)
