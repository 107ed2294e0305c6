"""The folder beside a draft, for mail programs that open none: the attachments, and subject and text to copy."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from exporters.files.attachment import distinct
from exporters.files.writing import write_file
from exporters.mail.draft import Draft
from forms.errors import InputError, environment_failure

#: The file with what is to be copied.
WORDS_FILE: Final = "主题和正文.txt"
#: What is compared of a file that stands in the folder at a time.
_CHUNK: Final = 1 << 20


def folder_beside(draft: Path) -> Path:
    """Where the folder of the draft in this file stands."""
    return draft.with_name(f"{draft.stem}_附件")


#: Says that whatever has the name of an attachment may be replaced: the user was asked.
REPLACE_ALL: Final = None


def write_folder(folder: Path, draft: Draft, written_before: Mapping[str, bytes] | None) -> None:
    """Write the attachments and ``主题和正文.txt`` into ``folder``.

    Raises as :func:`check_folder` does. What a failure would leave half done is removed again.
    """
    files = {WORDS_FILE: words_to_copy(draft), **_attachments(draft)}
    before = check_folder(folder, draft, written_before)
    written: list[Path] = []
    try:
        if before is None:
            _make(folder)
        for name, data in files.items():
            write_file(folder / name, data)
            written.append(folder / name)
    except BaseException:
        for path in written:
            if path.name not in (before or ()):
                with contextlib.suppress(OSError):
                    path.unlink()
        if before is None:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def check_folder(folder: Path, draft: Draft, written_before: Mapping[str, bytes] | None) -> set[str] | None:
    """What stands in the folder, ``None`` where there is no folder yet; nothing is written.

    Raises :class:`InputError` where the folder holds files that do not belong to the draft, for they would go out by
    mistake, where it is a link to another one, and where a file of the same name holds something else than what was
    ``written_before`` by this program or will be written now: it may be the user's own. With :data:`REPLACE_ALL` it may
    hold anything.
    """
    wanted = _attachments(draft)
    try:
        if folder.is_symlink():
            raise InputError(
                f"“{folder.name}”是通往别处的链接，不能往里写。请先移走这个链接，或写到别的地方。"
            )
        found = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise environment_failure(error, f"读取文件夹“{folder.name}”") from error
    if others := sorted(found - wanted.keys() - {WORDS_FILE}):
        raise InputError(
            f"文件夹“{folder.name}”里有这次不报送的文件（{_listed(others)}），容易误发。请先移走它们，或写到别的地方。"
        )
    if written_before is None:
        return found
    strange = [
        name
        for name in sorted(found & wanted.keys())
        if not any(_holds(folder / name, known) for known in (wanted[name], written_before.get(name)))
    ]
    if strange:
        raise InputError(
            f"文件夹“{folder.name}”里的{_listed(strange)}与这次要写的不同，可能是您自己的文件，没有覆盖。"
            "请先移走它，或写到别的地方。"
        )
    return found


def words_to_copy(draft: Draft) -> bytes:
    """Addresses, subject and text for any editor: UTF-8 with its mark, as old Windows editors want it."""
    to = "；".join(address.email for address in draft.to) or "（请填写）"
    text = f"收件人：{to}\n\n主题：\n{draft.subject}\n\n正文：\n{draft.text}"
    return "\r\n".join(text.splitlines()).encode("utf-8-sig", "replace") + b"\r\n"


def _attachments(draft: Draft) -> dict[str, bytes]:
    return {each.name: each.data for each in distinct(draft.attachments, taken=(WORDS_FILE,))}


def _listed(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


def _holds(path: Path, data: bytes | None) -> bool:
    """Whether the file holds just these bytes."""
    if data is None:
        return False
    try:
        if not path.is_file() or path.stat().st_size != len(data):
            return False
        with path.open("rb") as file:
            start = 0
            while piece := file.read(_CHUNK):
                if piece != data[start : start + len(piece)]:
                    return False
                start += len(piece)
        return start == len(data)
    except OSError as error:
        raise environment_failure(error, f"读取文件“{path.name}”") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir()
    except OSError as error:
        raise environment_failure(error, f"新建文件夹“{folder.name}”") from error
