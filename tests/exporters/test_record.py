"""The record of what went: every fact in every format, whatever the files are called."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import io
from typing import Any

import pytest

from exporters.record import COLUMNS, export_record, record
from forms.channel import Channel
from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.file_role import FileRole
from forms.form.filing import Filing
from forms.packet import Contents, Dispatch, DispatchFacts, KeptFile, Packet, Receipt, freeze_form
from forms.sheet.printed import PrintedLines, PrintedTable, plain_text
from forms.values import Filled

LIAISON = Catalogue().form("gusu-2020", "liaison")
FORM = freeze_form(
    LIAISON, Filing("gusu-2020", "liaison", {key: Filled(text) for key, text in LIAISON.example.items()})
)
NOW = datetime.datetime(2020, 6, 4, 2, 32, tzinfo=datetime.UTC)
CHINA = datetime.timezone(datetime.timedelta(hours=8))
MADE_ON = datetime.date(2020, 6, 30)
#: A place for the pen is made of these.
ROOM = "\u3000"


def kept(name: str, role: FileRole = FileRole.FURTHER) -> KeptFile:
    return KeptFile(name, role, "", hashlib.sha256(name.encode()).hexdigest(), 5)


CONTENTS = Contents("gusu-2020", "通知标题", "liaison-and-plan", "推荐表和方案", 1, NOW.date(), (FORM,))
DISPATCH = DispatchFacts(Channel.FAX, "应急保障处", "沈若兰", NOW, "已电话告知")
REPLY = Receipt(1, NOW + datetime.timedelta(hours=1), "已收到\n请补盖章", (kept("回执.jpg"),))
FIRST = Packet(
    1,
    CONTENTS,
    NOW,
    (kept("推荐表.pdf", FileRole.FORM), kept("=1+1.docx"), kept("a\U0010ffff\x07.txt")),
    (Dispatch(1, DISPATCH, (REPLY,)),),
)
CORRECTION = Packet(
    2,
    dataclasses.replace(CONTENTS, corrects=1),
    NOW,
    tuple(kept(f"照片{number}.jpg") for number in range(40)),
    (Dispatch(2, dataclasses.replace(DISPATCH, channel=Channel.EMAIL, sent_at=NOW + datetime.timedelta(1))),),
)
EMPTY = Packet(3, CONTENTS, NOW, (), (Dispatch(3, dataclasses.replace(DISPATCH, recipient="", who="")),))
PACKETS = (CORRECTION, FIRST, EMPTY)


def exported(suffix: str, packets: tuple[Packet, ...] = PACKETS) -> bytes:
    return export_record(packets, suffix, unit="平江街道", made_on=MADE_ON, zone=CHINA)


def sheet_of(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data)).active


def texts_of(table: PrintedTable, row: int) -> list[str]:
    """The texts of the cells that begin in a row."""
    return [plain_text(cell.paragraphs) for cell in table.cells if cell.row == row]


def test_the_cells_cover_the_grid_once() -> None:
    table = record(PACKETS, "平江街道", MADE_ON, CHINA).tables[0]
    covered = [
        (row, cell.column) for cell in table.cells for row in range(cell.row, cell.row + cell.row_span)
    ]
    assert sorted(covered) == [(row, column) for row in range(table.row_count) for column in range(8)]
    assert abs(sum(column.share for column in table.columns) - 1) < 1e-9
    assert table.row_count == 1 + 3 + 40 + 1


def test_dispatches_come_in_order_of_time_with_every_fact() -> None:
    table = record(PACKETS, "平江街道", MADE_ON, CHINA).tables[0]
    assert texts_of(table, 0) == list(COLUMNS)
    first = texts_of(table, 1)
    assert first[0] == "2020-06-04 10:32"
    assert first[1] == f"第1号　推荐表和方案\n通知标题\n联络员推荐表校验码：{FORM.check_code}"
    assert first[2:6] == ["传真", "应急保障处", "沈若兰", "推荐表.pdf（表）"]
    assert first[6] == FIRST.files[0].sha256
    reply = f"2020-06-04 11:32　已收到\n请补盖章\n附件：回执.jpg\n{kept('回执.jpg').sha256}"
    assert first[7] == f"已电话告知\n{reply}"
    assert texts_of(table, 4)[5:7] == ["（无）", "（无）"]
    correction = texts_of(table, 5)
    assert correction[:3] == [
        "2020-06-05 10:32",
        f"第2号　推荐表和方案\n（更正第1号）\n通知标题\n联络员推荐表校验码：{FORM.check_code}",
        "电子邮件",
    ]


def test_each_dispatch_and_each_receipt_of_a_packet_is_told() -> None:
    later = dataclasses.replace(DISPATCH, channel=Channel.PAPER, sent_at=NOW + datetime.timedelta(days=3))
    replies = tuple(
        Receipt(number, NOW + datetime.timedelta(hours=number), f"回复{number}", ()) for number in (1, 2)
    )
    twice = dataclasses.replace(FIRST, dispatches=(Dispatch(1, DISPATCH, replies), Dispatch(4, later)))
    table = record((twice, CORRECTION), "平江街道", MADE_ON, CHINA).tables[0]
    assert table.row_count == 1 + 3 + 40 + 3
    assert "2020-06-04 11:32　回复1\n2020-06-04 12:32　回复2" in texts_of(table, 1)[7]
    again = texts_of(table, 1 + 3 + 40)
    assert (again[0], again[2], again[5]) == ("2020-06-07 10:32", Channel.PAPER.label, "推荐表.pdf（表）")


def test_at_the_foot_stand_the_unit_and_the_day_or_room_for_the_pen() -> None:
    def foot(unit: str) -> list[str]:
        (block,) = [
            block for block in record(PACKETS, unit, MADE_ON).blocks if isinstance(block, PrintedLines)
        ]
        assert block.foot
        return [plain_text((line,)) for line in block.lines]

    assert foot("平江街道") == [
        "填报单位（盖章）：平江街道",
        f"填报人：{ROOM * 5}　日期：2020年6月30日",
    ]
    assert foot("")[0] == f"填报单位（盖章）：{ROOM * 16}"


def test_the_pdf_holds_every_fingerprint() -> None:
    import pypdfium2

    data = exported(".pdf")
    document = pypdfium2.PdfDocument(data)
    text = "".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    joined = "".join(text.split())
    assert len(document) > 1
    for packet in PACKETS:
        for file in packet.files:
            assert joined.count(file.sha256) == 1
    for word in (
        "报送记录",
        "平江街道",
        "更正第1号",
        "U+10FFFF",
        "U+0007",
        "文件校验值(SHA-256)",
        "请补盖章",
    ):
        assert word in joined
    document.close()


def test_excel_holds_the_same_as_text() -> None:
    sheet = sheet_of(exported(".xlsx"))
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for packet in PACKETS:
        for file in packet.files:
            assert values.count(file.sha256) == 1
    formula = next(
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1+1.docx")
    )
    assert formula.data_type == "s" and formula.quotePrefix
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows
    assert all(words in values for words in COLUMNS)


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_the_same_record_gives_the_same_bytes(suffix: str) -> None:
    assert exported(suffix) == exported(suffix)


def test_what_cannot_be_exported_is_said() -> None:
    with pytest.raises(InputError, match="还没有报送记录"):
        exported(".pdf", ())
    with pytest.raises(InputError, match=r"\.docx"):
        exported(".docx")
