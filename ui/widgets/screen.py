"""How large a window of its own may be on the screen it is shown on."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

#: Left free beside a window, and above and below it, where its frame and its title are.
_BESIDE: Final = 40
_ABOVE: Final = 60


def fit_screen(window: QWidget, width: int, height: int, parent: QWidget | None = None) -> None:
    """Give ``window`` this size, or what the screen of ``parent`` (else its own) has room for."""
    room = (parent or window).screen().availableGeometry()
    window.resize(min(width, room.width() - _BESIDE), min(height, room.height() - _ABOVE))
