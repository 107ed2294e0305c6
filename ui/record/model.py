"""The tables of 报送记录 as models: the packets, a packet's files, what differs, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from forms.packet import KeptFile
from forms.words import size_words, stamp_words
from ui.record.sent import Mark, Sent, short_fingerprint
from ui.widgets.theme import Theme
from ui.widgets.words_model import WordsModel

_Index = QModelIndex | QPersistentModelIndex

#: Columns of the record that others know by number.
RECIPIENT_COLUMN: Final = 3
SENDER_COLUMN: Final = 4
_STATE_COLUMN: Final = 5


class RecordModel(WordsModel):
    """One row a packet, the last sent first."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self.headings = (
            "时间",
            "报送事项",
            "报送方式",
            "接收单位",
            "报送人",
            "状态",
        )
        self._theme = theme
        self.sent: tuple[Sent, ...] = ()

    def show(self, sent: tuple[Sent, ...]) -> None:
        """List these."""
        self.sent = sent
        self.show_words(
            [
                (
                    stamp_words(entry.when),
                    entry.packet.contents.what,
                    entry.channels,
                    entry.recipients,
                    entry.senders,
                    entry.state,
                )
                for entry in sent
            ]
        )

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self.sent:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.sent) - 1, _STATE_COLUMN))

    def row_of(self, packet_id: int) -> int:
        """The row of a packet, -1 where it is not listed."""
        return next((row for row, listed in enumerate(self.sent) if listed.packet.id == packet_id), -1)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and index.column() == _STATE_COLUMN and role == Qt.ItemDataRole.ForegroundRole:
            marks = self.sent[index.row()].marks
            return QColor(
                self._theme.warning if {Mark.CHANGED, Mark.VOIDED} & {*marks} else self._theme.accent
            )
        return super().data(index, role)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a packet, or one that was attached to what was noted later."""

    file: KeptFile
    attached: bool


class FilesModel(WordsModel):
    """The files of a packet, then those attached since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self.headings = ("文件", "类别", "大小", "文件校验值")
        self.files: tuple[ListedFile, ...] = ()

    def show(self, sent: Sent) -> None:
        """List the files of this packet."""
        own = [ListedFile(file, False) for file in sent.packet.files]
        self.files = (*own, *(ListedFile(file, True) for file in sent.attachments))
        self.show_words(
            [
                (
                    listed.file.name,
                    "回执附件" if listed.attached else listed.file.role.label,
                    size_words(listed.file.size),
                    short_fingerprint(listed.file.sha256),
                )
                for listed in self.files
            ]
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and index.column() == 3 and role == Qt.ItemDataRole.ToolTipRole:
            return self.files[index.row()].file.sha256
        if index.isValid() and index.column() == 2 and role == Qt.ItemDataRole.ToolTipRole:
            return "{} 字节".format(f"{self.files[index.row()].file.size:,}")
        return super().data(index, role)

    def fingerprints(self, rows: list[int]) -> str:
        """The whole fingerprints of some rows, as ``sha256sum`` writes them: it can check the files against them."""
        return "\n".join(f"{self.files[row].file.sha256}  {self.files[row].file.name}" for row in rows)


class DifferencesModel(WordsModel):
    """Each blank that is not as it went: its label, then, now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self.headings = ("栏目", "报送时", "现在")

    def show(self, sent: Sent) -> None:
        """List what differs; where there are several forms each label begins with its form's name."""
        names = {frozen.form_id: frozen.name for frozen in sent.packet.contents.forms}
        empty = "（空）"
        self.show_words(
            [
                (
                    f"{names[difference.form_id]} · {difference.label}"
                    if len(names) > 1
                    else difference.label,
                    difference.before or empty,
                    difference.after or empty,
                )
                for difference in sent.differences or ()
            ]
        )


class HistoryModel(WordsModel):
    """How a packet went, and what came back or was noted since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self.headings = ("时间", "经过", "内容", "附件")

    def show(self, sent: Sent) -> None:
        """List the dispatches and their notes in the order of time."""
        lines = []
        for dispatch in sent.packet.dispatches:
            went = dispatch.facts
            parts = (went.recipient and f"报至{went.recipient}", went.who, went.note)
            words = "；".join(part for part in parts if part)
            lines.append((went.sent_at, f"报送（{went.channel.label}）", words, ""))
            for note in dispatch.receipts:
                names = "、".join(file.name for file in note.files)
                lines.append((note.noted_at, "回执/备注", note.text, names))
        if (voiding := sent.packet.voiding) is not None:
            lines.append((voiding.made_at, "作废", voiding.reason, ""))
        lines.sort(key=lambda line: line[0])
        self.show_words([(stamp_words(moment), *words) for moment, *words in lines])
