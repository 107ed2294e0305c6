"""The Excel workbook: the form word for word, numbers as numbers, text as text."""

from __future__ import annotations

import datetime
import errno
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from exporters.xlsx.export import export
from forms.errors import InputError
from forms.form.document import Document
from forms.values import Filled
from tests.exporters.example_documents import (
    FORMS,
    FORMULA,
    blank_document,
    document_of,
    example_document,
    marked_document,
    printed_words,
    wild_document,
)

Make = Callable[[str, str], Document]
MAKERS = (example_document, blank_document, marked_document, wild_document)


def _open(document: Document) -> Any:
    return load_workbook(io.BytesIO(export(document)), rich_text=False)


def _texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _data(document: Document) -> dict[str, Any]:
    rows = _open(document)["数据"].iter_rows(min_row=2, max_col=5, values_only=True)
    return {blank.id: row[4] for blank, row in zip(document.form.blanks, rows, strict=True)}


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_every_word_in_order(notice: str, form: str) -> None:
    document = blank_document(notice, form)
    text = _squeeze("".join(_texts(_open(document).worksheets[0])))
    sheet = document.form.sheet
    position = 0
    for words in (sheet.caption, sheet.title, *printed_words(document.form), *sheet.notes):
        found = text.find(_squeeze(words), position)
        assert found >= 0, words
        position = found + len(_squeeze(words))


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_every_value_once(notice: str, form: str) -> None:
    document = marked_document(notice, form)
    book = _open(document)
    for sheet in book.worksheets[:2]:
        text = "\n".join(_texts(sheet))
        assert [value for value in document.texts.values() if text.count(value) != 1] == []


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_same_bytes_and_no_formula(notice: str, form: str, make: Make) -> None:
    document = make(notice, form)
    data = export(document)
    assert export(document) == data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {entry.date_time[:3] for entry in file.infolist()} == {
            (document.printed.made_on.year, document.printed.made_on.month, document.printed.made_on.day)
        }
        assert not any(b"<f>" in file.read(name) for name in file.namelist() if "worksheets" in name)


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_grid_is_the_forms(notice: str, form: str) -> None:
    document = blank_document(notice, form)
    book = _open(document)
    printed = book.worksheets[0]
    widths = [
        printed.column_dimensions["ABCDEFGHIJKLMNOP"[n]].width
        for n in range(len(document.printed.tables[0].columns))
    ]
    shares = [column.share for column in document.printed.tables[0].columns]
    assert [width / sum(widths) for width in widths] == pytest.approx(shares, abs=0.002)
    merged = sum(cell.row_span > 1 or cell.column_span > 1 for cell in document.printed.tables[0].cells)
    lines = [span for span in printed.merged_cells.ranges if span.size["columns"] == len(shares)]
    assert len(printed.merged_cells.ranges) - len(lines) == merged - sum(
        cell.column_span == len(shares) for cell in document.printed.tables[0].cells
    )
    assert all(0 < (row.height or 0) <= 409 for row in printed.row_dimensions.values())


def test_print_set_up() -> None:
    document = example_document("gusu-2020", "statistics")
    sheet = _open(document).worksheets[0]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet["A3"].value == "项目"
    assert sheet.print_area.startswith("'活动情况统计表'!$A$1:$D$")
    assert "&P" in sheet.oddFooter.right.text
    assert document.printed.check_code in sheet.oddFooter.left.text


def test_outside_the_frame() -> None:
    document = example_document("gusu-2020", "statistics")
    texts = _texts(_open(document).worksheets[0])
    assert texts[-2] == "填报单位（盖章）：姑苏区平江街道社区卫生服务中心"
    assert texts[-1] == f"填报人：沈若兰　日期：2020年6月3日　　校验码：{document.printed.check_code}"
    assert not any("草稿" in text for text in texts)


def test_room_for_the_pen_is_underlined() -> None:
    data = io.BytesIO(export(blank_document("gusu-2020", "statistics")))
    cells = [
        cell.value for row in load_workbook(data, rich_text=True).worksheets[0].iter_rows() for cell in row
    ]
    rich = [value for value in cells if isinstance(value, list)]
    assert [[run.text for run in value if run.font.u] for value in rich] == [["\u3000" * 16], ["\u3000" * 5]]


def test_line_ends_between_values_stay() -> None:
    from exporters.xlsx.sheet import _blocks
    from forms.sheet.printed import PrintedRun

    room, value = PrintedRun("\u3000\u3000"), PrintedRun("值", underlined=True)
    assert _blocks([(room,), (value,)]) == [("\u3000\u3000\n值", True)]
    assert _blocks([(value,), (value,)]) == [("值\n值", True)]


def test_draft_says_so() -> None:
    sheet = _open(marked_document("gusu-2020", "statistics")).worksheets[0]
    assert "草稿" in sheet["A1"].value
    assert sheet.oddHeader.center.text == "草稿"


def test_values_are_underlined_in_sentences_only() -> None:
    document = example_document("gusu-2020", "statistics")
    rich = load_workbook(io.BytesIO(export(document)), rich_text=True).worksheets[0]
    runs = [
        run for row in rich.iter_rows() for cell in row if isinstance(cell.value, list) for run in cell.value
    ]
    lined = [run.text for run in runs if getattr(run, "font", None) and run.font.u]
    assert lined == [document.texts[blank.id] for blank in document.form.body]
    empty = "".join(_texts(_open(blank_document("gusu-2020", "statistics")).worksheets[0]))
    assert empty.count("（\u3000\u3000）") == 69


def test_empty_zero_and_not_applicable_are_three() -> None:
    filled = {"study.sessions": Filled("0"), "study.people": Filled("/"), "press.reports": Filled("１２")}
    data = _data(document_of("gusu-2020", "statistics", filled))
    assert data["study.sessions"] == 0
    assert isinstance(data["study.sessions"], int)
    assert data["study.people"] == "/"
    assert data["press.reports"] == 12
    assert data["launch.sessions"] is None


def test_data_sheet_names_what_it_holds() -> None:
    rows = list(_open(example_document("gusu-2020", "statistics"))["数据"].iter_rows(values_only=True))
    assert rows[0] == ("项目", "句", "栏目", "单位", "数值")
    assert len(rows) == 73
    assert [row[2:] for row in rows[-3:]] == [
        ("填报单位", None, "姑苏区平江街道社区卫生服务中心"),
        ("填报人", None, "沈若兰"),
        ("日期", None, "2020年6月3日"),
    ]
    study = next(row for row in rows if row[4] == 86)
    assert study[0] == "深入学习宣传贯彻习近平总书记关于安全生产的重要论述"
    assert study[1:4] == (
        "安排理论学习中心组专题学习（　）次，参与（　）人次",
        "安排理论学习中心组专题学习·参与",
        "人次",
    )


def test_text_like_a_formula_stays_text() -> None:
    document = document_of("gusu-2020", "liaison", {"position": Filled(FORMULA), "address": Filled("=1+2")})
    book = _open(document)
    cells = [cell for sheet in book.worksheets[:2] for row in sheet.iter_rows() for cell in row]
    formulas = [cell for cell in cells if str(cell.value).startswith("=")]
    assert len(formulas) == 4
    with zipfile.ZipFile(io.BytesIO(export(document))) as file:
        parts = [file.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert all(part.count('t="inlineStr"') >= 2 and "<f>" not in part for part in parts)
    assert all(cell.quotePrefix for cell in formulas)


def test_metadata_come_from_the_filing() -> None:
    properties = _open(example_document("gusu-2020", "statistics")).properties
    assert properties.created == properties.modified == datetime.datetime(2020, 6, 3)
    assert properties.title == "姑苏区民卫系统“安全生产月”活动情况统计表"


def test_rare_and_illegal_characters() -> None:
    texts = "".join(_texts(_open(wild_document("gusu-2020", "liaison")).worksheets[0]))
    assert "𠮷田䶮" in texts
    assert "约200\ufffd\ufffd\ufffd" in texts


def test_more_than_a_cell_holds_is_refused() -> None:
    form = example_document("gusu-2020", "statistics").form
    together = max((cell.slots for cell in form.sheet.cells), key=len)[:5]
    texts = {slot.blank_id: Filled("长" * 9_000) for slot in together}
    with pytest.raises(InputError, match="32767"):
        export(document_of("gusu-2020", "statistics", texts))


def test_little_is_not_left_for_a_last_page() -> None:
    """附件2 would spill two rows and the signature lines over to a third page; a fuller last page is left alone."""

    def pages_high(notice_id: str, form_id: str) -> int:
        content = export(example_document(notice_id, form_id))
        return int(load_workbook(io.BytesIO(content)).worksheets[0].page_setup.fitToHeight)

    assert pages_high("gusu-2020", "statistics") == 2
    assert pages_high("heilongjiang-2020", "statistics") == 0
    assert pages_high("gusu-2020", "liaison") == 0


def test_no_temporary_folder_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    document = example_document("gusu-2020", "statistics")
    usual = export(document)

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("tempfile.mkstemp", full)
    monkeypatch.setattr("tempfile._get_default_tempdir", full)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", full)
    assert export(document) == usual
