"""送出前核对: what to know before a packet goes, each line with its weight and, where it can be mended, the way there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.form.finding import Finding, Severity
from ui.widgets.parts import button, clear, label, row

_MARKS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.NOTE: "提示"}


class PacketChecks(QWidget):
    """The check list."""

    #: The id of a form to mend.
    fix_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Finding, ...] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        return self._shown or ()

    @property
    def summary(self) -> str:
        """``核对：1 处错误，2 处注意``."""
        counts = [
            (sum(remark.severity is weight for remark in self.remarks), mark)
            for weight, mark in _MARKS.items()
        ]
        parts = [f"{count} 处{mark}" for count, mark in counts if count]
        return "核对：{}".format("，".join(parts) or "没有发现问题")

    def show_remarks(self, remarks: tuple[Finding, ...]) -> None:
        """Show these in place of what was shown."""
        if remarks == self._shown:
            return
        self._shown = remarks
        clear(self._layout)
        if not remarks:
            self._layout.addWidget(label("没有发现问题，可以报送。", "muted"))
        for remark in remarks:
            self._layout.addLayout(self._line(remark))

    def _line(self, remark: Finding) -> QVBoxLayout:
        mark = label(
            _MARKS[remark.severity], "error" if remark.severity is Severity.ERROR else "muted", wrap=False
        )
        words = label(remark.message, selectable=True)
        words.setAccessibleName(f"{_MARKS[remark.severity]}：{remark.message}")
        line = row(spacing=12)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        if remark.field:
            fix = button("去修改", partial(self.fix_requested.emit, remark.field), "link")
            fix.setAccessibleName(f"去修改：{remark.message}")
            line.addWidget(fix, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout()
        outer.addLayout(line)
        return outer
