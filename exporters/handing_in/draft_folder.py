"""The folder beside a draft, for mail programs that open none: the attachments, and subject and text to copy."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from exporters.files.attachment import distinct
from exporters.files.writing import write_file
from exporters.mail.draft import Draft
from forms.errors import InputError, environment_failure

#: The file with what is to be copied.
WORDS_FILE: Final = "主题和正文.txt"


def folder_beside(draft: Path) -> Path:
    """Where the folder of the draft in this file stands."""
    return draft.with_name(f"{draft.stem}_附件")


def write_folder(folder: Path, draft: Draft) -> None:
    """Write the attachments and ``主题和正文.txt`` into ``folder``; what of the same draft stands there is written again.

    Raises :class:`InputError` where the folder holds anything else: an old attachment would go out by mistake. What a
    failure would leave half done is removed again.
    """
    attachments = distinct(draft.attachments, taken=(WORDS_FILE,))
    names = {WORDS_FILE, *(attachment.name for attachment in attachments)}
    before = check_folder(folder, names)
    written: list[Path] = []
    try:
        if before is None:
            _make(folder)
        for name, data in [
            (WORDS_FILE, words_to_copy(draft)),
            *((attachment.name, attachment.data) for attachment in attachments),
        ]:
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


def check_folder(folder: Path, names: set[str]) -> set[str] | None:
    """What stands in the folder, ``None`` where there is no folder yet. Refuses one that holds other files."""
    try:
        found = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise environment_failure(error, f"读取文件夹“{folder.name}”") from error
    if others := sorted(found - names):
        shown = "、".join(others[:3]) + ("等" if len(others) > 3 else "")
        raise InputError(
            f"文件夹“{folder.name}”里有这次不报送的文件（{shown}），容易误发。请先移走它们，或把邮件存到别处。"
        )
    return found


def words_to_copy(draft: Draft) -> bytes:
    """Addresses, subject and text for any editor: UTF-8 with its mark, as old Windows editors want it."""
    to = "；".join(address.email for address in draft.to) or "（请填写）"
    text = f"收件人：{to}\n\n主题：\n{draft.subject}\n\n正文：\n{draft.text}"
    return "\r\n".join(text.splitlines()).encode("utf-8-sig", "replace") + b"\r\n"


def _make(folder: Path) -> None:
    try:
        folder.mkdir()
    except OSError as error:
        raise environment_failure(error, f"新建文件夹“{folder.name}”") from error
