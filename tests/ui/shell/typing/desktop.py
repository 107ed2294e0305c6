"""A desktop of its own without a screen: X, a window manager, a message bus and Fcitx 5 set to pinyin."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[4]
PROGRAMS = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "dbus-send", "fcitx5", "fcitx5-remote")
PINYIN = Path("/usr/share/fcitx5/inputmethod/pinyin.conf")
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=pinyin
Layout=
[GroupOrder]
0=Default
"""
#: Seconds for anything to happen that is to happen.
PATIENCE = 20.0


def what_is_missing() -> str:
    """The programs that this machine lacks."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if not PINYIN.exists():
        missing.append("fcitx5-chinese-addons")
    return "、".join(missing)


def until(what: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Wait until ``what`` is true; false where it does not become so."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


class Desktop:
    """The programs' environment, and keys typed as a person's keyboard would."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def type(self, keys: str) -> None:
        self.run("xdotool", "type", "--delay", "15", keys)

    def key(self, name: str) -> None:
        self.run("xdotool", "key", name)

    def has_input_method(self) -> bool:
        """Whether Fcitx 5 answers as IBus."""
        bus = "org.freedesktop.DBus"
        name = "string:org.freedesktop.portal.IBus"
        asked = ("--session", "--print-reply=literal", f"--dest={bus}", "/", f"{bus}.NameHasOwner", name)
        return self.run("dbus-send", *asked).endswith("true")

    def use_pinyin(self) -> None:
        """Switch the field with the focus to pinyin, as soon as Fcitx knows of it."""

        def is_pinyin() -> bool:
            self.run("fcitx5-remote", "-s", "pinyin")
            return self.run("fcitx5-remote") in ("1", "2") and self.run("fcitx5-remote", "-n") == "pinyin"

        assert until(is_pinyin), self.run("fcitx5-remote")


class Window:
    """The program in a process of its own, told by lines what to show and asked what stands there."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, **question: str) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the window has gone: {self._process.poll()}"
        return json.loads(answer)

    def state(self) -> dict[str, Any]:
        """What has the focus: its name, text, width, and the composition in it."""
        told: dict[str, Any] = self.ask(do="state")
        return told

    def go_to(self, name: str) -> None:
        """Put the focus into the field called ``name``, as soon as there is one."""
        assert until(lambda: self.ask(do="focus", name=name)), name

    def click(self, text: str) -> None:
        """Click the button whose text begins so, as soon as there is one."""
        assert until(lambda: self.ask(do="click", name=text)), text


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """A desktop with Fcitx 5 running and nothing set for Qt."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "GTK_IM", "IBUS_"))}
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "XMODIFIERS"):
        own.pop(name, None)
    run = folder / "run"
    run.mkdir(mode=0o700, parents=True)
    own |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(run), "XDG_CONFIG_HOME": str(folder / ".config")}
    own |= {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "xcb"}
    profile = folder / ".config" / "fcitx5" / "profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(PROFILE, "utf-8")
    with ExitStack() as stack:
        server = _start(stack, own, "Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24")
        own["DISPLAY"] = f":{_first_line(server)}"
        bus = _start(stack, own, "dbus-daemon", "--session", "--nofork", "--print-address=1")
        own["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus)
        _start(stack, own, "openbox")
        _start(stack, own, "fcitx5", "--disable", "wayland,waylandim,quickphrase")
        made = Desktop(own)
        assert until(made.has_input_method), "Fcitx 5 did not start"
        yield made


@contextmanager
def window(desktop: Desktop, folder: Path, **variables: str) -> Iterator[Window]:
    """The program's window on ``desktop``, with these variables set as that desktop might."""
    environment = desktop.environment | variables | {"ANYUE_HOME": str(folder)}
    with ExitStack() as stack:
        script = str(Path(__file__).with_name("window.py"))
        process = _start(stack, environment, sys.executable, script, str(ROOT))
        assert _first_line(process) == "ready"
        yield Window(process)


def _start(stack: ExitStack, environment: dict[str, str], *command: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def end() -> None:
        process.terminate()
        try:
            process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    stack.callback(end)
    return process


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
