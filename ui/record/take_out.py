"""Takes the files of a packet out again: the exact bytes that went, read back and compared with their fingerprints."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from exporters.files.attachment import Attachment, distinct
from exporters.files.names import file_name
from exporters.files.writing import write_file
from forms.errors import EnvironmentFailure, environment_failure
from forms.packet import KeptFile
from forms.storage.store import Store
from ui.record.model import ListedFile
from ui.record.sent import Sent


def folder_name(sent: Sent) -> str:
    """What the folder is called that a packet's files are put into: ``2020-06-03_联络员推荐表``."""
    return file_name(f"{sent.when:%Y-%m-%d}", sent.packet.contents.what, suffix="")


def take_out(
    store: Store,
    files: Sequence[ListedFile],
    parent: Path,
    name: str,
    progress: Callable[[int, int], None],
) -> tuple[Path, ...]:
    """Write ``files`` into a new folder ``name`` in ``parent``, attachments into one inside it; nothing is overwritten.

    Raises :class:`EnvironmentFailure` (full disk, no permission), ``DamagedFile`` where the kept bytes are not those
    that went, and lets ``Cancelled`` through from ``progress``; then nothing is left over.
    """
    folder = _new_folder(parent, name)
    try:
        written = []
        for number, (path, kept) in enumerate(_places(folder, files)):
            progress(number, len(files))
            _write(store, path, kept)
            written.append(path)
        progress(len(files), len(files))
        return tuple(written)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _places(folder: Path, files: Sequence[ListedFile]) -> list[tuple[Path, KeptFile]]:
    """Where each file is put, under names that every system takes."""
    places = []
    for attached, place in ((False, folder), (True, folder / "回执附件")):
        kept = [listed.file for listed in files if listed.attached is attached]
        names = distinct(Attachment(file.name, b"") for file in kept)
        places += [(place / named.name, file) for named, file in zip(names, kept, strict=True)]
    return places


def _write(store: Store, path: Path, kept: KeptFile) -> None:
    content = store.read_content(kept.sha256)
    _make(path.parent)
    write_file(path, content)
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise environment_failure(error, f"核对文件“{path.name}”") from error
    if found != kept.sha256:
        words = "文件“{0}”写到磁盘后和报送时的校验值不符。请换一个文件夹或磁盘再取。"
        raise EnvironmentFailure(words.format(path.name))


def _new_folder(parent: Path, name: str) -> Path:
    """A folder that was not there before: what is removed after a failure is all our own."""
    folder, number = parent / name, 2
    while True:
        try:
            folder.mkdir()
            return folder
        except FileExistsError:
            folder, number = parent / f"{name}（{number}）", number + 1
        except OSError as error:
            raise environment_failure(error, f"新建文件夹“{folder.name}”") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise environment_failure(error, f"新建文件夹“{folder.name}”") from error
