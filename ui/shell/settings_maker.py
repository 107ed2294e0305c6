"""Makes the page 设置 and has done what it asks for: data, units, the reminder at log-in, looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from forms.errors import AnyueError
from forms.storage.folders import backups_folder
from ui.settings.page import SettingsPage
from ui.settings.units_card import UnitsCard
from ui.shell.appearance import Appearance
from ui.shell.login.autostart import Autostart, autostart
from ui.shell.units.actions import UnitActions
from ui.widgets.errors import show_error
from ui.workspace import APPEARANCE, Workspace

if TYPE_CHECKING:
    from ui.shell.pages import PageMaker


def make_settings(
    maker: PageMaker,
    window: QWidget,
    workspace: Workspace,
    appearance: Appearance,
    flush: Callable[[], bool],
) -> SettingsPage:
    """The page of the unit in use; going elsewhere is told by the signals of ``maker``."""
    unit, login = workspace.unit, autostart()
    page = SettingsPage(
        unit.profile,
        unit.save_profile,
        workspace.folder,
        backups_folder(workspace.folder),
        workspace.export_folder,
        appearance.setting,
        UnitsCard(workspace.store.listed_units, lambda: workspace.unit.unit_id),
        None if login is None else login.is_on(),
    )
    data = maker.data_actions()
    page.backup_requested.connect(data.back_up)
    page.restore_requested.connect(data.restore)
    page.save_failed.connect(lambda error: show_error(window, "保存", error))
    page.profile_saved.connect(maker.units_changed)

    def choose_appearance(setting: str) -> None:
        workspace.store.set_setting(APPEARANCE, setting)
        appearance.choose(setting)

    page.appearance_chosen.connect(choose_appearance)
    if login is not None:
        page.reminder_chosen.connect(lambda on: _set_reminder(page, window, login, on))
    _connect_units(page, maker, UnitActions(window, workspace, flush))
    return page


def _connect_units(page: SettingsPage, maker: PageMaker, actions: UnitActions) -> None:
    units = page.units
    units.switch_requested.connect(lambda unit_id: maker.place_requested.emit(unit_id, ""))
    units.set_aside_requested.connect(lambda unit_id: actions.set_aside(unit_id, True))
    units.bring_back_requested.connect(lambda unit_id: actions.set_aside(unit_id, False))
    units.export_requested.connect(actions.export)
    units.add_requested.connect(maker.new_unit_requested)
    units.import_requested.connect(actions.import_)
    actions.imported.connect(lambda unit_id: maker.place_requested.emit(unit_id, ""))
    actions.changed.connect(page.refresh)
    actions.changed.connect(maker.units_changed)


def _set_reminder(page: SettingsPage, window: QWidget, login: Autostart, on: bool) -> None:
    try:
        login.set_on(on)
    except AnyueError as error:
        show_error(window, "登录时的提醒", error)
        page.show_reminder(login.is_on())
