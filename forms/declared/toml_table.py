"""Reading TOML that people wrote: every value is asked for by type, every complaint names file, key and reason."""

from __future__ import annotations

import datetime
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from forms.errors import InputError, environment_failure

#: A notice file larger than this, in bytes, is not one (the largest built in is under 40 KB).
LARGEST_FILE: Final = 500_000

#: The most points in one line: the TOML library needs memory in the square of a dotted key's length.
_MOST_POINTS: Final = 60

#: The longest name of a key that a message repeats whole.
_LONGEST_PLACE: Final = 160

#: The years a date in a file may lie in: no notice is older, and dates can be counted on from without running out.
_YEARS: Final = range(1990, 2200)

#: What no form can print: control characters, and the two non-characters that Excel and Word files cannot hold.
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

_KINDS: Final = {
    str: "一段文字",
    int: "整数",
    float: "数字",
    bool: "true 或 false",
    list: "列表",
    dict: "一节",
    datetime.date: "日期（例如 2020-06-04）",
}


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


#: How a value of a kind looks without the quotation marks that do not belong there.
_UNQUOTED: Final[Mapping[type, Callable[[str], object]]] = {
    datetime.date: _is_date,
    int: re.compile(r"-?[0-9]{1,9}").fullmatch,
    float: re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?").fullmatch,
    bool: ("true", "false").__contains__,
}


class Table:
    """One table of a TOML file that remembers where it stands and which of its keys were read.

    ``file`` is the name shown to the user, ``path`` the key the table stands under (``forms.statistics.rows[2]``).
    Every getter raises :class:`InputError` where a key is missing or holds another kind of value.
    """

    def __init__(self, file: str, path: str, content: Mapping[str, Any]) -> None:
        self.file = file
        self.path = path
        self._content = content
        self._read: set[str] = set()

    @property
    def content(self) -> Mapping[str, Any]:
        """Everything in the table as TOML gives it; all of it then counts as read."""
        self._read.update(self._content)
        return self._content

    def where(self, key: str) -> str:
        """The full name of ``key`` of this table."""
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, reason: str) -> InputError:
        """The error to raise about ``key``; ``reason`` is Chinese, without a full stop."""
        place = self.where(key)
        # A key may be of any length; how it begins and ends is enough to find it.
        shown = place if len(place) <= _LONGEST_PLACE else f"{place[:80]}…{place[-40:]}"
        return InputError(f"文件“{self.file}”的 {shown} 有误：{reason}。请改正后再试。")

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def raw(self, key: str) -> Any:
        """The value as TOML gives it, ``None`` where there is none."""
        self._read.add(key)
        return self._content.get(key)

    def _get(self, key: str, kind: type, required: bool) -> Any:
        value = self.raw(key)
        if value is None:
            if required:
                raise self.wrong(key, f"缺少这一项，应为{_KINDS[kind]}")
            return None
        if kind is float and type(value) is int:
            value = float(value) if abs(value) < 1e15 else math.inf
        self._check(key, value, kind)
        return value

    def _check(self, key: str, value: Any, kind: type) -> None:
        if type(value) is not kind:
            # The slip that is made most often: quotation marks around what is no text.
            if isinstance(value, str) and kind in _UNQUOTED and _UNQUOTED[kind](value.strip()):
                raise self.wrong(key, f"应为{_KINDS[kind]}，不要加引号，写作 {value.strip()}")
            raise self.wrong(key, f"应为{_KINDS[kind]}")
        if isinstance(value, str) and (found := UNPRINTABLE.search(value)):
            raise self.wrong(key, f"有不能印刷的控制字符（U+{ord(found.group()):04X}）")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; with no ``default`` the key must be there and not be empty."""
        value = self._get(key, str, default is None)
        if value is None:
            assert default is not None
            return default
        if not value.strip() and default is None:
            raise self.wrong(key, "不能是空的")
        return str(value)

    def number(self, key: str, default: float | None = None) -> float:
        value = self._get(key, float, default is None)
        return float(default if value is None and default is not None else value)

    def integer(self, key: str, default: int | None = None) -> int:
        value = self._get(key, int, default is None)
        return int(default if value is None and default is not None else value)

    def flag(self, key: str, default: bool) -> bool:
        value = self._get(key, bool, required=False)
        return default if value is None else bool(value)

    def date(self, key: str) -> datetime.date:
        """A date of a year in which there can be a notice."""
        value: datetime.date = self._get(key, datetime.date, required=True)
        if value.year not in _YEARS:
            raise self.wrong(key, f"年份应在{_YEARS.start}至{_YEARS.stop - 1}之间")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing."""
        values = self._get(key, list, required=False) or []
        for number, value in enumerate(values):
            self._check(f"{key}[{number}]", value, str)
        return tuple(values)

    def table(self, key: str) -> Table:
        """A sub-table; an empty one where the key is missing."""
        return Table(self.file, self.where(key), self._get(key, dict, required=False) or {})

    def tables(self, key: str) -> list[Table]:
        """A list of sub-tables, empty where the key is missing."""
        values = self._get(key, list, required=False) or []
        for number, value in enumerate(values):
            if type(value) is not dict:
                raise self.wrong(f"{key}[{number}]", f"应为{_KINDS[dict]}")
        return [
            Table(self.file, f"{self.where(key)}[{number}]", value) for number, value in enumerate(values)
        ]

    def each_table(self, key: str) -> dict[str, Table]:
        """The sub-tables of a sub-table by their keys, in the file's order."""
        outer = self.table(key)
        return {name: outer.table(name) for name in outer}

    def text_table(self, key: str) -> dict[str, str]:
        """A sub-table that holds only texts."""
        outer = self.table(key)
        return {name: outer.text(name, "") for name in outer}

    def finish(self) -> None:
        """Refuse keys nobody asked for: most often a slip of the pen."""
        for key in self._content:
            if key not in self._read:
                raise self.wrong(key, "没有这样的项目名，可能写错了")


def read_toml(path: Path) -> Table:
    """The root table of a TOML file.

    Raises :class:`InputError` where the file is too large, not UTF-8 or not TOML (with the line), and
    :class:`forms.errors.EnvironmentFailure` where it cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"文件“{path.name}”太大了，不像是通知文件。请检查是否选错了文件。")
        content = path.read_bytes()
    except OSError as error:
        raise environment_failure(error, f"读取文件“{path.name}”") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            f"文件“{path.name}”第{line}行不是 UTF-8 文字。请用 UTF-8 编码另存后再试。"
        ) from error
    try:
        _check_points(path.name, text)
        return Table(path.name, "", tomllib.loads(text.replace("\r\n", "\n")))
    except ValueError as error:
        raise InputError(
            f"文件“{path.name}”{_place_of(error)}不符合 TOML 写法（{error}）。请检查后再试。"
        ) from error
    except RecursionError as error:
        raise InputError(f"文件“{path.name}”里的括号套得太深，不像是通知文件。请检查。") from error


def _check_points(file: str, text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_POINTS:
            raise InputError(f"文件“{file}”第{number}行里的英文句点太多，不像是通知文件。请检查。")


def _place_of(error: ValueError) -> str:
    """Where the TOML library says it stumbled, in Chinese; empty where it does not say."""
    if place := re.search(r"\(at line (\d+), column (\d+)\)", str(error)):
        return f"第{place.group(1)}行第{place.group(2)}个字符"
    return "末尾" if "(at end of document)" in str(error) else ""
