"""Above the paper while what was typed could not be saved: why, and a button to try again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.errors import AnyueError
from ui.widgets.parts import button, label


class FailureBanner(QWidget):
    """Hidden until :meth:`tell`. ``leave`` gives the keyboard another place when the banner goes from under it."""

    def __init__(
        self, retry: Callable[[], object], leave: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._leave = leave
        self.setAccessibleName("保存失败")
        self.words = label(kind="notice")
        self.retry = button("再试一次(&T)", retry)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.retry)
        self.hide()

    def tell(self, error: AnyueError) -> None:
        """Say why it could not be saved."""
        words = f"{error.message}您填写的内容都还在，程序会自动再试，请先不要关闭窗口。"
        self.words.setText(words)
        self.show()

    def put_away(self) -> None:
        """Everything is saved."""
        if self.retry.hasFocus():
            self._leave()
        self.hide()
