"""Whether the reminder is started at log-in: a desktop file or an entry of Windows, there only while it is wished for.

Sources: freedesktop.org, Desktop Application Autostart Specification 0.5 and Desktop Entry Specification 1.5 (``Exec``);
Microsoft, Run and RunOnce registry keys.
"""

from __future__ import annotations

import os
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Final

from forms.errors import environment_failure
from forms.storage.folders import HOME_VARIABLE

#: The one argument that asks for the reminder instead of the window.
REMIND: Final = "--remind"

_NAME: Final = "anyue-reminder"
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_MAIN: Final = Path(__file__).resolve().parents[3] / "main.py"


class Autostart(ABC):
    """One system's way to start something at log-in."""

    @abstractmethod
    def is_on(self) -> bool:
        """Whether the reminder is started."""

    @abstractmethod
    def set_on(self, on: bool) -> None:
        """Start it from the next log-in on, or leave nothing of it. Raises ``EnvironmentFailure``."""


class DesktopFile(Autostart):
    """A desktop file in the user's autostart folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{_NAME}.desktop"

    def is_on(self) -> bool:
        return self.path.is_file()

    def set_on(self, on: bool) -> None:
        try:
            if not on:
                self.path.unlink(missing_ok=True)
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(_desktop_entry(_command()), "utf-8")
        except OSError as error:
            raise environment_failure(error, "设置登录时的提醒") from error


class RunEntry(Autostart):
    """A value under the user's ``Run`` key. ``registry`` is the module ``winreg``."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry

    def is_on(self) -> bool:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                registry.QueryValueEx(key, _NAME)
        except OSError:
            return False
        return True

    def set_on(self, on: bool) -> None:
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if on:
                    command = subprocess.list2cmdline(_command())
                    registry.SetValueEx(key, _NAME, 0, registry.REG_SZ, command)
                elif self.is_on():
                    registry.DeleteValue(key, _NAME)
        except OSError as error:
            raise environment_failure(error, "设置登录时的提醒") from error


def autostart() -> Autostart | None:
    """This system's way; ``None`` where none is known."""
    if sys.platform == "win32":
        import winreg

        return RunEntry(winreg)
    if sys.platform == "darwin":
        return None
    given = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        folder = Path(given) if Path(given).is_absolute() else Path.home() / ".config"
    except RuntimeError:
        return None
    return DesktopFile(folder / "autostart")


def program() -> list[str]:
    """What starts this program, without a console where there is a choice."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    interpreter = Path(sys.executable)
    windowed = interpreter.with_name("pythonw.exe")
    return [str(windowed if windowed.is_file() else interpreter), str(_MAIN)]


def _command() -> list[str]:
    """The reminder's command; data that lie elsewhere are named."""
    elsewhere = os.environ.get(HOME_VARIABLE, "")
    named = ["env", f"{HOME_VARIABLE}={elsewhere}"] if elsewhere and sys.platform != "win32" else []
    return [*named, *program(), REMIND]


def _desktop_entry(command: list[str]) -> str:
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=安月填报：到期提醒",
            f"Exec={' '.join(map(_quoted, command))}",
            "Terminal=false",
            "NoDisplay=true",
            "X-GNOME-Autostart-enabled=true",
            "",
        )
    )


def _quoted(argument: str) -> str:
    """An argument of ``Exec``: quoted, and escaped once as an argument and once as a value of the file."""
    for character in ("\\", '"', "`", "$"):
        argument = argument.replace(character, "\\" + character)
    return '"' + argument.replace("\\", "\\\\").replace("%", "%%").replace("\n", "\\n") + '"'
