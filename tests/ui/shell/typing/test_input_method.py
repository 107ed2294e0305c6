"""Which input method is taken on which desktop, what is said where there is none, and that the environment stays as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ui.shell.typing import input_method as chooser
from ui.shell.typing.input_method import FCITX_5, PORTAL, Desktop, choose_input_method, this_desktop

WHEEL = frozenset({"compose", "ibus", "qtvirtualkeyboard"})
X11 = {"DISPLAY": ":0"}
WAYLAND = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
PORTAL_OF_FCITX = frozenset({FCITX_5, PORTAL})
TAKE_PORTAL = {"QT_IM_MODULES": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"QT_IM_MODULE": "fcitx"},
        {"QT_IM_MODULE": "fcitx5"},
        {"QT_IM_MODULE": "xim"},
        {"QT_IM_MODULE": "ibus"},
        {"QT_IM_MODULES": "fcitx;xim", "QT_IM_MODULE": "fcitx"},
    ],
)
def test_fcitx_5_is_reached_through_the_portal(named: dict[str, str]) -> None:
    chosen = choose_input_method(Desktop(WHEEL, X11 | named, frozenset({"fcitx5"}), PORTAL_OF_FCITX))
    assert (chosen.environment, chosen.hint) == (TAKE_PORTAL, "")


def test_ibus_that_runs_is_taken_as_it_is() -> None:
    desktop = Desktop(WHEEL, X11 | {"QT_IM_MODULE": "fcitx"}, frozenset({"ibus-daemon"}), ibus_runs=True)
    assert choose_input_method(desktop).environment == {"QT_IM_MODULES": "ibus"}
    desktop = Desktop(WHEEL, X11 | {"QT_IM_MODULE": "ibus"}, frozenset({"ibus-daemon"}), ibus_runs=True)
    assert choose_input_method(desktop) == chooser.InputMethod()


def test_an_address_without_the_program_is_not_enough() -> None:
    """Qt's plug-in looks for ``ibus-daemon`` first."""
    chosen = choose_input_method(Desktop(WHEEL, X11, on_bus=PORTAL_OF_FCITX, ibus_runs=True))
    assert chosen.environment == TAKE_PORTAL


def test_on_wayland_the_desktops_own_way_comes_first() -> None:
    named = WAYLAND | {"QT_IM_MODULE": "fcitx"}
    assert choose_input_method(Desktop(WHEEL, WAYLAND)) == chooser.InputMethod()
    assert choose_input_method(Desktop(WHEEL, named)).environment == {"QT_IM_MODULES": "wayland"}
    chosen = choose_input_method(Desktop(WHEEL, named, on_bus=PORTAL_OF_FCITX))
    assert chosen.environment == {"QT_IM_MODULES": "wayland;ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(
    ("environment", "programs", "on_bus", "said"),
    [
        ({"QT_IM_MODULE": "fcitx"}, (), (), "sudo apt install fcitx5 fcitx5-chinese-addons"),
        ({"XMODIFIERS": "@im=fcitx"}, ("fcitx5",), (), "fcitx5 -d"),
        ({"GTK_IM_MODULE": "ibus"}, ("ibus-daemon",), (), "ibus-daemon -drx"),
        ({"GTK_IM_MODULE": "ibus"}, (), (), "sudo apt install"),
        ({"XMODIFIERS": "@im=SCIM"}, (), (), "sudo apt install"),
        ({}, (), (FCITX_5,), "IBus 前端"),
        ({"QT_IM_MODULE": "fcitx"}, (), (chooser.FCITX_4[1],), "Fcitx 4"),
        ({"LANG": "zh_CN.UTF-8"}, (), (), "没有找到中文输入法"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, (), (), "没有找到中文输入法"),
    ],
)
def test_where_none_can_work_it_is_said_what_to_do(
    environment: dict[str, str], programs: tuple[str, ...], on_bus: tuple[str, ...], said: str
) -> None:
    desktop = Desktop(WHEEL, X11 | environment, frozenset(programs), frozenset(on_bus))
    chosen = choose_input_method(desktop)
    assert not chosen.environment
    assert said in chosen.hint
    assert "粘贴" in chosen.hint


@pytest.mark.parametrize(
    "environment",
    [
        X11,
        X11 | {"LANG": "en_US.UTF-8", "XMODIFIERS": "@im=none"},
        X11 | {"QT_IM_MODULE": "compose", "LANG": "zh_CN.UTF-8"},
        X11 | {"QT_IM_MODULE": "simple", "GTK_IM_MODULE": "fcitx"},
        X11 | {"QT_IM_MODULE": "qtvirtualkeyboard", "LANG": "zh_CN.UTF-8"},
        X11 | {"QT_QPA_PLATFORM": "offscreen", "LANG": "zh_CN.UTF-8"},
        WAYLAND | {"LANG": "zh_CN.UTF-8"},
        {"LANG": "zh_CN.UTF-8"},
    ],
)
def test_nothing_is_said_or_done_where_nothing_is_needed(environment: dict[str, str]) -> None:
    assert choose_input_method(Desktop(WHEEL, environment)) == chooser.InputMethod()


def test_a_plug_in_that_is_there_is_left_alone() -> None:
    desktop = Desktop(WHEEL | {"fcitx"}, X11 | {"QT_IM_MODULE": "fcitx"}, on_bus=PORTAL_OF_FCITX)
    assert choose_input_method(desktop) == chooser.InputMethod()


def test_the_plug_ins_are_those_of_the_wheel() -> None:
    assert this_desktop({}).plugins >= {"compose", "ibus"}


def test_ibus_runs_where_the_process_lives_that_wrote_its_address(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "DISPLAY": ":7.0"}
    folder = tmp_path / ".config" / "ibus" / "bus"
    folder.mkdir(parents=True)
    assert not this_desktop(environment).ibus_runs
    (folder / "machine-unix-7").write_text(
        f"IBUS_ADDRESS=unix:path=/x\nIBUS_DAEMON_PID={os.getpid()}\n", "utf-8"
    )
    assert this_desktop(environment).ibus_runs
    assert not this_desktop(environment | {"DISPLAY": ":8"}).ibus_runs
    (folder / "machine-unix-7").write_text("IBUS_DAEMON_PID=999999999\n", "utf-8")
    assert not this_desktop(environment).ibus_runs


def test_the_environment_is_as_before_once_qt_has_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(
        chooser, "this_desktop", lambda _environment: Desktop(WHEEL, X11, on_bus=PORTAL_OF_FCITX)
    )
    monkeypatch.setenv("QT_IM_MODULES", "fcitx")
    monkeypatch.delenv("IBUS_USE_PORTAL", raising=False)
    with chooser.input_method() as hint:
        assert (hint, os.environ["QT_IM_MODULES"], os.environ["IBUS_USE_PORTAL"]) == ("", "ibus", "1")
    assert os.environ["QT_IM_MODULES"] == "fcitx"
    assert "IBUS_USE_PORTAL" not in os.environ


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(chooser, "this_desktop", lambda _environment: pytest.fail("looked at"))
    with chooser.input_method() as hint:
        assert hint == ""
