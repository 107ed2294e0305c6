"""What a file is that was dropped on the window, by its content and its suffix, and what can be done with it. No Qt."""

from __future__ import annotations

import enum
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final

from exporters.registry import is_readable_back, read_back
from forms.declared.catalogue import Catalogue
from forms.declared.small_file import read_small_file
from forms.errors import AnyueError, InputError, reading_failure
from forms.storage.archive.archive import SUFFIX, read_manifest
from forms.words import moment_words
from ui.shell.dropping.own_notice import check_notice

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_TIFF: Final = (b"II*\x00", b"MM\x00*")
#: So much of a file is looked at before it is known what it is.
_HEAD: Final = 64 * 1024
#: No fax of ours is larger, and no form that was exported.
_LARGEST_FAX: Final = 20_000_000
_LARGEST_FORM: Final = 10_000_000

#: How files with a suffix begin; an office program may have put the other kind of document under it.
_STARTS: Final = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG",),
    ".zip": (_ZIP, b"PK\x05\x06"),
    **dict.fromkeys((".docx", ".xlsx", ".pptx"), (_ZIP, _OLD_OFFICE)),
    **dict.fromkeys((".doc", ".xls", ".ppt"), (_OLD_OFFICE, _ZIP)),
}
#: What only leads to a file, and is of no use on another computer.
_SHORTCUTS: Final = frozenset({".lnk", ".url", ".desktop"})
#: What a download leaves while it is not done.
_UNFINISHED: Final = frozenset({".crdownload", ".part", ".tmp", ".download", ".td"})


class Deed(enum.Enum):
    """What can be done with a file."""

    RESTORE = "restore"
    IMPORT = "import"
    ADD_NOTICE = "add-notice"
    ADD_TO_PACKET = "add-to-packet"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file, what it is in a sentence, and what can be done with it.

    ``notice_id`` and ``form_id`` are the form an exported workbook belongs to; ``size`` is in bytes.
    """

    path: Path
    deed: Deed
    words: str
    size: int = 0
    notice_id: str = ""
    form_id: str = ""


def look_at(path: Path, catalogue: Catalogue) -> Dropped:
    """What the file at ``path`` is. Raises nothing expected: what is wrong with it is said in its words."""
    try:
        return _look_at(path, catalogue)
    except AnyueError as error:
        return Dropped(path, Deed.NOTHING, error.message)
    except OSError as error:
        return Dropped(path, Deed.NOTHING, reading_failure(error, path.name).message)


def look_at_all(paths: Sequence[Path], catalogue: Catalogue) -> tuple[Dropped, ...]:
    """What these files are. Several at once can only be handed in together: any other is told to come alone."""
    found = tuple(look_at(path, catalogue) for path in paths)
    if len(found) == 1:
        return found
    return tuple(
        file
        if file.deed in (Deed.ADD_TO_PACKET, Deed.NOTHING)
        else Dropped(file.path, Deed.NOTHING, f"{file.words}请把它单独放进来。")
        for file in found
    )


def _look_at(path: Path, catalogue: Catalogue) -> Dropped:
    size, head = _size_and_head(path)
    suffix = path.suffix.casefold()
    if suffix in _SHORTCUTS:
        raise InputError(f"“{path.name}”是快捷方式，不是文件本身。请找到它指向的文件，把那个文件放进来。")
    if suffix in _UNFINISHED:
        raise InputError(f"“{path.name}”还没有下载完。请等它下载完，再放进来。")
    if not size:
        raise InputError(f"“{path.name}”是空的，没有内容。请检查是否选错了文件。")
    looks: tuple[Callable[[Path, bytes, Catalogue], Dropped | None], ...] = (
        _backup,
        _form,
        _notice,
        _mail,
        _fax,
    )
    for look in looks:
        if found := look(path, head, catalogue):
            return Dropped(path, found.deed, found.words, size, found.notice_id, found.form_id)
    return Dropped(path, Deed.ADD_TO_PACKET, _doubt(path.name, suffix, head), size)


def _size_and_head(path: Path) -> tuple[int, bytes]:
    """The size of a plain file and how it begins. Raises :class:`InputError` for anything else, or ``OSError``."""
    kind = path.stat()
    if stat.S_ISDIR(kind.st_mode):
        raise InputError(f"“{path.name}”是文件夹。请打开它，把里面的文件放进来。")
    if not stat.S_ISREG(kind.st_mode):
        raise InputError(f"“{path.name}”不是普通文件，读不了。请检查是否选错了文件。")
    with path.open("rb") as stream:
        return kind.st_size, stream.read(_HEAD)


def _doubt(name: str, suffix: str, head: bytes) -> str:
    """What is said about a file to hand in whose content is not what its suffix says; empty where there is no doubt."""
    starts = _STARTS.get(suffix)
    if starts is None or head.startswith(starts):
        return ""
    kind = suffix[1:].upper()
    return f"“{name}”的结尾是 {suffix}，内容却不是 {kind}，收件人可能打不开。请先打开看一看。"


def _backup(path: Path, head: bytes, _catalogue: Catalogue) -> Dropped | None:
    """A whole-data backup, also one that was named ``.zip`` on its way."""
    suffix = path.suffix.casefold()
    if suffix != SUFFIX and not (suffix == ".zip" and head.startswith(_ZIP)):
        return None
    try:
        manifest = read_manifest(path)
    except AnyueError:
        if suffix != SUFFIX:
            return None
        raise
    return Dropped(path, Deed.RESTORE, f"这是全部数据的备份（{moment_words(manifest.made_at)} 备份）。")


def _form(path: Path, head: bytes, catalogue: Catalogue) -> Dropped | None:
    """A file that this program exported and reads again; any other is a file to hand in like all else."""
    if not is_readable_back(path) or not head.startswith(_ZIP):
        return None
    try:
        data = read_small_file(path, _LARGEST_FORM, "本程序导出的表")
        read = read_back(path.name, data, catalogue.form)
    except InputError:
        return None
    assert read is not None
    try:
        notice, form = catalogue.notice(read.notice_id), catalogue.form(read.notice_id, read.form_id)
    except InputError as error:
        raise InputError(
            f"“{path.name}”是本程序导出的表，但这里没有它的通知“{read.notice_id}”。请先添加那份通知，再放进来。"
        ) from error
    words = f"这是本程序导出的“{form.name}”（{notice.name}）。"
    return Dropped(path, Deed.IMPORT, words, notice_id=notice.id, form_id=form.id)


def _notice(path: Path, head: bytes, catalogue: Catalogue) -> Dropped | None:
    """A notice file, also one that an editor or a mail program gave another suffix."""
    is_named_so = ".toml" in path.name.casefold()
    is_one_inside = path.suffix.casefold() == ".txt" and b"[notice]" in head
    if not (is_named_so or is_one_inside):
        return None
    notice = check_notice(path, catalogue)
    words = f"这是通知文件“{notice.name}”（{len(notice.forms)} 张表，{len(notice.obligations)} 项报送）。"
    return Dropped(path, Deed.ADD_NOTICE, words, notice_id=notice.id)


def _mail(path: Path, head: bytes, _catalogue: Catalogue) -> Dropped | None:
    if path.suffix.casefold() not in (".eml", ".msg"):
        return None
    subject = _subject(head)
    about = f"“{subject}”" if subject else ""
    raise InputError(
        f"“{path.name}”是一封邮件{about}。要发送请双击它，用邮件程序打开；收到的回执请在“报送记录”里选中那次报送，"
        "点“添加回执/备注”。"
    )


def _subject(head: bytes) -> str:
    """The subject in a mail's head; empty where there is none that can be read."""
    try:
        subject = BytesHeaderParser().parsebytes(head).get("Subject", "")
        return " ".join(str(make_header(decode_header(str(subject)))).split())[:60]
    except (ValueError, LookupError):
        return ""


def _fax(path: Path, head: bytes, _catalogue: Catalogue) -> Dropped | None:
    """A fax of ours is told what it is; a scanned page is a file to hand in."""
    if not head.startswith(_TIFF) or path.stat().st_size > _LARGEST_FAX:
        return None
    from exporters.fax.tiff import count_pages

    try:
        count = count_pages(path.read_bytes())
    except InputError:
        return None
    raise InputError(
        f"“{path.name}”是做好的传真，共 {count} 页。请用传真机的软件或传真服务把它发出去；"
        "要重做或预览，请在“工作台”点那一项的“报送”。"
    )
