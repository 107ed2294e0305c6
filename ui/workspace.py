"""What the pages share: the store, the notices, who does slow work, and today's date. Passed on by constructor."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.notice.notice import Notice
from forms.storage.folders import notices_folder
from forms.storage.office.units import Unit
from forms.storage.store import Store
from ui.widgets.jobs import Jobs

if TYPE_CHECKING:
    from forms.storage.office.agenda import Agenda

#: What the window remembers for each unit: the notice whose forms are shown.
CURRENT_NOTICE = "notice"
#: The keys of what the window remembers.
CURRENT_UNIT = "unit"
APPEARANCE = "appearance"
EXPORT_FOLDER = "export.folder"
LAST_PAGE = "window.page"
MAILBOX_LIMIT = "mail.limit"
WINDOW_GEOMETRY = "window.geometry"
COLUMN = "window.column"
HINT_READ = "window.hint"


class Workspace:
    """The user's data as the pages see it: ``store`` has what is the program's, ``unit`` what belongs to the unit in use."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        jobs: Jobs,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.store = store
        self.unit = store.unit(self._unit_to_begin_with())
        self.folder = folder
        self.jobs = jobs
        self.today = today
        self.catalogue = Catalogue(notices_folder(folder))

    # The unit in use

    def _unit_to_begin_with(self) -> int:
        """The one that was used last; it may have been set aside, or come from other data."""
        kept, units = self.store.setting(CURRENT_UNIT), self.store.listed_units()
        shown = [unit.id for unit in units if not unit.is_set_aside] or [units[0].id]
        return next((unit_id for unit_id in shown if str(unit_id) == kept), shown[0])

    def units(self) -> tuple[Unit, ...]:
        """The units to choose from: those that are not set aside."""
        return tuple(unit for unit in self.store.listed_units() if not unit.is_set_aside)

    def use_unit(self, unit_id: int) -> None:
        """From now on work for this unit."""
        unit = self.store.unit(unit_id)
        self.store.set_setting(CURRENT_UNIT, str(unit_id))
        self.unit = unit

    def agenda(self) -> Agenda:
        """What is due in all units as seen today."""
        from forms.storage.office.agenda import read_agenda

        return read_agenda(self.store.overview(), self.catalogue, self.today())

    # The notice in use

    @property
    def notice_id(self) -> str:
        """The id of the notice whose forms are shown; empty before the first start is done."""
        return self.unit.setting(CURRENT_NOTICE)

    def notices_in_use(self) -> tuple[str, ...]:
        """The ids of the notices that the unit works under."""
        return tuple(used.notice_id for used in self.unit.notices_in_use() if not used.is_at_rest)

    def notice(self) -> Notice:
        """The notice in use. Raises :class:`InputError` where its file is gone or wrong."""
        return self.catalogue.notice(self.notice_id)

    def notice_problem(self) -> str:
        """Why the notice in use cannot be used; empty where it can."""
        try:
            self.notice()
        except InputError as error:
            return error.message
        return ""

    def notice_name(self, notice_id: str) -> str:
        """What a notice is called; its id where its file is gone or wrong."""
        try:
            return self.catalogue.notice(notice_id).name
        except InputError:
            return notice_id

    def use_notice(self, notice_id: str) -> None:
        """From now on work under this notice too, and show its forms. What was filled in under others stays."""
        self.catalogue.notice(notice_id)
        self.unit.use_notice(notice_id)
        self.unit.set_setting(CURRENT_NOTICE, notice_id)

    def show_notice(self, notice_id: str) -> None:
        """Show the forms of a notice, be it in use or at rest."""
        self.catalogue.notice(notice_id)
        self.unit.set_setting(CURRENT_NOTICE, notice_id)

    def read_notices_again(self) -> None:
        """Forget what was read of the notice files."""
        self.catalogue = Catalogue(notices_folder(self.folder))

    def export_folder(self) -> Path:
        """Where files were last exported to, or the user's documents."""
        kept = self.store.setting(EXPORT_FOLDER)
        if kept and Path(kept).is_dir():
            return Path(kept)
        from PySide6.QtCore import QStandardPaths

        return Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home()
        )

    def keep_export_folder(self, folder: Path) -> None:
        self.store.set_setting(EXPORT_FOLDER, str(folder))
