"""Colours of the window: a light and a dark theme, applied as Fusion's palette and one style sheet."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Final

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from forms.declared.resources import RESOURCES

STYLE_FILE: Final = RESOURCES / "styles" / "window.qss"

ICONS_FOLDER: Final = RESOURCES / "icons"

#: What the first picture of the window can do without is made this long after it, in milliseconds: so it is on the screen,
#: and the first key is heard, before.
AFTER_PAINT: Final = 40

#: What the user may choose under 设置; ``system`` follows the desktop.
SETTINGS: Final = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the window uses, as ``#rrggbb``.

    ``window`` is behind controls, ``desk`` lies under the paper, ``paper`` is where one writes, ``ink`` what is written,
    ``muted`` secondary words, ``line`` rules and borders, ``source_tint`` the ground of a blank that was not typed by hand.
    """

    name: str
    window: str
    desk: str
    paper: str
    ink: str
    muted: str
    line: str
    accent: str
    accent_text: str
    error: str
    error_background: str
    warning: str
    warning_background: str
    note: str
    source_tint: str
    focus: str

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


light_theme: Final = Theme(
    name="light",
    window="#fafbfb",
    desk="#eceff0",
    paper="#ffffff",
    ink="#1d2426",
    muted="#5b676b",
    line="#d3dadc",
    accent="#0f6b5c",
    accent_text="#ffffff",
    error="#b3261e",
    error_background="#fdecea",
    warning="#8a5200",
    warning_background="#fff4e0",
    note="#4a5f78",
    source_tint="#e8f2f0",
    focus="#17907c",
)

dark_theme: Final = Theme(
    name="dark",
    window="#1b1f21",
    desk="#141718",
    paper="#24292b",
    ink="#e7ebec",
    muted="#a3aeb2",
    line="#41494c",
    accent="#66c7b2",
    accent_text="#0c1f1b",
    error="#ff9c92",
    error_background="#4a2320",
    warning="#f2be6e",
    warning_background="#45340f",
    note="#a5bddb",
    source_tint="#22382f",
    focus="#7fd6c3",
)


def theme_for(setting: str, system_is_dark: bool) -> Theme:
    """The theme for what the user chose (one of :data:`SETTINGS`); anything else follows the system."""
    if setting == "dark" or (setting != "light" and system_is_dark):
        return dark_theme
    return light_theme


def palette_for(theme: Theme) -> QPalette:
    """The palette of a theme: what Fusion draws its controls from."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: theme.window,
        roles.WindowText: theme.ink,
        roles.Base: theme.paper,
        roles.AlternateBase: theme.desk,
        roles.Text: theme.ink,
        roles.PlaceholderText: theme.muted,
        roles.Button: theme.paper,
        roles.ButtonText: theme.ink,
        roles.BrightText: theme.error,
        roles.ToolTipBase: theme.paper,
        roles.ToolTipText: theme.ink,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.accent_text,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Accent: theme.accent,
        roles.Mid: theme.line,
        roles.Midlight: theme.desk,
        roles.Light: theme.paper,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def style_sheet(theme: Theme) -> str:
    """The window's style sheet with the theme's colours in place of ``@name``."""
    colours = asdict(theme) | {"icons": ICONS_FOLDER.as_posix()}
    return re.sub(r"@([a-z_]+)", lambda found: colours[found.group(1)], STYLE_FILE.read_text("utf-8"))


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole program in ``theme``; may be called again at any time."""
    app.setPalette(palette_for(theme))
    app.setStyleSheet(style_sheet(theme))
