"""已经送出了吗: what was written, to open and look at; and the facts of its going, once it has gone."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from exporters.handing_in.task import Task
from exporters.handing_in.ways import way_called
from forms.channel import Channel
from forms.packet import DispatchFacts, PendingPacket
from forms.words import size_words
from ui.widgets.desktop import Desktop, open_or_tell
from ui.widgets.parts import button, card, label, row, rule, scrolling_column, style_spin_box


class SentPage(QWidget):
    """Shows a packet that was written and asks whether it has gone."""

    #: It has gone: a :class:`DispatchFacts`.
    sent = Signal(object)
    #: Not yet.
    later = Signal()
    #: It is to be put together anew.
    again = Signal()
    #: It will not be sent at all.
    given_up = Signal()
    print_requested = Signal()
    preview_requested = Signal()

    def __init__(
        self,
        pending: PendingPacket,
        task: Task,
        about: str,
        desktop: Desktop,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pending, self._task, self._desktop = pending, task, desktop
        self._way = way_called(pending.way)
        self._about = about
        self.open_buttons: list[QPushButton] = []
        area = scrolling_column(self._make_files(), self._make_question(), spacing=14)
        self.sent_button = button("已送出，存入报送记录(&S)", self._confirm, "primary")
        self.later_button = button("还没有送出(&N)", self.later.emit)
        self.again_button = button("重新准备(&R)", self.again.emit, "link")
        self.give_up_button = button("不送了(&D)…", self.given_up.emit, "link")
        foot = row(self.again_button, self.give_up_button, None, self.sent_button, self.later_button)
        foot.setContentsMargins(22, 12, 22, 14)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(rule())
        outer.addLayout(foot)

    def focus_first(self) -> None:
        """What one wants next: to open what was written."""
        (self.open_buttons[0] if self.open_buttons else self.sent_button).setFocus()

    def _make_files(self) -> QWidget:
        contents = QVBoxLayout()
        contents.setSpacing(8)
        if self._way.prints:
            again = button("再打印一次(&P)…", self.print_requested.emit)
            line = row()
            line.addWidget(label("已送到打印。签字盖章后寄出或送去。"), 1)
            line.addWidget(again)
            contents.addLayout(line)
        else:
            contents.addWidget(label(self._pending.folder, "muted", selectable=True))
        for path in self._pending.paths:
            contents.addLayout(self._file_line(Path(path)))
        if self._way.has_preview:
            look = button("看对方收到的样子(&V)…", self.preview_requested.emit)
            line = row()
            line.addWidget(label(self._about, selectable=True), 1)
            line.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
            contents.addLayout(line)
        for remark in self._pending.remarks:
            contents.addWidget(label(remark, "notice", selectable=True))
        return card(label("已经准备好", "title"), contents)

    def _file_line(self, path: Path) -> QVBoxLayout:
        words = path.name
        if path.is_file():
            words += f"　{size_words(path.stat().st_size)}"
        elif not path.is_dir():
            words += "　（已不在原处，报送包里仍有一份）"
        is_folder = path.is_dir() or path.suffix != self._way.suffix
        text = "打开文件夹" if is_folder else self._way.open_label
        opener = button(text, partial(open_or_tell, self._desktop, path, self))
        opener.setAccessibleName(f"{text}：{path.name}")
        self.open_buttons.append(opener)
        line = row()
        line.addWidget(label(words, selectable=True), 1)
        line.addWidget(opener, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout()
        outer.addLayout(line)
        return outer

    def _make_question(self) -> QWidget:
        fields = QFormLayout()
        fields.setHorizontalSpacing(14)
        fields.setVerticalSpacing(8)
        fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.channel = QComboBox()
        self.channel.setProperty("kind", "field")
        for channel in self._channels():
            self.channel.addItem(channel.label, channel)
        self.recipient = _line(self._pending.recipient)
        self.who = _line(self._pending.sender)
        self.when = QDateTimeEdit(QDateTime(_date(self._task.today), QTime.currentTime()))
        style_spin_box(self.when)
        self.when.setDisplayFormat("yyyy年M月d日 HH:mm")
        self.note = _line("")
        self.note.setPlaceholderText("可以不填，例如：对方张科长已电话确认")
        for name, widget in (
            ("方式(&T)", self.channel),
            ("收件单位(&U)", self.recipient),
            ("送出人(&W)", self.who),
            ("送出时间(&I)", self.when),
            ("备注(&M)", self.note),
        ):
            widget.setAccessibleName(name.partition("(")[0])
            fields.addRow(name, widget)
        words = "送出以后请回到这里，把它存入报送记录：文件会原样保存，以后可以查对和证明。"
        return card(label("已经送出了吗？", "title"), label(words, "muted"), fields)

    def _channels(self) -> list[Channel]:
        """Those this way may go by, the one the notice names first."""
        named = self._task.obligation.channels
        return sorted(self._way.channels, key=lambda channel: channel not in named)

    def _confirm(self) -> None:
        moment = self.when.dateTime().toPython()
        assert isinstance(moment, datetime.datetime)
        facts = DispatchFacts(
            channel=Channel(self.channel.currentData()),
            recipient=self.recipient.text().strip(),
            who=self.who.text().strip(),
            sent_at=moment.astimezone(),
            note=self.note.text().strip(),
        )
        self.sent.emit(facts)


def _line(text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setProperty("kind", "field")
    line.setCursorPosition(0)
    return line


def _date(day: datetime.date) -> QDate:
    return QDate(day.year, day.month, day.day)
