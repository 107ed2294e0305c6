"""送出前核对: what to know before a packet goes, each line with its weight and, where it can be mended, the way there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporters.handing_in.plan import Remark
from forms.form.finding import Severity
from ui.widgets.parts import button, clear, label, row

_MARKS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.NOTE: "提示"}


class PacketChecks(QWidget):
    """The check list."""

    #: The id of a form to mend.
    fix_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Remark, ...] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._shown or ()

    @property
    def summary(self) -> str:
        """``核对：1 处错误，2 处注意``."""
        counts = [
            (sum(one.severity is weight for one in self.remarks), mark) for weight, mark in _MARKS.items()
        ]
        parts = [f"{count} 处{mark}" for count, mark in counts if count]
        return "核对：{}".format("，".join(parts) or "没有发现问题")

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show these in place of what was shown."""
        if remarks == self._shown:
            return
        self._shown = remarks
        clear(self._layout)
        if not remarks:
            self._layout.addWidget(label("没有发现问题，可以报送。", "muted"))
        for remark in remarks:
            self._layout.addLayout(self._line(remark))

    def _line(self, remark: Remark) -> QVBoxLayout:
        mark = label(
            _MARKS[remark.severity], "error" if remark.severity is Severity.ERROR else "muted", wrap=False
        )
        words = label(remark.text, selectable=True)
        words.setAccessibleName(f"{_MARKS[remark.severity]}：{remark.text}")
        line = row(spacing=12)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        if remark.form_id:
            fix = button("去修改", partial(self.fix_requested.emit, remark.form_id), "link")
            fix.setAccessibleName(f"去修改：{remark.text}")
            line.addWidget(fix, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout()
        outer.addLayout(line)
        return outer
