"""The one place where an error is shown: a sentence for the user, and details that can be copied."""

from __future__ import annotations

import datetime
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from forms.errors import AnyueError, Cancelled

#: The log is started anew once it is larger than this.
_LONGEST_LOG: Final = 512 * 1024

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def show_error(parent: QWidget | None, title: str, error: AnyueError | str, details: str = "") -> None:
    """Tell the user what went wrong; ``details`` stand behind a button and can be copied. A stop is not told."""
    if isinstance(error, Cancelled):
        return
    message = error.message if isinstance(error, AnyueError) else error
    box = message_box(parent, QMessageBox.Icon.Warning, title, message)
    if details:
        box.setDetailedText(details)
    copy = QPushButton("复制详情(&C)" if details else "复制文字(&C)")
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()
    text = f"{title}\n{message}\n\n{details}".strip()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    close = box.addButton("关闭", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.exec()
    box.deleteLater()


def show_message(parent: QWidget | None, title: str, message: str) -> None:
    """Tell the user something that is no error."""
    box = message_box(parent, QMessageBox.Icon.Information, title, message)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    box.deleteLater()


def ask(parent: QWidget | None, title: str, question: str, yes: str, no: str = "") -> bool:
    """Ask before something that cannot be taken back; Enter and Esc both mean no."""
    box = message_box(parent, QMessageBox.Icon.Question, title, question)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(no or "取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse)
    box.setEscapeButton(refuse)
    box.exec()
    agreed = box.clickedButton() is agree
    box.deleteLater()
    return agreed


def offer(parent: QWidget | None, title: str, message: str, deed: str, close: str) -> bool:
    """Tell what is wrong together with a way out; whether the user takes it, as Enter does. Esc closes."""
    box = message_box(parent, QMessageBox.Icon.Warning, title, message)
    take = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(close, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(take)
    box.setEscapeButton(leave)
    box.exec()
    taken = box.clickedButton() is take
    box.deleteLater()
    return taken


def message_box(parent: QWidget | None, icon: QMessageBox.Icon, title: str, message: str) -> QMessageBox:
    """A box whose words are plain text that can be selected."""
    box = QMessageBox(icon, title, message, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box


def write_log(
    file: Path, kind: type[BaseException], trace: TracebackType | None, now: datetime.datetime
) -> None:
    """Note where an unexpected error came from. Neither its message nor any value is written: they may be personal."""
    frames = traceback.extract_tb(trace)
    lines = [f"{now:%Y-%m-%d %H:%M:%S} {kind.__name__}"]
    lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = "a" if file.exists() and file.stat().st_size < _LONGEST_LOG else "w"
        with file.open(mode, encoding="utf-8") as log:
            file.chmod(0o600)
            log.write("\n".join(lines) + "\n")
    except OSError as error:
        print(f"could not write the log: {error.strerror}", file=sys.stderr)


def unexpected_error_hook(log_file: Path, parent: Callable[[], QWidget | None]) -> Hook:
    """A ``sys.excepthook`` that shows an unexpected error, notes where it was, and lets the program go on."""
    shown = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal shown
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        write_log(log_file, kind, trace, datetime.datetime.now())
        if shown:
            return
        shown = True
        try:
            if isinstance(error, AnyueError):
                show_error(parent(), "没有完成", error)
            else:
                details = "".join(traceback.format_exception(kind, error, trace))
                show_error(parent(), "程序出错", _SORRY, details)
        finally:
            shown = False

    return hook


_SORRY: Final = (
    "程序内部出了错，刚才这一步可能没有完成。已经填写的内容都已保存，可以继续使用。\n"
    "如果再次出现，请点“复制详情”，把内容发给维护人员（其中可能含有您填写的内容，发送前请看一遍）。"
)
