"""The program's own Excel files come back exactly; whatever else is refused in plain words."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from exporters.read_back import ReadBack
from exporters.xlsx import copy as xlsx_copy
from exporters.xlsx.export import export
from exporters.xlsx.reader import read_xlsx as read_file
from forms.errors import InputError
from forms.form.document import Document
from forms.values import Filled, Source
from tests.exporters.example_documents import (
    CATALOGUE,
    FOOT,
    FORMS,
    UNIT,
    blank_document,
    document_of,
    example_document,
    marked_document,
    wild_document,
)
from tests.exporters.office import needs_office, resave
from tests.exporters.xlsx.office_files import edited, parts_of, rezipped

MAKERS = (example_document, blank_document, marked_document, wild_document)


def read_xlsx(source: Path | bytes) -> ReadBack:
    return read_file(source, CATALOGUE.form)


def assert_same(document: Document, data: bytes) -> None:
    back = read_xlsx(data)
    assert (back.notice_id, back.form_id) == (document.form.notice_id, document.form.id)
    assert back.filled == document.filled
    assert (back.in_data, back.on_form, back.unreadable) == ({}, {}, ())


EXAMPLE = export(example_document("gusu-2020", "statistics"))


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_comes_back_exactly(notice: str, form: str, make: Callable[[str, str], Document]) -> None:
    document = make(notice, form)
    assert_same(document, export(document))


ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="=+-@'\"\n\r\t _x0041;,，𠮷\x00<&", max_size=20),
    st.sampled_from(["=1+1", "'0512", "_x0041_", "长" * 3000, "0", "/", "00123", " 12 ", "1e5"]),
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_text_comes_back(data: st.DataObject) -> None:
    form = example_document("gusu-2020", "liaison").form
    filled = {
        blank.id: Filled(text, data.draw(st.sampled_from(Source)), data.draw(ANY_TEXT))
        for blank in form.blanks
        if (text := data.draw(ANY_TEXT))
    }
    document = document_of("gusu-2020", "liaison", filled, data.draw(st.sampled_from([{}, FOOT])))
    assert_same(document, export(document))


def test_whole_numbers_saved_as_fractions_are_no_change() -> None:
    """Some programs write 86 as 86.0."""
    part = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(io.BytesIO(EXAMPLE)) as file:
        sheet = file.read(part)
    assert sheet.count(b"<v>86</v>") == 1
    back = read_xlsx(rezipped(EXAMPLE, {part: re.sub(rb"<v>(\d+)</v>", rb"<v>\1.0</v>", sheet)}))
    assert back.untouched
    back = read_xlsx(rezipped(EXAMPLE, {part: sheet.replace(b"<v>86</v>", b"<v>86.5</v>")}))
    assert back.in_data == {"study.people": "86.5"}


def test_a_file_of_0_2_0_brings_its_lines_along() -> None:
    """The file was exported by 0.2.0, which kept 填报单位, 填报人 and 日期 apart from the blanks."""
    read = read_xlsx(Path(__file__).parent / "files" / "statistics-0.2.0.xlsx")
    assert {blank_id: filled.text for blank_id, filled in read.filled.items()} == {
        "launch.means": "现场会",
        "launch.sessions": "3",
        "study.sessions": "0",
        "study.people": "/",
        "lines.unit": "某区某街道办事处",
        "lines.filled_by": "沈若兰",
        "lines.date": "2020-06-28",
    }
    assert read.untouched
    # As it is printed at the foot of that file's page.
    assert read.first_code == "3FCW-XTFN"


def test_a_line_changed_in_the_file_is_read() -> None:
    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("填报人"))
        cell.value = str(cell.value).replace("沈若兰", "沈若竹")

    assert read_xlsx(edited(EXAMPLE, change)).on_form == {"lines.filled_by": "沈若竹"}


def test_reads_a_path(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(EXAMPLE)
    assert read_xlsx(path).filled["lines.unit"].text == UNIT
    with pytest.raises(InputError, match="不存在"):
        read_xlsx(tmp_path / "没有.xlsx")


def test_second_copy_serves_without_the_first() -> None:
    def drop(book: Any) -> None:
        book.custom_doc_props.props = []

    assert_same(example_document("gusu-2020", "statistics"), edited(EXAMPLE, drop))


def test_second_copy_serves_where_the_first_is_damaged() -> None:
    def damage(book: Any) -> None:
        del book.custom_doc_props.props[3]

    assert_same(example_document("gusu-2020", "statistics"), edited(EXAMPLE, damage))


def test_first_copy_serves_without_the_second() -> None:
    assert_same(
        example_document("gusu-2020", "statistics"),
        edited(EXAMPLE, lambda book: book.remove(book["安月读回"])),
    )


def test_change_on_the_data_sheet_is_read() -> None:
    def change(book: Any) -> None:
        sheet = book["数据"]
        for row in sheet.iter_rows(min_row=2):
            if row[4].value == 86:
                row[4].value = 87
        sheet.move_range("A2:E2", rows=100)

    back = read_xlsx(edited(EXAMPLE, change))
    assert (back.in_data, back.on_form, back.unreadable) == ({"study.people": "87"}, {}, ())
    assert back.filled["study.people"] == Filled("86")


def test_empty_zero_and_text_are_not_taken_for_one_another() -> None:
    def change(book: Any) -> None:
        for row in book["数据"].iter_rows(min_row=2):
            if row[4].value == 0:
                row[4].value = None
            elif row[4].value == "/":
                row[4].value = 0

    assert read_xlsx(edited(EXAMPLE, change)).in_data == {
        "chemicals_quiz.people": "0",
        "into_villages.sessions": "",
        "into_villages.people": "",
        "central_media.articles": "",
    }


def test_data_sheet_thrown_away_is_reported() -> None:
    back = read_xlsx(edited(EXAMPLE, lambda book: book.remove(book["数据"])))
    assert (len(back.unreadable), back.in_data) == (72, {})


def test_change_on_the_form_is_read_wherever_its_cell_is_now() -> None:
    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.insert_rows(1)
        cell = next(cell for row in sheet.iter_rows() for cell in row if "等形式启动" in str(cell.value))
        cell.value = str(cell.value).replace("2", "3")

    back = read_xlsx(edited(EXAMPLE, change))
    assert (back.in_data, back.on_form, back.unreadable) == ({}, {"launch.sessions": "3"}, ())


@needs_office
@pytest.mark.outside
@pytest.mark.parametrize("make", [example_document, wild_document])
@pytest.mark.parametrize("form", ["liaison", "statistics"])
def test_survives_libreoffice(tmp_path: Path, form: str, make: Callable[[str, str], Document]) -> None:
    document = make("gusu-2020", form)
    again = resave(export(document), "xlsx", "xlsx", tmp_path)
    assert again != export(document)
    assert_same(document, again)


def test_not_ours_and_not_excel() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(InputError, match="不是本程序导出的表"):
        read_xlsx(buffer.getvalue())
    for data in (
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7",
        EXAMPLE[: len(EXAMPLE) // 2],
        rezipped(EXAMPLE, {"xl/workbook.xml": b""}),
    ):
        with pytest.raises(InputError, match="不是 Excel 工作簿"):
            read_xlsx(data)
    with pytest.raises(InputError, match="密码"):
        read_xlsx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_damaged_copy_and_newer_format() -> None:
    def damage(book: Any) -> None:
        del book.custom_doc_props.props[2]
        book["安月读回"]["A2"].value = "ANYUE:1:0:0"

    with pytest.raises(InputError, match="已损坏"):
        read_xlsx(edited(EXAMPLE, damage))
    line = xlsx_copy.encode(xlsx_copy.machine_copy(example_document("gusu-2020", "liaison"), (), ()))
    with pytest.raises(InputError, match="更新版本"):
        xlsx_copy.decode(line.replace("ANYUE:2:", "ANYUE:3:"))


def test_half_a_character_comes_back() -> None:
    document = document_of("gusu-2020", "liaison", {"name": Filled("\ud842")})
    assert_same(document, export(document))


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        "null",
        "1e999",
        "[" * 5000,
        '{"notice":1}',
        '{"notice":"a","form":"b","date":"x","filled":{}}',
    ],
)
def test_copy_made_by_someone_else(content: str) -> None:
    body = base64.b64encode(content.encode()).decode()
    assert xlsx_copy.decode(f"ANYUE:1:{hashlib.sha256(body.encode()).hexdigest()[:16]}:{body}") is None


def test_styles_and_properties_of_other_programs_change_no_value() -> None:
    parts = parts_of(EXAMPLE)
    styles = parts["xl/styles.xml"].replace(b"<fills", b"<fills><fill/></fills><fills", 1)
    core = re.sub(
        rb">[^<]*</dcterms:created>",
        b">2020-06-04T10:00:00.123+08:00</dcterms:created>",
        parts["docProps/core.xml"],
    )
    assert styles != parts["xl/styles.xml"] and core != parts["docProps/core.xml"]
    data = rezipped(EXAMPLE, {"xl/styles.xml": styles, "docProps/core.xml": core})
    assert_same(example_document("gusu-2020", "statistics"), data)


def test_strict_office_files_are_read() -> None:
    """Saved as “Strict Open XML”: other namespaces, and other addresses for what a part refers to."""
    document = blank_document("gusu-2020", "statistics")

    def strict(part: bytes) -> bytes:
        for usual, other in (
            (
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
            (
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties",
            ),
            (
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            ),
        ):
            part = part.replace(usual, other)
        return part

    data = export(document)
    assert_same(document, rezipped(data, {name: strict(part) for name, part in parts_of(data).items()}))
