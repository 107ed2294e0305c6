"""All notices the program knows: the built-in ones and the files in the user's own folder, each read when asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from forms.declared.form_file import FormDeclaration
from forms.declared.notice_file import read_notice
from forms.declared.resources import RESOURCES
from forms.errors import AnyueError, InputError, environment_failure
from forms.form.form import Form
from forms.notice.notice import Notice

#: The built-in notices, next to the packages.
BUILT_IN_FOLDER: Final = RESOURCES / "notices"

#: How many forms may be made from one another in a row.
_LONGEST_CHAIN: Final = 10


def _built_in_files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(BUILT_IN_FOLDER.glob("*.toml"))}


#: Notepad adds ``.txt``, browsers and copies a number or their own suffix; a system may write capitals.
_MISNAMED: Final = re.compile(
    r"\.toml(?:\.[a-z0-9]{1,8}| ?[（(].{1,12}[)）]|~)?$|\.toml\b.*\.txt$", re.IGNORECASE
)


def _toml_name(name: str) -> str:
    """The name a misnamed notice file should have."""
    return re.sub(r"\.toml.*$", "", name, flags=re.IGNORECASE) + ".toml"


def _refuse_unknown_prefill(file: str, notice: Notice) -> None:
    """A blank that is to be filled from an entry of the profile that there is none would stay empty without a word."""
    from forms.declared.profile import profile_entries

    known = [entry.id for entry in profile_entries()]
    for form in notice.forms.values():
        for blank in form.blanks:
            if blank.prefill and blank.prefill not in known:
                raise InputError(
                    f"文件“{file}”的 forms.{form.id}.blanks.{blank.id}.prefill 有误：单位资料里没有“{blank.prefill}”。"
                    f"可用的有：{'、'.join(known)}。请改正后再试。"
                )


class Catalogue:
    """Notices by id. Nothing is read before it is asked for; what was read is kept.

    ``own_folder`` is the user's folder of notice files; it need not exist. A file's name without ``.toml`` is its notice's
    id. A user's file may not take a built-in notice's id.
    """

    def __init__(self, own_folder: Path | None = None) -> None:
        self._own_folder = own_folder
        self._notices: dict[str, Notice] = {}
        self._declarations: dict[tuple[str, str], FormDeclaration] = {}
        self._reading: list[str] = []

    def ids(self) -> tuple[str, ...]:
        """The ids of all notices: built-in ones by name, then the user's own."""
        return tuple(self._files())

    def _files(self) -> dict[str, Path]:
        files = {path.stem: path for path in self._own_files()}
        return _built_in_files() | {
            name: path for name, path in files.items() if name not in _built_in_files()
        }

    def _own_files(self) -> list[Path]:
        if self._own_folder is None:
            return []
        try:
            if not self._own_folder.is_dir():
                return []
            return [path for path in sorted(self._own_folder.glob("*.toml")) if path.is_file()]
        except OSError as error:
            raise environment_failure(error, f"读取通知文件夹“{self._own_folder}”") from error

    def _misnamed_files(self) -> list[str]:
        """Files that hold a notice by the look of their names, but that a system or an editor named otherwise."""
        if self._own_folder is None or not self._own_folder.is_dir():
            return []
        own = {path.name for path in self._own_files()}
        try:
            names = [path.name for path in sorted(self._own_folder.iterdir()) if path.is_file()]
        except OSError as error:
            raise environment_failure(error, f"读取通知文件夹“{self._own_folder}”") from error
        return [name for name in names if name not in own and _MISNAMED.search(name)]

    def notice(self, notice_id: str) -> Notice:
        """The notice. Raises :class:`InputError` where there is none of this id or its file is wrong."""
        if notice_id not in self._notices:
            path = self._files().get(notice_id)
            if path is None:
                raise InputError(f"没有编号为“{notice_id}”的通知。现有的通知：{'、'.join(self.ids())}。")
            self._read(notice_id, path)
        return self._notices[notice_id]

    def read_elsewhere(self, path: Path) -> Notice:
        """The notice in a file outside the user's folder, read as if it lay there; its name does not matter.

        Raises :class:`InputError` where the file is wrong.
        """
        return read_notice(path, self._find_base, built_in=False)[0]

    def file_of(self, notice_id: str) -> Path | None:
        """The file that declares a notice, ``None`` where there is none."""
        return self._files().get(notice_id)

    def form(self, notice_id: str, form_id: str) -> Form:
        """A form of a notice. Raises :class:`InputError` where there is none."""
        notice = self.notice(notice_id)
        if form_id not in notice.forms:
            known = "、".join(notice.forms) or "无"
            raise InputError(f"通知“{notice_id}”没有编号为“{form_id}”的表。它的表：{known}。")
        return notice.forms[form_id]

    def readable(self) -> tuple[Notice, ...]:
        """All notices that can be read, in the order of :meth:`ids`: the built-in ones and the user's own."""
        wrong = self.own_problems()
        return tuple(
            self.notice(notice_id)
            for notice_id, path in self._files().items()
            if path.parent == BUILT_IN_FOLDER or path.name not in wrong
        )

    def own_problems(self) -> dict[str, AnyueError]:
        """What is wrong with the user's own notice files, by file name; those that can be read are left out."""
        problems: dict[str, AnyueError] = {
            name: InputError(
                f"文件“{name}”没有读：通知文件的名字要以 .toml 结尾。请改名为“{_toml_name(name)}”"
                "（Windows 可能隐藏了结尾：在“查看”里勾选“文件扩展名”）。"
            )
            for name in self._misnamed_files()
        }
        for path in self._own_files():
            if path.stem in _built_in_files():
                problems[path.name] = InputError(
                    f"文件“{path.name}”没有读：“{path.stem}”是程序自带通知的编号。请给文件和其中的 notice.id 换一个名字。"
                )
                continue
            try:
                self.notice(path.stem)
            except AnyueError as error:
                problems[path.name] = error
        return problems

    def _read(self, notice_id: str, path: Path) -> None:
        if notice_id in self._reading:
            chain = " → ".join((*self._reading, notice_id))
            raise InputError(f"文件“{path.name}”有误：表与表互相依据（{chain}）。请去掉其中一个 base。")
        if len(self._reading) >= _LONGEST_CHAIN:
            raise InputError(
                f"文件“{path.name}”有误：表一张依据一张，超过了{_LONGEST_CHAIN}层。请改为直接依据最初的表。"
            )
        self._reading.append(notice_id)
        try:
            notice, declarations = read_notice(path, self._find_base, path.parent == BUILT_IN_FOLDER)
        finally:
            self._reading.pop()
        if notice.id != notice_id:
            raise InputError(
                f"文件“{path.name}”的 notice.id 有误：应与文件名相同，写作“{notice_id}”。请改正后再试。"
            )
        if path.parent != BUILT_IN_FOLDER:
            _refuse_unknown_prefill(path.name, notice)
        self._notices[notice_id] = notice
        for form_id, declaration in declarations.items():
            self._declarations[notice_id, form_id] = declaration

    def _find_base(self, notice_id: str, form_id: str) -> FormDeclaration:
        """The form another form is made from. Raises ``KeyError`` where there is none."""
        if notice_id not in self._files():
            raise KeyError(notice_id)
        self.notice(notice_id)
        return self._declarations[notice_id, form_id]
