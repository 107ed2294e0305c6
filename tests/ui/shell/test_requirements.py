"""A machine that is too old, or lacks something, is told in a sentence before anything is loaded."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

import main
from ui.shell import requirements
from ui.shell.requirements import what_is_missing


def test_a_python_that_is_too_old(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    assert main.main(["notices"]) == 3
    said = capsys.readouterr()
    assert said.err == "安月填报需要 Python 3.11 或更新，这里是 3.8.10。请安装新的 Python 后再运行。\n"
    assert said.out == ""


@pytest.mark.parametrize(("build", "too_old"), [(7601, True), (17134, True), (17763, False), (22631, False)])
def test_a_windows_that_is_too_old(monkeypatch: pytest.MonkeyPatch, build: int, too_old: bool) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "getwindowsversion", lambda: SimpleNamespace(build=build), raising=False)
    said = what_is_missing()
    assert bool(said) is too_old
    assert not too_old or "Windows 10 的 1809 版" in said


def test_a_system_library_that_is_too_old() -> None:
    error = "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /a/libQt6Core.so.6)"
    said = requirements._sentence(error)
    assert "需要 2.34 或更新" in said and "Debian 12" in said and said.endswith("。")


def test_a_library_that_is_not_there() -> None:
    said = requirements._sentence("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "缺少窗口需要的系统库 libEGL.so.1" in said and "libegl1" in said


def test_qt_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert "加载不了" in what_is_missing()


def test_a_machine_without_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert "没有图形桌面" in what_is_missing()
