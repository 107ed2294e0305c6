"""Finds an input method that Qt can talk to, so that Chinese can be typed, and says what to do where there is none.

PySide6 brings a plug-in for IBus and none for Fcitx. Fcitx 5 answers as IBus does, on IBus's own address and as the portal
``org.freedesktop.portal.IBus``; without the program ``ibus-daemon`` Qt's plug-in takes only the portal. Imports no Qt but to
know where its plug-ins lie.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ui.shell.typing.session_bus import names_on_bus

PORTAL: Final = "org.freedesktop.portal.IBus"
FCITX_5: Final = "org.fcitx.Fcitx5"
FCITX_4: Final = ("org.fcitx.Fcitx", "org.fcitx.Fcitx-0", "org.fcitx.Fcitx-1")
_IBUS: Final = "ibus"
_WAYLAND: Final = "wayland"
#: Platforms of Qt on which a person types.
_TYPED_ON: Final = ("xcb", _WAYLAND)
#: Named to have no input method: the user's own choice.
_NONE: Final = frozenset({"compose", "simple", "none"})
#: What names an input method for other programs of the desktop.
_OTHER_PROGRAMS: Final = ("GTK_IM_MODULE", "XMODIFIERS", "CLUTTER_IM_MODULE", "SDL_IM_MODULE")
_PASTE: Final = "在这之前，可以在别的程序里打好汉字，粘贴进来。"
_INSTALL: Final = "请安装 Fcitx 5（sudo apt install fcitx5 fcitx5-chinese-addons），注销后重新登录。"


@dataclass(frozen=True)
class Desktop:
    """What the machine says about itself: Qt's plug-ins, the environment, programs that are installed or running."""

    plugins: frozenset[str]
    environment: Mapping[str, str]
    programs: frozenset[str] = frozenset()
    on_bus: frozenset[str] = frozenset()
    ibus_runs: bool = False


@dataclass(frozen=True)
class InputMethod:
    """What to set for Qt's start, and what to tell the user; both empty where all is well as it is."""

    environment: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


def choose_input_method(desktop: Desktop) -> InputMethod:
    """The input method for this desktop."""
    environment = desktop.environment
    platforms = _platforms(environment)
    named = _named(environment)
    if not platforms or named & _NONE or named & (desktop.plugins - {_IBUS, *_NONE}):
        return InputMethod()
    on_wayland = _WAYLAND in platforms
    # Qt asks one after the other; what is no plug-in of its own, or has nobody to talk to, is passed over.
    modules = f"{_WAYLAND};{_IBUS}" if on_wayland else _IBUS
    if _IBUS in desktop.plugins:
        if "ibus-daemon" in desktop.programs and desktop.ibus_runs:
            return InputMethod({} if named == {_IBUS} else {"QT_IM_MODULES": modules})
        if PORTAL in desktop.on_bus:
            return InputMethod({"QT_IM_MODULES": modules, "IBUS_USE_PORTAL": "1"})
    if on_wayland:
        # The desktop itself passes on what is typed, and nobody can say beforehand whether it does.
        return InputMethod({"QT_IM_MODULES": _WAYLAND} if named and named != {_WAYLAND} else {})
    return InputMethod(hint=_hint(desktop, named))


def _platforms(environment: Mapping[str, str]) -> frozenset[str]:
    """The platforms Qt may take on which somebody types."""
    if given := environment.get("QT_QPA_PLATFORM", ""):
        platforms = {part.partition(":")[0].partition("-")[0] for part in given.split(";")}
    else:
        has = {"xcb": "DISPLAY", _WAYLAND: "WAYLAND_DISPLAY"}
        platforms = {platform for platform, variable in has.items() if environment.get(variable)}
    return frozenset(platforms & set(_TYPED_ON))


def _named(environment: Mapping[str, str]) -> frozenset[str]:
    """The plug-ins that the environment names for Qt."""
    given = environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE", "")
    return frozenset(name.strip() for name in given.split(";") if name.strip())


def _wanted(environment: Mapping[str, str], named: frozenset[str]) -> str:
    """What the desktop was set up to type with, for whichever program: empty where that is nothing."""
    texts = [*named, *(environment.get(name, "") for name in _OTHER_PROGRAMS)]
    names = [re.sub(r"^@im=", "", text).lower() for text in texts]
    known = [name for name in names if name and name not in {*_NONE, "xim", "gtk-im-context-simple"}]
    return next((name for name in known if "fcitx" in name), known[0] if known else "")


def _speaks_chinese(environment: Mapping[str, str]) -> bool:
    given = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next((text for text in given if text), "").startswith("zh")


def _hint(desktop: Desktop, named: frozenset[str]) -> str:
    wanted = _wanted(desktop.environment, named)
    if FCITX_5 in desktop.on_bus:
        reason = (
            "正在运行的 Fcitx 5 没有打开 IBus 前端，本窗口里打不出汉字。"
            "请在“Fcitx 配置”的“附加组件”里启用“IBus 前端”，再重新打开安月填报。"
        )
    elif desktop.on_bus & set(FCITX_4):
        reason = f"正在运行的输入法是 Fcitx 4，本窗口里用它打不出汉字。{_INSTALL}"
    elif "fcitx" in wanted and "fcitx5" in desktop.programs:
        reason = "输入法 Fcitx 5 没有运行，本窗口里打不出汉字。请先启动它（在终端运行 fcitx5 -d），再重新打开安月填报。"
    elif wanted == _IBUS and "ibus-daemon" in desktop.programs:
        reason = "输入法 IBus 没有运行，本窗口里打不出汉字。请先启动它（在终端运行 ibus-daemon -drx），再重新打开安月填报。"
    elif wanted:
        reason = f"没有本程序能用的输入法，本窗口里打不出汉字。{_INSTALL}"
    elif _speaks_chinese(desktop.environment):
        reason = f"没有找到中文输入法，本窗口里打不出汉字。{_INSTALL}"
    else:
        return ""
    return reason + _PASTE


def this_desktop(environment: Mapping[str, str]) -> Desktop:
    """What this machine says about itself."""
    path = environment.get("PATH", os.defpath)
    programs = frozenset(name for name in ("ibus-daemon", "fcitx5") if shutil.which(name, path=path))
    return Desktop(
        _plugins(),
        environment,
        programs,
        names_on_bus((PORTAL, FCITX_5, *FCITX_4), environment),
        _ibus_runs(environment),
    )


def _plugins() -> frozenset[str]:
    """The input methods for which PySide6 has a plug-in, by the names Qt knows them by."""
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"
    names = (path.stem for path in folder.glob("lib*plugin.so"))
    return frozenset(re.sub(r"^lib|(platforminputcontext)?plugin$", "", name) for name in names)


def _ibus_runs(environment: Mapping[str, str]) -> bool:
    """Whether the process lives that wrote the address of IBus for this display, as Qt's plug-in will ask."""
    files = [Path(environment["IBUS_ADDRESS_FILE"])] if environment.get("IBUS_ADDRESS_FILE") else []
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "/"), ".config"))
    display = environment.get("DISPLAY", "").rpartition(":")[2].partition(".")[0]
    for ending in (display, environment.get("WAYLAND_DISPLAY", "")):
        if ending:
            files += Path(home, "ibus", "bus").glob(f"*-{ending}")
    return any(_lives(path) for path in files)


def _lives(address_file: Path) -> bool:
    try:
        text = address_file.read_text("utf-8", "replace")
        found = re.search(r"^IBUS_DAEMON_PID=(\d{1,9})$", text, re.MULTILINE)
        if found is None:
            return False
        os.kill(int(found.group(1)), 0)
    except OSError:
        return False
    return True


@contextmanager
def input_method() -> Iterator[str]:
    """While Qt starts: the environment in which it finds an input method. Gives what the user is to be told, or nothing.

    Afterwards the environment is as before, so that programs opened from here find theirs.
    """
    if not sys.platform.startswith("linux"):
        yield ""
        return
    chosen = choose_input_method(this_desktop(os.environ))
    before = {name: os.environ.get(name) for name in chosen.environment}
    os.environ.update(chosen.environment)
    try:
        yield chosen.hint
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
