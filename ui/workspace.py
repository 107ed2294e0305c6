"""What the pages share: the store, the notices, who does slow work, and today's date. Passed on by constructor."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.notice.notice import Notice
from forms.storage.folders import notices_folder
from forms.storage.store import Store
from ui.widgets.jobs import Jobs

#: The keys of what the window remembers.
CURRENT_NOTICE = "notice"
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
        self.unit = store.first_unit()
        self.folder = folder
        self.jobs = jobs
        self.today = today
        self.catalogue = Catalogue(notices_folder(folder))

    @property
    def notice_id(self) -> str:
        """The id of the notice in use; empty before the first start is done."""
        return self.store.setting(CURRENT_NOTICE)

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

    def use_notice(self, notice_id: str) -> None:
        """From now on work under this notice. What was filled in under others stays."""
        self.catalogue.notice(notice_id)
        self.store.set_setting(CURRENT_NOTICE, notice_id)

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
