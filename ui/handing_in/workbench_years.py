"""A new year on the workbench: last year's notice is to be put to rest, this year's can be used."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.storage.office.agenda import Passed
from ui.widgets.parts import button, card, label, row


class YearCard(QWidget):
    """A question about one notice, asked on the page itself: nothing happens until it is answered."""

    rest_requested = Signal()
    successor_requested = Signal()
    #: Not now.
    postponed = Signal()

    def __init__(self, passed: Passed, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"year-{passed.place.unit_id}-{passed.place.notice.id}")
        buttons = row()
        if passed.successor is not None:
            use = button(f"改用“{passed.successor.name}”(&U)", self.successor_requested.emit, "primary")
            use.setObjectName("use-successor")
            buttons.addWidget(use)
        if passed.is_over:
            kind = "" if passed.successor is not None else "primary"
            rest = button("收起这份通知(&J)", self.rest_requested.emit, kind)
            rest.setObjectName("rest-notice")
            buttons.addWidget(rest)
        later = button("以后再说", self.postponed.emit, "link")
        later.setObjectName("postpone-year")
        buttons.addWidget(later)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        lines = [label(line, "muted") for line in year_words(passed)]
        title = f"{place}：新的一年" if place else "新的一年"
        layout.addWidget(card(label(title, "section"), *lines, buttons))


def year_words(passed: Passed) -> list[str]:
    """What is said about the notice, a sentence a line."""
    notice = passed.place.notice
    lines = []
    if passed.is_over:
        lines.append(f"“{notice.name}”是{notice.year}年的通知，其中的日期都已过去。要把它收起来吗？")
        if passed.open_count:
            lines.append(f"其中还有 {passed.open_count} 项没有报送记录，收起后不再列为已过期。")
        lines.append("收起的通知、填过的表和报送记录都会留着，随时可以在“通知”页重新使用。")
    if passed.successor is not None:
        lines.append(
            f"同一发文机关{passed.successor.year}年的通知“{passed.successor.name}”已经有了。"
            "改用以后，去年的收件单位、方式、邮箱和附件会在报送时作为建议带出。"
        )
    return lines
