"""The last step of restoring an archive, taken again at the next start where it was cut short.

A restore prepares everything in one folder and then renames it to ``READY``: from that moment on the restore is done,
and what remains is moving files, which may be repeated.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from forms.moving import replace_patiently
from forms.storage.archive.notices import put_back_notices
from forms.storage.content import adopt
from forms.storage.folders import (
    content_folder,
    database_file,
    settle,
    system_errors_in_words,
)
from forms.storage.opening.log import log_file, shared_memory_file

#: Where an archive is put together or taken apart; what is left in it was cut short and worth nothing.
PREPARATIONS: Final = ("archive-preparation", "restore-preparation")
READY: Final = "restore-ready"


def finish_restore(folder: Path) -> bool:
    """Move what a restore has made ready into its place; whether there was anything. Raises ``EnvironmentFailure``.

    No store may be open on ``folder``.
    """
    ready = folder / READY
    leftovers = [path for name in (*PREPARATIONS, READY) if (path := folder / name).exists()]
    if not leftovers:
        return False
    import shutil

    with system_errors_in_words("恢复数据"):
        for path in leftovers:
            if path != ready:
                shutil.rmtree(path)
        if not ready.exists():
            return False
        if content_folder(ready).exists():
            adopt(folder, content_folder(ready))
        database = database_file(folder)
        if (prepared := database_file(ready)).exists():
            log_file(database).unlink(missing_ok=True)
            shared_memory_file(database).unlink(missing_ok=True)
            replace_patiently(prepared, database)
            settle(folder)
        put_back_notices(folder, ready)
        settle(folder)
        shutil.rmtree(ready)
        settle(folder)
    return True
