"""The Word file: the form word for word, to be edited."""

from __future__ import annotations

import datetime
import io
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from exporters.docx.export import export
from forms.form.document import Document
from tests.exporters.example_documents import (
    FORMS,
    blank_document,
    example_document,
    marked_document,
    printed_words,
    wild_document,
)
from tests.exporters.office import needs_office, resave

MAKERS = (example_document, blank_document, marked_document, wild_document)


def _body(document: Document) -> Any:
    return docx.Document(io.BytesIO(export(document))).element.body


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _assert_in_order(document: Document, text: str) -> None:
    sheet = document.form.sheet
    position = 0
    for words in (
        sheet.caption,
        sheet.title,
        *printed_words(document.form),
        *sheet.notes,
        "填报单位",
        "填报人",
    ):
        found = text.find(_squeeze(words), position)
        assert found >= 0, words
        position = found + len(_squeeze(words))


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_every_word_in_order(notice: str, form: str) -> None:
    document = blank_document(notice, form)
    _assert_in_order(document, _squeeze(_text(_body(document))))


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_every_value_once(notice: str, form: str) -> None:
    document = marked_document(notice, form)
    text = _text(_body(document))
    assert [value for value in document.texts.values() if text.count(value) != 1] == []


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_same_bytes(notice: str, form: str, make: Callable[[str, str], Document]) -> None:
    document = make(notice, form)
    data = export(document)
    assert export(document) == data
    moment = (
        document.printed.made_on.year,
        document.printed.made_on.month,
        document.printed.made_on.day,
        0,
        0,
        0,
    )
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {moment}
        assert not any(b"rsid" in file.read(name) for name in file.namelist())
    properties = docx.Document(io.BytesIO(data)).core_properties
    made_on = datetime.datetime.combine(document.printed.made_on, datetime.time(), datetime.UTC)
    assert properties.created == properties.modified == made_on


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_grid_covers_every_place_once(notice: str, form: str) -> None:
    document = blank_document(notice, form)
    table = next(_body(document).iter(qn("w:tbl")))
    grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
    for row in table.iter(qn("w:tr")):
        spans = [cell.find(f".//{qn('w:gridSpan')}") for cell in row.iter(qn("w:tc"))]
        assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == len(grid)
        widths = [int(cell.find(f".//{qn('w:tcW')}").get(qn("w:w"))) for cell in row.iter(qn("w:tc"))]
        assert sum(widths) == sum(grid)
    heads = [row for row in table.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(heads) == document.printed.tables[0].header_rows


def test_values_are_underlined() -> None:
    document = example_document("gusu-2020", "statistics")
    lined = [
        _text(run)
        for run in next(_body(document).iter(qn("w:tbl"))).iter(qn("w:r"))
        if run.find(f".//{qn('w:u')}") is not None
    ]
    assert lined == [document.texts[blank.id] for blank in document.form.body]
    assert _text(_body(blank_document("gusu-2020", "statistics"))).count("（\u3000\u3000）") == 69


def test_page_numbers_code_and_draft() -> None:
    for document in (example_document("gusu-2020", "statistics"), marked_document("gusu-2020", "statistics")):
        with zipfile.ZipFile(io.BytesIO(export(document))) as file:
            parts = {name: file.read(name).decode() for name in file.namelist() if name.endswith(".xml")}
        footer = parts["word/footer1.xml"]
        assert " PAGE " in footer and " NUMPAGES " in footer and document.printed.check_code in footer
        assert ('string="草稿"' in parts.get("word/header1.xml", "")) == document.printed.draft
        assert ("草稿" in parts["word/document.xml"]) == document.printed.draft


@pytest.mark.parametrize("landscape", [False, True])
def test_the_page_lies_and_its_numbers_stay_at_the_right_margin(landscape: bool) -> None:
    document = example_document("gusu-2020", "statistics")
    turned = replace(document, printed=replace(document.printed, landscape=landscape))
    section = docx.Document(io.BytesIO(export(turned))).sections[0]
    assert (section.page_width > section.page_height) == landscape
    width = section.page_width - section.left_margin - section.right_margin
    (stop,) = section.footer.paragraphs[0].paragraph_format.tab_stops
    assert stop.position == width


def test_a_blank_form_names_no_check_code_and_has_no_watermark() -> None:
    section = docx.Document(io.BytesIO(export(blank_document("gusu-2020", "statistics")))).sections[0]
    assert section.footer.paragraphs[0].text == "\t第1页\u3000共1页"
    assert section.header.is_linked_to_previous


def test_language_is_chinese_and_fonts_have_stand_ins() -> None:
    with zipfile.ZipFile(io.BytesIO(export(example_document("gusu-2020", "liaison")))) as file:
        languages = etree.fromstring(file.read("word/styles.xml")).iter(qn("w:lang"))
        assert {language.get(qn("w:eastAsia")) for language in languages} == {"zh-CN"}
        assert 'w:altName w:val="华文中宋"' in file.read("word/fontTable.xml").decode()


def test_rare_and_illegal_characters() -> None:
    text = _text(_body(wild_document("gusu-2020", "liaison")))
    assert "𠮷田䶮" in text
    assert "约200\ufffd\ufffd\ufffd" in text


@needs_office
@pytest.mark.outside
@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_libreoffice_prints_the_words_in_order(tmp_path: Path, notice: str, form: str) -> None:
    document = blank_document(notice, form)
    text = resave(export(document), "docx", "txt:Text (encoded):UTF8", tmp_path)
    _assert_in_order(document, _squeeze(text.decode("utf-8-sig")))


@needs_office
@pytest.mark.outside
@pytest.mark.parametrize("make", MAKERS)
def test_libreoffice_draws_every_page(tmp_path: Path, make: Callable[[str, str], Document]) -> None:
    document = make("gusu-2020", "statistics")
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(resave(export(document), "docx", "pdf", tmp_path))
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
    assert done.stdout.count("页") >= 2
    if document.printed.check_code:
        assert document.printed.check_code in done.stdout
