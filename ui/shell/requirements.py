"""What the window needs of the machine, looked at before Qt is started, so that a lack is told in words. Imports no Qt."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path
from typing import Final

#: Debian and Ubuntu packages that hold the libraries Qt asks for, by the beginning of the library's name.
_PACKAGES: Final = {
    "libEGL": "libegl1",
    "libGL.": "libgl1",
    "libGLX": "libglx0",
    "libOpenGL": "libopengl0",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libxkbcommon": "libxkbcommon0",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-xinerama": "libxcb-xinerama0",
    "libxcb-xkb": "libxcb-xkb1",
    "libxcb": "libxcb1",
    "libX11-xcb": "libx11-xcb1",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
}

#: Everything Qt may ask for on Debian and Ubuntu, in one command.
_ALL_PACKAGES: Final = (
    "libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 "
    "libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libx11-xcb1 libdbus-1-3 libfontconfig1 libglib2.0-0"
)


def what_is_missing() -> str:
    """A sentence that says what the machine lacks and how to get it; empty where the window can be shown."""
    if importlib.util.find_spec("PySide6") is None:
        return "缺少界面组件 PySide6。请按 README 的第一条命令安装后再运行。"
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "这台机器现在没有图形桌面（没有 DISPLAY），打不开窗口。请在桌面上运行，或用 main.py --help 看不需要窗口的命令。"
    return missing_libraries("xcb" if os.environ.get("DISPLAY") and not platform else platform)


def missing_libraries(platform: str) -> str:
    """A sentence that names the first system library Qt and its ``platform`` plug-in lack; empty where none is lacking."""
    try:
        from PySide6 import QtWidgets
    except ImportError as error:
        return _sentence(str(error))
    folder = Path(QtWidgets.__file__).parent / "Qt" / "plugins" / "platforms"
    plugin = folder / f"libq{platform.partition(':')[0]}.so"
    if plugin.exists():
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            return _sentence(str(error))
    return ""


def _sentence(error: str) -> str:
    library = error.split(":")[0].strip()
    package = next((name for beginning, name in _PACKAGES.items() if library.startswith(beginning)), "")
    hint = f"它在软件包 {package} 里。" if package else ""
    return f"缺少窗口需要的系统库 {library}。{hint}Debian 或 Ubuntu 请运行：sudo apt install {_ALL_PACKAGES}"
