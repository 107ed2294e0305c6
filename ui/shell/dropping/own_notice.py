"""A notice file from elsewhere becomes one of the user's own: checked first, then copied, never over another. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from forms.declared.catalogue import Catalogue
from forms.declared.small_file import read_small_file
from forms.errors import InputError
from forms.new_file import new_file, write_all
from forms.notice.notice import Notice
from forms.storage.archive.file import NOTICE_LIMIT
from forms.storage.archive.notices import is_notice_name
from forms.storage.folders import make_folder, settle, system_errors_in_words

_SUFFIX: Final = ".toml"


def check_notice(source: Path, catalogue: Catalogue) -> Notice:
    """The notice in a file that is to be added. Raises :class:`InputError` with the reason why it cannot be."""
    notice = catalogue.read_elsewhere(source)
    if not is_notice_name(notice.id + _SUFFIX):
        raise InputError(
            f"文件“{source.name}”的 notice.id 有误：“{notice.id}”不能作文件名。请改用字母、数字和减号。"
        )
    if notice.id.casefold() in {known.casefold() for known in catalogue.ids()}:
        raise InputError(
            f"已经有编号为“{notice.id}”的通知，没有改动它。要换成“{source.name}”里的，请在“通知”页点“打开我的通知文件夹”，"
            "先把旧的移走；两份都要，请给新的换一个 notice.id。"
        )
    return notice


def add_notice(source: Path, folder: Path, catalogue: Catalogue) -> Notice:
    """Copy a notice file into ``folder`` under the name it must have there.

    Raises :class:`InputError` as :func:`check_notice`, also where there is a file of this name, or ``EnvironmentFailure``.
    """
    notice = check_notice(source, catalogue)
    data = read_small_file(source, NOTICE_LIMIT, "通知文件")
    make_folder(folder)
    target = folder / (notice.id + _SUFFIX)
    with system_errors_in_words(f"添加通知文件“{target.name}”"):
        try:
            with new_file(target) as handle:
                write_all(handle, data)
        except FileExistsError as error:
            raise InputError(
                f"“我的通知”文件夹里已经有“{target.name}”，没有改动它。请先把它移走，再添加。"
            ) from error
        settle(folder)
    return notice
