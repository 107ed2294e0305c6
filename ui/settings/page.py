"""设置: the unit's profile, folders, looks, backups, and about the program."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

import forms
from forms.errors import AnyueError
from forms.words import size_words, stamp_words
from ui.settings.about import about_text
from ui.settings.profile_editor import ProfileEditor
from ui.settings.units_card import UnitsCard
from ui.widgets.help import Topic, about
from ui.widgets.parts import button, card, label, row, scrolling_page
from ui.widgets.theme import SETTINGS


class SettingsPage(QWidget):
    """Every change is kept at once; there is no button to press for it."""

    appearance_chosen = Signal(str)
    export_folder_requested = Signal()
    backup_requested = Signal()
    restore_requested = Signal()
    #: A folder to show in the desktop's file manager.
    folder_requested = Signal(object)
    profile_saved = Signal()
    #: Whether to remind at log-in.
    reminder_chosen = Signal(bool)
    save_failed = Signal(object)

    def __init__(
        self,
        profile: Callable[[], Mapping[str, str]],
        save_profile: Callable[[Mapping[str, str]], None],
        data_folder: Path,
        backups_folder: Path,
        export_folder: Callable[[], Path],
        appearance: str,
        units: UnitsCard,
        reminds_at_login: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``reminds_at_login`` is ``None`` where this system knows no such thing."""
        super().__init__(parent)
        self.units = units
        about(self, Topic.SETTINGS)
        self._profile = profile
        self._save_profile = save_profile
        self._data_folder = data_folder
        self._backups_folder = backups_folder
        self._export_folder = export_folder
        self.editor = ProfileEditor()
        self.editor.edited.connect(self.keep_profile)
        self._saved = label("", "muted")
        self._saved.hide()
        self._export_words = label("", selectable=True)
        self._backups = label("", "muted", selectable=True)
        area, contents = scrolling_page()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        contents.addWidget(label("设置", "page-title"))
        for title, part in (
            ("单位资料", self._profile_card()),
            ("这台电脑上的单位", units),
            ("提醒", self._reminder_card(reminds_at_login)),
            ("文件夹", self._folders_card()),
            ("外观", self._appearance_card(appearance)),
            ("备份与恢复", self._backup_card()),
            ("关于", self._about_card()),
        ):
            contents.addSpacing(4)
            contents.addWidget(label(title, "section"))
            contents.addWidget(part)
        contents.addStretch(1)
        self.editor.set_texts(profile())

    def refresh(self) -> None:
        """Show the folders and backups as they are now."""
        self._export_words.setText(str(self._export_folder()))
        self._backups.setText(self._backup_words())
        self.units.refresh()

    def focus_first(self) -> None:
        next(iter(self.editor.fields.values())).setFocus()

    def keep_typed(self) -> bool:
        """Keep what stands in a field the user has not left yet. Always true: what is wrong is marked."""
        if self.editor.texts(self._profile()) != dict(self._profile()):
            self.keep_profile()
        return True

    def keep_profile(self) -> None:
        """Keep what is right; what is wrong is marked and keeps what it was before."""
        before = self._profile()
        texts = self.editor.texts(before)
        wrong = [field.entry.label for field in self.editor.fields.values() if not field.check()]
        if texts != dict(before):
            try:
                self._save_profile(texts)
            except AnyueError as error:
                self.save_failed.emit(error)
                return
            self.profile_saved.emit()
            self.units.refresh()
        self._saved.show()
        if wrong:
            self._saved.setText("“{}”有误，改正后才会保存这一项。".format("、".join(wrong)))
        else:
            self._saved.setText("已保存。新打开的表会自动带出。")

    def _profile_card(self) -> QWidget:
        words = "每张新表都从这里带出，改动随时保存。已经填过的表不会被改动。"
        return card(label(words, "muted"), self.editor, self._saved)

    def _folders_card(self) -> QWidget:
        choose = button("选择导出文件夹(&E)…", self.export_folder_requested.emit)
        show = button("打开数据文件夹(&D)", lambda: self.folder_requested.emit(self._data_folder))
        return card(
            label("导出的文件放在", "muted"),
            self._export_words,
            row(choose, None),
            label("您的数据保存在（请不要手工改动其中的文件）", "muted"),
            label(str(self._data_folder), selectable=True),
            row(show, None),
        )

    def _reminder_card(self, reminds: bool | None) -> QWidget:
        words = "打开程序时，如有已过期或本周到期的事项，窗口下边会有一行提醒。"
        self.login_box = QCheckBox("登录电脑时也提醒一次(&G)")
        self.login_box.setChecked(bool(reminds))
        self.login_box.setToolTip("登录后显示一条通知，不弹出对话框；没有到期的就什么也不显示。")
        if reminds is None:
            self.login_box.hide()
        self.login_box.toggled.connect(self.reminder_chosen)
        return card(label(words, "muted"), self.login_box)

    def show_reminder(self, reminds: bool) -> None:
        """Show how it is, where what was chosen could not be done."""
        self.login_box.blockSignals(True)
        self.login_box.setChecked(reminds)
        self.login_box.blockSignals(False)

    def _appearance_card(self, appearance: str) -> QWidget:
        names = {"system": "跟随系统(&S)", "light": "浅色(&L)", "dark": "深色(&K)"}
        self.appearance_group = QButtonGroup(self)
        line = row(spacing=20)
        for number, setting in enumerate(SETTINGS):
            choice = QRadioButton(names[setting])
            choice.setObjectName(f"appearance-{setting}")
            choice.setChecked(setting == (appearance if appearance in SETTINGS else "system"))
            self.appearance_group.addButton(choice, number)
            line.addWidget(choice)
        line.addStretch(1)
        self.appearance_group.idClicked.connect(lambda number: self.appearance_chosen.emit(SETTINGS[number]))
        zoom = "表的大小在表的页面上调：按住 Ctrl 滚动滚轮。"
        return card(line, label(zoom, "muted"))

    def _backup_card(self) -> QWidget:
        back_up = button("全部数据备份为一个文件(&B)…", self.backup_requested.emit)
        restore = button("从备份文件恢复(&T)…", self.restore_requested.emit)
        show = button(
            "打开自动备份文件夹(&A)",
            lambda: self.folder_requested.emit(self._backups_folder),
            "link",
        )
        words = "换电脑时，先在旧电脑上备份为一个文件，再在新电脑上从这个文件恢复。"
        return card(label(words, "muted"), row(back_up, restore, None), self._backups, row(show, None))

    def _about_card(self) -> QWidget:
        name = label(f"安月填报 {forms.__version__}", "title")
        return card(name, label(about_text(), "muted", selectable=True))

    def _backup_words(self) -> str:
        files = sorted(
            self._backups_folder.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True
        )
        if not files:
            return "还没有自动备份。程序每天自动备份一次。"
        lines = [f"自动备份 {len(files)} 份（每天一份，旧的逐步减少）。最近的："]
        for file in files[:3]:
            when = datetime.datetime.fromtimestamp(file.stat().st_mtime)
            lines.append(f"{stamp_words(when)}　{size_words(file.stat().st_size)}　{file.name}")
        return "\n".join(lines)
