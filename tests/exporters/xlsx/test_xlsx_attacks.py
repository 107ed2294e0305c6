"""Workbooks made to do harm, or damaged: refused in a sentence, without much time or memory."""

from __future__ import annotations

import contextlib
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from exporters.read_back import ReadBack
from exporters.xlsx import reader as xlsx_reader
from exporters.xlsx.export import export
from exporters.xlsx.package import MAX_PART
from exporters.xlsx.reader import read_xlsx as read_file
from forms.errors import AnyueError, InputError
from tests.exporters.example_documents import (
    CATALOGUE,
    example_document,
)
from tests.exporters.xlsx.office_files import edited, parts_of, rezipped


def read_xlsx(source: Path | bytes) -> ReadBack:
    return read_file(source, CATALOGUE.form)


EXAMPLE = export(example_document("gusu-2020", "statistics"))

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>"""


@pytest.mark.parametrize(
    "part", ["docProps/custom.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize(
    "bomb",
    [
        BOMB,
        b"\xef\xbb\xbf\n" + BOMB,
        BOMB.decode().encode("utf-16"),
        BOMB.replace(b"?>", b' encoding="UTF-7"?>', 1),
    ],
    ids=["plain", "mark", "utf-16", "utf-7"],
)
def test_entities_are_refused(part: str, bomb: bytes) -> None:
    with pytest.raises(InputError, match="不安全"):
        read_xlsx(rezipped(EXAMPLE, {part: bomb}))


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("xl/worksheets/sheet2.xml", "xl/styles.xml", "docProps/custom.xml", "xl/workbook.xml"):
        with pytest.raises(InputError, match="部件过多"):
            read_xlsx(rezipped(EXAMPLE, {part: b"<x>" + b" " * MAX_PART + b"</x>"}))
    with pytest.raises(InputError, match="部件过多"):
        read_xlsx(rezipped(EXAMPLE, {f"xl/{number}.xml": b"<x/>" for number in range(1001)}))
    with pytest.raises(InputError, match="部件过多"):
        read_xlsx(edited(EXAMPLE, lambda book: [book.create_sheet() for _ in range(18)]))
    monkeypatch.setattr(xlsx_reader, "_MAX_FILE", 1000)
    with pytest.raises(InputError, match="太大"):
        read_xlsx(EXAMPLE)


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_other_packing_is_unpacked(packed: int) -> None:
    data = rezipped(EXAMPLE, {}, packed)
    for tried in (data, data[:60] + b"\xff" * 8 + data[68:]):
        with pytest.raises(InputError, match="不是 Excel 工作簿"):
            read_xlsx(tried)


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="4999"><c r="A4999"><v>1</v></c></row>',
        b"<row>" + b"<c/>" * 65 + b"</row>",
        b"<row/>" * 3000 + b"<row><c/></row>",
    ],
    ids=["far", "low", "wide", "long"],
)
def test_cells_far_away_cost_nothing(cells: bytes) -> None:
    sheet = b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    with pytest.raises(InputError, match="太大"):
        read_xlsx(rezipped(EXAMPLE, {"xl/worksheets/sheet1.xml": sheet}))


def test_a_dimension_that_is_not_true_costs_nothing() -> None:
    part = parts_of(EXAMPLE)["xl/worksheets/sheet2.xml"]
    lying = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part)
    assert lying != part
    assert read_xlsx(rezipped(EXAMPLE, {"xl/worksheets/sheet2.xml": lying})).untouched


def test_a_part_named_twice_is_refused() -> None:
    buffer = io.BytesIO(EXAMPLE)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputError, match="不是 Excel 工作簿"):
        read_xlsx(buffer.getvalue())


def test_another_workbook_is_left_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "read_cells", lambda *_: pytest.fail("its cells were read"))
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(InputError, match="不是本程序导出的表"):
        read_xlsx(buffer.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(EXAMPLE) - 1), st.binary(min_size=1, max_size=8))
def test_broken_bytes_never_end_in_a_traceback(position: int, junk: bytes) -> None:
    broken = EXAMPLE[:position] + junk + EXAMPLE[position + len(junk) :]
    try:
        back = read_xlsx(broken)
    except AnyueError as error:
        assert str(error).endswith("。")
    else:
        assert back.filled == example_document("gusu-2020", "statistics").filled


PARTS = parts_of(EXAMPLE)

#: What no Office program writes at such a place.
ODD = [
    b'<c r="XFD1048576"/>',
    b'<c r="A0"/>',
    b'<c t="s"><v>-1</v></c>',
    b'<c t="s"><v>99999999999999999999</v></c>',
    b'<c s="99999"><v>1e400</v></c>',
    b'<c s="1"><v>-657435</v></c>',
    b'<mergeCell ref="A1:XFD1048576"/>',
    b'<dimension ref="ZZZZ9:A1"/>',
    b"&#0;",
    b"_x0000_",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_broken_parts_never_end_in_a_traceback(name: str, data: st.DataObject) -> None:
    """Damage behind the zip's checksums reaches the readers of XML and of cells."""
    part = PARTS[name]
    place = data.draw(st.integers(0, len(part) - 1))
    junk = data.draw(st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from(ODD)))
    broken = rezipped(EXAMPLE, {name: part[:place] + junk + part[place + data.draw(st.integers(0, 20)) :]})
    try:
        read_xlsx(broken)
    except AnyueError as error:
        assert str(error).endswith("。")


#: Two attacks at the edge of what is taken: read, or refused, without much time or memory.
@pytest.mark.parametrize("name", ["xl/styles.xml", "docProps/custom.xml"])
def test_the_largest_parts_are_no_work(name: str) -> None:
    opened, closed = (b"<a>" * 300_000, b"</a>" * 300_000)
    began = time.process_time()
    with contextlib.suppress(InputError):
        read_xlsx(rezipped(EXAMPLE, {name: opened + closed}))
    assert time.process_time() - began < 5
