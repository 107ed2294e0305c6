"""The program's own line icons, drawn in a colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QIcon, QImageReader, QPixmap

from ui.widgets.theme import ICONS_FOLDER


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The icon ``name`` in ``colour``, sharp on screens of one to three times the usual density."""
    drawing = (ICONS_FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    result = QIcon()
    for density in (1, 2, 3):
        result.addPixmap(_draw(drawing, size * density))
    return result


def _draw(drawing: bytes, size: int) -> QPixmap:
    buffer = QBuffer()
    buffer.setData(QByteArray(drawing))
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(size, size))
    return QPixmap.fromImage(reader.read())
