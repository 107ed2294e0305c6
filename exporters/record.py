"""The record of what went (报送记录) as PDF or Excel: one block a dispatch, one row a file with its fingerprint."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from exporters.pdf.style import PageStyle
from forms.errors import InputError
from forms.packet import Dispatch, KeptFile, Packet, Receipt
from forms.progress import Progress, no_progress
from forms.sheet.printed import PrintedCell, PrintedLines, PrintedRun, PrintedSheet, PrintedTable
from forms.sheet.sheet import Align, Column, Role
from forms.words import date_words, stamp_words

if TYPE_CHECKING:
    from exporters.fonts.font_set import Typeface

TITLE: Final = "报送记录"

#: The columns and their shares of the page's width.
COLUMNS: Final = {
    "时间": 0.09,
    "报送事项": 0.16,
    "报送方式": 0.06,
    "接收单位": 0.12,
    "报送人": 0.07,
    "文件": 0.15,
    "文件校验值(SHA-256)": 0.23,
    "回执": 0.12,
}
#: All other cells stand once for all files of a dispatch.
_FILE_COLUMNS: Final = ("文件", "文件校验值(SHA-256)")
#: What stands in the middle is printed again where a dispatch goes on on the next page.
_IN_THE_MIDDLE: Final = ("时间", "报送事项", "报送方式", "接收单位", "报送人")

_STYLE: Final = PageStyle(body_sizes=(9.0,), row_height=2.0, fillings=((1.35, 0.2),))

#: Makes a text printable; see :func:`_shown_by`.
_Show = Callable[[str], str]
#: Draws the record.
_Draw = Callable[[PrintedSheet, Progress], bytes]


def export_record(
    packets: Sequence[Packet],
    suffix: str,
    *,
    unit: str,
    made_on: datetime.date,
    zone: datetime.tzinfo | None = None,
    progress: Progress = no_progress,
) -> bytes:
    """The record of ``packets`` as ``.pdf`` or ``.xlsx``, the same bytes for the same record.

    ``zone`` is the one that times are shown in, this machine's where none is given. Raises ``InputError`` where nothing
    has gone yet, and for any other suffix.
    """
    if suffix not in RECORD_FORMATS:
        raise InputError(f"报送记录不能导出成“{suffix}”。请选{'或'.join(RECORD_FORMATS)}。")
    show, draw = RECORD_FORMATS[suffix]()
    return draw(record(packets, unit, made_on, zone, show), progress)


def _as_pdf() -> tuple[_Show, _Draw]:
    from exporters.pdf.export import draw_pdf, fonts

    show = _shown_by(fonts().typeface(_STYLE.body_role))
    return show, lambda sheet, progress: draw_pdf(sheet, progress, _STYLE)


def _as_workbook() -> tuple[_Show, _Draw]:
    return str, _workbook


def _shown_by(typeface: Typeface) -> _Show:
    """What no font can print is written as its number: the names of files that went cannot be changed any more."""
    from exporters.fonts.errors import MissingGlyph

    def show(text: str) -> str:
        shown = ""
        for character in text:
            try:
                typeface.font_for(character)
                shown += character
            except MissingGlyph:
                shown += f"[U+{ord(character):04X}]"
        return shown

    return show


def record(
    packets: Sequence[Packet],
    unit: str,
    made_on: datetime.date,
    zone: datetime.tzinfo | None = None,
    show: _Show = str,
) -> PrintedSheet:
    """The record as a printed sheet, in order of the times packets went."""
    cells = [_cell(0, column, words, role="header") for column, words in enumerate(COLUMNS)]
    count = 1
    entries = [(dispatch, packet) for packet in packets for dispatch in packet.dispatches]
    if not entries:
        raise InputError("还没有报送记录，没有可以导出的内容。请先报送一次。")
    for dispatch, packet in sorted(entries, key=lambda entry: (entry[0].facts.sent_at, entry[0].id)):
        cells += _block(count, packet, dispatch, zone, show)
        count += max(len(packet.files), 1)
    columns = tuple(Column(f"column{number}", share) for number, share in enumerate(COLUMNS.values()))
    table = PrintedTable(columns, count, 1, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
    return PrintedSheet(
        title=TITLE,
        blocks=(table, _signature(show(unit), made_on)),
        made_on=made_on,
        landscape=True,
        subject=TITLE,
        author=show(unit),
    )


def _signature(unit: str, made_on: datetime.date) -> PrintedLines:
    """The lines at the foot: whose record it is, with room for the stamp, and the day it was made."""
    stamp = (
        PrintedRun("填报单位（盖章）："),
        PrintedRun(unit) if unit else PrintedRun("\u3000" * 16, underlined=True),
    )
    signed = (
        PrintedRun("填报人："),
        PrintedRun("\u3000" * 5, underlined=True),
        PrintedRun(f"　日期：{date_words(made_on)}"),
    )
    return PrintedLines((stamp, signed), foot=True)


def _cell(
    row: int, column: int, text: str, row_span: int = 1, role: Role = "body", align: Align = "left"
) -> PrintedCell:
    paragraphs = tuple((PrintedRun(line),) for line in text.splitlines() if line)
    return PrintedCell(row, column, row_span, 1, paragraphs, role, "center" if role == "header" else align)


def _block(
    first: int, packet: Packet, dispatch: Dispatch, zone: datetime.tzinfo | None, show: _Show
) -> list[PrintedCell]:
    """The cells of one dispatch from row ``first`` on: as many rows as there are files."""
    count = max(len(packet.files), 1)
    texts = _texts(packet, dispatch, zone)
    names = list(COLUMNS)
    cells = []
    for number in range(count):
        files = _file_texts(packet.files[number]) if packet.files else dict.fromkeys(_FILE_COLUMNS, "（无）")
        cells += [_cell(first + number, names.index(name), show(text)) for name, text in files.items()]
        if number == 0:
            cells += [
                _cell(
                    first,
                    names.index(name),
                    _shown(text, show),
                    count,
                    align="center" if name in _IN_THE_MIDDLE else "left",
                )
                for name, text in texts.items()
            ]
    return cells


def _shown(text: str, show: _Show) -> str:
    return "\n".join(show(line) for line in text.splitlines())


def _file_texts(file: KeptFile) -> dict[str, str]:
    return dict(zip(_FILE_COLUMNS, (f"{file.name}（{file.role.label}）", file.sha256), strict=True))


def _texts(packet: Packet, dispatch: Dispatch, zone: datetime.tzinfo | None) -> dict[str, str]:
    contents, facts = packet.contents, dispatch.facts
    what = f"第{packet.id}号　{contents.what}"
    if contents.corrects is not None:
        what += f"\n（更正第{contents.corrects}号）"
    if packet.voiding is not None:
        what += f"\n（作废：{packet.voiding.reason}）"
    codes = [f"{form.name}校验码：{form.check_code}" for form in contents.forms]
    notes = [facts.note, *(_receipt_words(receipt, zone) for receipt in dispatch.receipts)]
    return {
        "时间": stamp_words(facts.sent_at, zone),
        "报送事项": "\n".join([what, contents.notice_title, *codes]),
        "报送方式": facts.channel.label,
        "接收单位": facts.recipient,
        "报送人": facts.who,
        "回执": "\n".join(note for note in notes if note) or "（无）",
    }


def _receipt_words(receipt: Receipt, zone: datetime.tzinfo | None) -> str:
    files = "".join(f"\n附件：{file.name}\n{file.sha256}" for file in receipt.files)
    return f"{stamp_words(receipt.noted_at, zone)}　{receipt.text}{files}"


def _workbook(printed: PrintedSheet, progress: Progress) -> bytes:
    from openpyxl import Workbook

    from exporters.xlsx.export import save, set_own_font
    from exporters.xlsx.sheet import draw_sheet

    total = printed.row_count + 1
    workbook = Workbook()
    set_own_font(workbook)
    sheet = workbook.active
    sheet.title = TITLE
    draw_sheet(printed, sheet, progress, total)
    content = save(workbook, printed)
    progress(total, total)
    return content


#: The formats the record leaves the program in, by suffix, the usual one first: how its texts are made printable, and how
#: it is drawn. Libraries are imported when one is chosen.
RECORD_FORMATS: Final[Mapping[str, Callable[[], tuple[_Show, _Draw]]]] = {
    ".xlsx": _as_workbook,
    ".pdf": _as_pdf,
}
