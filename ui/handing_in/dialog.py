"""报送: what a packet holds, how it goes, what to know before; then the files, and whether they have gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFileDialog,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from exporters.fax.fax import Fax
from exporters.handing_in.fax_way import preview_fax
from exporters.handing_in.letter import mail_facts, proposed_letter
from exporters.handing_in.order import Order, Written, matter_of
from exporters.handing_in.previous import proposal
from exporters.handing_in.remarks import remarks
from exporters.handing_in.task import Task
from exporters.handing_in.way import Way
from exporters.handing_in.ways import is_known, proposed_way
from exporters.mail.text import suggested_text
from forms.errors import AnyueError, EnvironmentFailure
from forms.packet import Packet, PendingPacket
from forms.progress import Progress
from forms.words import MEGABYTE, day_words
from ui.handing_in.checks import PacketChecks
from ui.handing_in.choices import FormChoices, WayChoice
from ui.handing_in.files import PacketFiles
from ui.handing_in.letter import MAILBOX, LetterFields
from ui.handing_in.sent import SentPage
from ui.widgets.desktop import Desktop
from ui.widgets.errors import ask, show_error
from ui.widgets.help import Topic, offer_help
from ui.widgets.jobs import Jobs, Operation
from ui.widgets.parts import button, card, label, row, rule, scrolling_column
from ui.widgets.screen import fit_screen

#: Below this width the two columns stand one below the other.
_TWO_COLUMNS = 800
_SIZE = (1000, 680)

T = TypeVar("T")


@dataclass(frozen=True)
class Helpers:
    """What the dialog has done by others, who know the store, the printer and the desktop."""

    #: Keeps what was written until it is confirmed as sent; runs in a worker thread.
    keep: Callable[[Way, Written], PendingPacket]
    print: Callable[[PendingPacket, QWidget], None]
    #: Shows a fax that was not written yet, or the one that was.
    preview_fax: Callable[[Fax, QWidget], None]
    preview_kept: Callable[[PendingPacket, QWidget], None]
    #: What is worth knowing about the file that was sent.
    describe: Callable[[PendingPacket], str]
    desktop: Desktop
    #: The mailbox's limit in megabytes that was used last.
    limit: float | None = None


class PacketDialog(QDialog):
    """Puts a packet together and writes it; ``sent`` then tells that it has gone and is to be kept as it went."""

    #: The user wants to mend the form with this id first.
    fix_requested = Signal(str)
    #: The folder that was written to.
    folder_used = Signal(object)
    #: The files are written and kept: a :class:`PendingPacket`, in case the question is answered later.
    written = Signal(object)
    #: A :class:`PendingPacket` has gone, with its :class:`DispatchFacts`.
    sent = Signal(object, object)
    #: A :class:`PendingPacket` will not be sent.
    given_up = Signal(object)
    #: The mailbox's limit in megabytes that mails were written for.
    limit_used = Signal(float)

    def __init__(
        self,
        task: Task,
        folder: Path,
        jobs: Jobs,
        helpers: Helpers,
        parent: QWidget | None = None,
        previous: Packet | None = None,
    ) -> None:
        """``previous`` is the packet that this one begins from."""
        super().__init__(parent)
        offer_help(self, Topic.HANDING_IN)
        proposed = proposed_letter(matter_of(task, task.forms))
        self._proposal = proposal(task, proposed, previous)
        self._task, self._jobs, self._helpers = task, jobs, helpers
        what = task.obligation.what
        self.setWindowTitle(("更正“{0}”" if task.corrects else "报送“{0}”").format(what))
        self.setMinimumSize(520, 360)
        fit_screen(self, *_SIZE, parent)
        self.setAcceptDrops(True)
        self._pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self._pages.addWidget(self._make_choices(folder))
        self._way_changed()

    # The choices ------------------------------------------------------------------------------------------------------

    def _make_choices(self, folder: Path) -> QWidget:
        self.forms = FormChoices(self._task.forms)
        self.files = PacketFiles(folder)
        proposal = self._proposal
        self.files.add(list(proposal.further))
        self.way_choice = WayChoice(proposal.way or proposed_way(self._task))
        self.letter = LetterFields(proposal.letter, proposal.mailbox / MEGABYTE or self._helpers.limit)
        self.checks = PacketChecks()
        self.forms.changed.connect(self._refresh)
        self.files.changed.connect(self._refresh)
        self.way_choice.changed.connect(self._way_changed)
        self.letter.changed.connect(self._refresh)
        self.checks.fix_requested.connect(self._go_back)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_contents(), 1)
        layout.addWidget(rule())
        layout.addLayout(self._make_foot(folder))
        return page

    def _make_contents(self) -> QWidget:
        left = self._column(
            ("要报送的表", self.forms),
            ("其他文件", self.files),
            ("送出前核对", self.checks),
        )
        right = self._column(("怎么送", self.way_choice), ("收件和联系", self.letter))
        if not self._task.forms:
            below = self.forms.layout()
            assert below is not None
            below.addWidget(label("这一项不要求填表，只报送材料。", "muted"))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(14)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        return scrolling_column(self._make_head(), self._columns)

    def _make_head(self) -> QVBoxLayout:
        occurrence, obligation = self._task.occurrence, self._task.obligation
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(obligation.what, "title", selectable=True))
        words = f"{day_words(occurrence.due)}到期　原文：{obligation.words}"
        head.addWidget(label(words, "muted", selectable=True))
        if self._task.correction:
            head.addWidget(label(self._task.correction, "notice"))
        if self._proposal.source:
            head.addWidget(label(self._proposal.source, "muted", selectable=True))
        return head

    @staticmethod
    def _column(*sections: tuple[str, QWidget]) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.setSpacing(14)
        for title, widget in sections:
            layout.addWidget(card(label(title, "section"), widget))
        layout.addStretch(1)
        return layout

    def _make_foot(self, folder: Path) -> QVBoxLayout:
        self.folder = QLineEdit(str(folder))
        self.folder.setProperty("kind", "field")
        self.folder.setAccessibleName("保存到文件夹")
        self.folder_label = label("保存到文件夹(&F)", wrap=False)
        self.folder_label.setTextFormat(Qt.TextFormat.AutoText)
        self.folder_label.setBuddy(self.folder)
        self.choose_button = button("选择(&O)…", self._choose_folder)
        place = row(self.folder_label)
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose_button)
        self.preview_button = button("预览传真(&V)…", self._preview)
        self.write_button = button("", self._write, "primary")
        self.write_button.setDefault(True)
        cancel = button("取消", self.reject)
        foot = QVBoxLayout()
        foot.setContentsMargins(22, 12, 22, 14)
        foot.setSpacing(10)
        foot.addLayout(place)
        self.summary = label("", wrap=False)
        foot.addLayout(row(self.summary, None, self.preview_button, self.write_button, cancel))
        return foot

    @property
    def order(self) -> Order:
        """What would be written now."""
        return Order(
            task=self._task,
            forms=self.forms.chosen,
            further=self.files.paths,
            letter=self.letter.letter,
            folder=Path(self.folder.text().strip()).expanduser(),
            mailbox=self.letter.mailbox,
            choices=self.way_choice.choices,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _TWO_COLUMNS
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def _way_changed(self) -> None:
        way = self.way_choice.way
        self.forms.set_way(way)
        self.letter.set_way(way)
        self.preview_button.setVisible(way.has_preview)
        for widget in (self.folder_label, self.folder, self.choose_button):
            widget.setVisible(way.suffix is not None)
        self.write_button.setText(way.action)
        self._refresh()

    def _refresh(self) -> None:
        order = self.order
        self.letter.propose_text(suggested_text(mail_facts(order.matter, replace(order.letter, text=""))))
        self.checks.show_remarks(remarks(order, self.way_choice.way))
        self.summary.setText(self.checks.summary)
        self.write_button.setEnabled(any(formats for _, formats in order.forms) or bool(order.further))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "写到哪个文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _go_back(self, form_id: str) -> None:
        self.reject()
        self.fix_requested.emit(form_id)

    def reject(self) -> None:
        """Stay while work is going on: its end must be told, and a packet be kept only once."""
        if self.isEnabled():
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.files.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Files may be dropped anywhere while the packet is put together."""
        if self._pages.currentIndex() == 0:
            self.files.dropEvent(event)

    # The work ---------------------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        self._run(partial(preview_fax, self.order), self._show_preview, "正在生成传真…")

    def _show_preview(self, fax: Fax) -> None:
        self.setEnabled(True)
        self._helpers.preview_fax(fax, self)

    def _write(self) -> None:
        order, way = self.order, self.way_choice.way
        if way.targets(order) and not order.folder.is_dir():
            words = f"文件夹“{order.folder}”不存在。请另选一个文件夹。"
            show_error(self, self.windowTitle(), words)
            self.folder.setFocus()
            return
        if self._may_go_as_draft(order) and self._may_overwrite(order):
            self._run(partial(self._carry_out, way, order), self._show_written, "正在生成…")

    def _carry_out(self, way: Way, order: Order, progress: Progress) -> PendingPacket:
        """Write, and keep what was written until it is confirmed as sent. Runs in a worker thread."""
        written = way.carry_out(order, progress)
        try:
            return self._helpers.keep(way, written)
        except AnyueError as error:
            made = "已经生成，但" if written.paths else ""
            raise EnvironmentFailure(
                f"{made}没能记下这次报送，也就不能存入报送记录。{error.message}解决后请重新准备一次。"
            ) from error

    def _may_go_as_draft(self, order: Order) -> bool:
        drafts = [form for form in order.chosen_forms if form.errors]
        if not drafts:
            return True
        names = "、".join(form.form.name for form in drafts)
        words = f"{names}还有错误，每页会印上“草稿”。通常要改好再报送。"
        yes, no = "仍以草稿报送(&P)", "回去修改(&B)"
        if ask(self, "还有错误", words, yes, no):
            return True
        self._go_back(drafts[0].form.id)
        return False

    def _may_overwrite(self, order: Order) -> bool:
        existing = self.way_choice.way.existing(order)
        if not existing:
            return True
        names = "、".join(f"“{path.name}”" for path in existing[:3]) + ("等" if len(existing) > 3 else "")
        words = f"这个文件夹里已经有{names}。要用新的覆盖吗？"
        return ask(self, "覆盖文件", words, "覆盖(&O)")

    def _run(self, work: Operation[T], success: Callable[[T], None], title: str) -> None:
        self.setEnabled(False)
        self._jobs.run(work, success, self._failed, title=title, parent=self)

    def _failed(self, error: AnyueError) -> None:
        self.setEnabled(True)
        show_error(self, self.windowTitle(), error)

    def _show_written(self, pending: PendingPacket) -> None:
        self.setEnabled(True)
        self.written.emit(pending)
        if pending.paths:
            self.folder_used.emit(Path(pending.folder))
        way = self.way_choice.way
        if MAILBOX in way.asks_for:
            self.limit_used.emit(self.letter.limit.value())
        self.ask_whether_sent(pending)
        if way.prints:
            self._helpers.print(pending, self)

    def ask_whether_sent(self, pending: PendingPacket) -> None:
        """Show what was written, and ask whether it has gone.

        What a newer program wrote in a way that is not known here can only be prepared anew; that is told.
        """
        if not is_known(pending.way):
            words = (
                "这一项已由更新版本的程序生成过，用的方式这个程序不认识，问不了是否已经送出。"
                "请在这里重新准备，或用那个程序打开。"
            )
            show_error(self, "报送", words)
            return
        self.sent_page = SentPage(pending, self._task, self._helpers.describe(pending), self._helpers.desktop)
        self.sent_page.sent.connect(lambda facts: self.sent.emit(pending, facts))
        self.sent_page.later.connect(self.reject)
        self.sent_page.given_up.connect(lambda: self._give_up(pending))
        self.sent_page.again.connect(lambda: self._pages.setCurrentIndex(0))
        self.sent_page.print_requested.connect(lambda: self._helpers.print(pending, self))
        self.sent_page.preview_requested.connect(lambda: self._helpers.preview_kept(pending, self))
        self._pages.setCurrentIndex(self._pages.addWidget(self.sent_page))
        self.sent_page.focus_first()

    def _give_up(self, pending: PendingPacket) -> None:
        words = "不再问这次报送是否送出。已生成的文件留在原处，报送记录里不会有它。"
        if ask(self, "不送了", words, "不送了(&D)"):
            self.given_up.emit(pending)
