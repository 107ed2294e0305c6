"""An .xlsx file's zip, opened with care: only the parts that are asked for, each of bounded size and without entities.

Names of elements are compared without their namespace, so that strict OOXML is read like the usual kind.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from forms.errors import InputError

#: Bounds of what is read: a part, all parts, the zip's entries, its sheets. Real files of ours unpack to less than 1 MB in
#: 12 parts.
MAX_PART: Final = 5_000_000
_MAX_ALL: Final = 10_000_000
_MAX_ENTRIES: Final = 1000
MAX_SHEETS: Final = 20
_MAX_PROPERTIES: Final = 10_000

#: How Office programs pack. Others unpack without a bound, and have exceptions of their own.
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1

_DECLARED: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_ENCODINGS: Final = (b"utf-8", b"us-ascii", b"ascii")

Started = Callable[[str, Mapping[str, str]], None]


class Damaged(Exception):
    """The file is no workbook, or a part of it cannot be read."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet's title, and where in the zip it is."""

    title: str
    path: str


class Package:
    """The parts of a workbook. Raises :class:`Damaged` where there is none, ``InputError`` where it is too much or unsafe."""

    def __init__(self, data: bytes) -> None:
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Damaged from error
        entries = self._zip.infolist()
        if len(entries) > _MAX_ENTRIES:
            raise _too_much()
        # Programs differ in the case of names, and some begin them with a slash.
        self._entries = {entry.filename.lstrip("/").lower(): entry for entry in entries}
        # Of a part that is there twice, one program reads the first and another the last.
        if len(self._entries) < len(entries):
            raise Damaged
        top = self._relations("_rels/.rels", "")
        self._properties = top.get("customproperties", {"": "docprops/custom.xml"})
        self._workbook = next(iter(top.get("officedocument", {"": "xl/workbook.xml"}).values()))
        self.date_1904 = False
        self.sheets: tuple[SheetPart, ...] = ()

    def part(self, path: str) -> bytes | None:
        """A part of XML, ``None`` where there is none."""
        entry = self._entries.get(path.lower())
        if entry is None:
            return None
        if entry.compress_type not in _PACKED or entry.flag_bits & _ENCRYPTED:
            raise Damaged
        if entry.file_size > MAX_PART:
            raise _too_much()
        try:
            with self._zip.open(entry) as file:
                part = file.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
            raise Damaged from error
        self._read += len(part)
        if len(part) > MAX_PART or self._read > _MAX_ALL:
            raise _too_much()
        _refuse_declarations(part)
        return part

    def properties(self, prefix: str) -> dict[str, str]:
        """The custom properties whose names begin with ``prefix``."""
        found: dict[str, list[str]] = {}
        texts: list[str] = []
        seen = 0

        def started(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal texts, seen
            if name == "property":
                seen += 1
                if seen > _MAX_PROPERTIES:
                    raise _too_much()
                texts = []
                if attributes.get("name", "").startswith(prefix):
                    found[attributes["name"]] = texts

        for path in self._properties.values():
            walk(self.part(path) or b"", started, lambda text: texts.append(text))
        return {name: "".join(parts) for name, parts in found.items()}

    def read_workbook(self) -> Mapping[str, Mapping[str, str]]:
        """Find the sheets; returns the paths of the workbook's other parts by kind."""
        part = self.part(self._workbook)
        if not part:
            raise Damaged
        folder, _, file = self._workbook.rpartition("/")
        relations = self._relations(f"{folder}/_rels/{file}.rels".lstrip("/"), folder)
        worksheets = relations.get("worksheet", {})
        sheets: list[SheetPart] = []

        def started(name: str, attributes: Mapping[str, str]) -> None:
            if name == "workbookPr":
                self.date_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet" and attributes.get("id") in worksheets:
                sheets.append(SheetPart(attributes.get("name", ""), worksheets[attributes["id"]]))
                if len(sheets) > MAX_SHEETS:
                    raise _too_much()

        walk(part, started)
        self.sheets = tuple(sheets)
        return relations

    def _relations(self, path: str, folder: str) -> dict[str, dict[str, str]]:
        """What a part refers to: paths by id by kind, the kind as the last word of its address in small letters."""
        relations: dict[str, dict[str, str]] = {}

        def started(name: str, attributes: Mapping[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode", "Internal") == "Internal":
                kind = attributes.get("Type", "").rpartition("/")[2].lower().replace("-", "")
                target = _resolve(folder, attributes.get("Target", ""))
                relations.setdefault(kind, {})[attributes.get("Id", "")] = target

        walk(self.part(path) or b"", started)
        return relations


def walk(part: bytes, started: Started, texts: Callable[[str], None] | None = None) -> None:
    """Tell the elements of a part in order, and their texts. Raises :class:`Damaged` where it is no XML."""
    if not part:
        return

    def without_namespace(name: str, attributes: Mapping[str, str]) -> None:
        started(_local(name), {_local(key): value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = without_namespace
    if texts is not None:
        parser.CharacterDataHandler = texts
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise Damaged from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _resolve(folder: str, target: str) -> str:
    """A target as a path in the zip. One that leads out of it is found nowhere."""
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _too_much() -> InputError:
    return InputError("解开后过大或部件过多，不会是本程序导出的表，已停止读取。请另选文件。")


def _refuse_declarations(part: bytes) -> None:
    """Refuse document types, entities, and encodings in which they would not be seen."""
    text = part.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.match(text[:200])
    other = encoding is not None and encoding.group(1).lower() not in _ENCODINGS
    if _DECLARED.search(text) or other or (text and not text.startswith(b"<")) or b"\0" in text[:200]:
        raise InputError("中含有不安全的内容（XML 声明），已停止读取。请向对方要一份重新保存的文件。")
