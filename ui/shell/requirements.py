"""What the window needs of the machine, looked at before Qt is started, so that a lack is told in words. Imports no Qt."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
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

#: Windows 10 1809, the first that Qt 6 runs on.
_LEAST_WINDOWS_BUILD: Final = 17763
_GLIBC: Final = re.compile(r"GLIBC_([0-9.]+)' not found")


def what_is_missing() -> str:
    """A sentence that says what the machine lacks and how to get it; empty where the window can be shown."""
    if too_old := _system_that_is_too_old():
        return too_old
    if importlib.util.find_spec("PySide6") is None:
        return "缺少界面组件 PySide6。请按 README 的第一条命令安装后再运行。"
    if not sys.platform.startswith("linux"):
        return _unloadable()
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "这台机器现在没有图形桌面（没有 DISPLAY），打不开窗口。请在桌面上运行，或用 main.py --help 看不需要窗口的命令。"
    return missing_libraries("xcb" if os.environ.get("DISPLAY") and not platform else platform)


def _system_that_is_too_old() -> str:
    """A sentence where Qt's libraries can be known not to load; empty elsewhere. (Qt 6: Windows 10 1809.)"""
    if sys.platform == "win32" and sys.getwindowsversion().build < _LEAST_WINDOWS_BUILD:
        return (
            "这台电脑的 Windows 太旧，打不开窗口：需要 Windows 10 的 1809 版或更新。"
            "请升级系统，或换一台电脑；不需要窗口的命令见 main.py --help。"
        )
    return ""


def _unloadable() -> str:
    """A sentence where Qt is installed but its libraries cannot be loaded; empty where they can."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return (
            f"窗口组件（Qt）装好了，但在这台电脑上加载不了（{error}）。请升级系统后再试；"
            "Windows 上请安装微软的 Visual C++ 运行库（x64）。"
        )
    return ""


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
    if needed := _GLIBC.search(error):
        return (
            f"这个系统的基础库太旧（glibc {_glibc()}，需要 {needed.group(1)} 或更新），打不开窗口。"
            "请升级系统（如 Debian 12、Ubuntu 22.04 及以上），或用 README 的命令在这台电脑上重新安装：会装上适合它的旧版界面组件。"
        )
    library = error.split(":")[0].strip()
    package = next((name for beginning, name in _PACKAGES.items() if library.startswith(beginning)), "")
    hint = f"它在软件包 {package} 里。" if package else ""
    return f"缺少窗口需要的系统库 {library}。{hint}Debian 或 Ubuntu 请运行：sudo apt install {_ALL_PACKAGES}"


def _glibc() -> str:
    """The version of the system's C library, as far as it tells."""
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").removeprefix("glibc ") or "版本不明"
    except (ValueError, OSError):
        return "版本不明"
