"""The file that holds a whole-data backup: a ZIP with a manifest, read as what a stranger may have sent."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ClassVar, Final

from forms.errors import InputError
from forms.storage.archive.notices import is_notice_name
from forms.storage.content import CONTENT_LIMIT
from forms.storage.folders import system_errors_in_words

#: 2: with the files of packets. Archives of all earlier formats are read.
FORMAT: Final = 2
PROGRAM: Final = "Anyue"
MANIFEST_NAME: Final = "manifest.json"
DATABASE_NAME: Final = "anyue.sqlite"
NOTICES_PREFIX: Final = "notices/"

CONTENT_PREFIX: Final = "content/"

MANIFEST_LIMIT: Final = 8 << 20
DATABASE_LIMIT: Final = 1 << 30
NOTICE_LIMIT: Final = 1 << 20
NOTICE_COUNT_LIMIT: Final = 1000
CONTENT_COUNT_LIMIT: Final = 30_000
_DIRECTORY_LIMIT: Final = 8 << 20
_CHUNK: Final = 1 << 20

#: When an archive can have been made; the first and the last years cannot be shown in every time zone.
_YEARS: Final = range(1900, 9999)
#: What ``zipfile`` raises on damaged files.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OverflowError,
)

_END_LENGTH: Final = 22
_END_MAGIC: Final = b"PK\x05\x06"
_END64_LENGTH: Final = 20
_END64_MAGIC: Final = b"PK\x06\x07"
#: Where the ZIP64 end record holds the length of the directory.
_END64_DIRECTORY: Final = slice(40, 48)

_CONTENT_NAME: Final = re.compile(r"content/([0-9a-f]{2})/(\1[0-9a-f]{62})")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says about itself."""

    program_version: str
    made_at: datetime.datetime
    members: tuple[Member, ...]

    def to_json(self, program: str = PROGRAM) -> bytes:
        members = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in self.members]
        content = {
            "format": FORMAT,
            "program": program,
            "program_version": self.program_version,
            "made_at": self.made_at.isoformat(),
            "files": members,
        }
        return json.dumps(content, ensure_ascii=False, indent=1).encode()


def content_name(sha256: str) -> str:
    """What the content of a fingerprint is called in an archive."""
    return f"{CONTENT_PREFIX}{sha256[:2]}/{sha256}"


def sha256_of(member: Member) -> str | None:
    """The fingerprint a member's name gives, or ``None`` for one that is no content or has another."""
    found = _CONTENT_NAME.fullmatch(member.name)
    return found.group(2) if found and found.group(2) == member.sha256 else None


def limit_of(member: Member) -> int:
    """How large a member may be."""
    if member.name == DATABASE_NAME:
        return DATABASE_LIMIT
    return CONTENT_LIMIT if sha256_of(member) else NOTICE_LIMIT


class ArchiveReader:
    """An archive open for reading. Nothing in it is believed: each name, size and sum is checked.

    All methods raise ``InputError`` with a sentence about what is wrong. Another kind of archive is a subclass.
    """

    #: What the manifest calls the program, and so the kind of archive.
    program: ClassVar[str] = PROGRAM

    def __init__(self, zip_file: zipfile.ZipFile, name: str) -> None:
        self._zip = zip_file
        self._name = name
        self.manifest = self._read_manifest()
        self._check_members()

    def _wrong(self, what: str) -> InputError:
        return InputError(f"备份文件“{self._name}”不能用：{what}。现有的数据没有改动，请换一个备份文件。")

    def _read_manifest(self) -> Manifest:
        names = self._zip.namelist()
        if names.count(MANIFEST_NAME) != 1:
            raise self._wrong("它不是本程序导出的备份")
        data = b"".join(self._chunks(MANIFEST_NAME, MANIFEST_LIMIT))
        try:
            content = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self._wrong("它的目录读不出来") from error
        return self._parse_manifest(content)

    def _parse_manifest(self, content: Any) -> Manifest:
        if not isinstance(content, dict) or content.get("program") != self.program:
            raise self._wrong("它不是本程序导出的备份")
        version = content.get("format")
        if not isinstance(version, int) or version < 1:
            raise self._wrong("它的目录读不出来")
        if version > FORMAT:
            raise self._wrong("它由更新版本的程序导出，请先安装新版本的程序")
        try:
            made_at = datetime.datetime.fromisoformat(content["made_at"])
            members = tuple(Member(m["name"], m["size"], m["sha256"]) for m in content["files"])
            program_version = content["program_version"]
        except (KeyError, TypeError, ValueError) as error:
            raise self._wrong("它的目录读不出来") from error
        for member in members:
            if not (
                isinstance(member.name, str)
                and isinstance(member.size, int)
                and isinstance(member.sha256, str)
            ):
                raise self._wrong("它的目录读不出来")
        if not isinstance(program_version, str) or made_at.tzinfo is None or made_at.year not in _YEARS:
            raise self._wrong("它的目录读不出来")
        return Manifest(program_version, made_at, members)

    def _check_members(self) -> None:
        names = [member.name for member in self.manifest.members]
        if sorted([*names, MANIFEST_NAME]) != sorted(self._zip.namelist()):
            raise self._wrong("其中的文件与它的目录不符")
        if len({name.casefold() for name in names}) != len(names):
            raise self._wrong("其中有重名的文件")
        if DATABASE_NAME not in names:
            raise self._wrong("其中没有数据")
        contents = sum(name.startswith(CONTENT_PREFIX) for name in names)
        if contents > CONTENT_COUNT_LIMIT or len(names) - contents > NOTICE_COUNT_LIMIT + 1:
            raise self._wrong("其中的文件太多")
        for member in self.manifest.members:
            is_database = member.name == DATABASE_NAME
            if not (is_database or sha256_of(member) or self._is_notice(member.name)):
                raise self._wrong("其中有不该有的文件")
            if not 0 <= member.size <= limit_of(member):
                raise self._wrong("其中的文件太大")

    @staticmethod
    def _is_notice(name: str) -> bool:
        return name.startswith(NOTICES_PREFIX) and is_notice_name(name.removeprefix(NOTICES_PREFIX))

    def extract(self, member: Member, target: Path, progress: Callable[[int], None]) -> None:
        """Write a member to ``target`` and check it. ``progress`` gets the number of bytes of each step."""
        digest = hashlib.sha256()
        size = 0
        with target.open("wb") as file:
            for chunk in self._chunks(member.name, member.size):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
                progress(len(chunk))
        if size != member.size or digest.hexdigest() != member.sha256:
            raise self._wrong("其中的内容已损坏或被改过（校验不符）")

    def _chunks(self, name: str, limit: int) -> Iterator[bytes]:
        info = self._zip.getinfo(name)
        if info.flag_bits & 0x1:
            raise self._wrong("它加了密码")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._wrong("它的压缩方式不认识")
        size = 0
        with self._damage_in_words(), self._zip.open(info) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise self._wrong("其中的文件比目录里写的大")
                yield chunk

    @contextlib.contextmanager
    def _damage_in_words(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise self._wrong("它已损坏或不完整") from error


@contextlib.contextmanager
def open_archive(path: Path, reader: type[ArchiveReader] = ArchiveReader) -> Iterator[ArchiveReader]:
    """Open an archive of the kind ``reader`` reads. Raises ``InputError``, ``EnvironmentFailure`` where the file cannot be read."""
    with system_errors_in_words(f"读取备份文件“{path.name}”"), path.open("rb") as file:
        zip_file = _open_zip(file)
        if zip_file is None:
            raise InputError(
                f"备份文件“{path.name}”不能用：它不是本程序导出的备份，或已损坏。请换一个备份文件。"
            )
        with zip_file:
            yield reader(zip_file, path.name)


def _directory_length(file: IO[bytes], tail: bytes) -> int:
    """How long the ZIP says its directory is; a file beyond 4 GB says so in a record of its own."""
    if not tail.startswith(_END64_MAGIC):
        return int.from_bytes(tail[-_END_LENGTH:][12:16], "little")
    try:
        file.seek(int.from_bytes(tail[8:16], "little"))
    except (OSError, OverflowError):
        return _DIRECTORY_LIMIT + 1
    return int.from_bytes(file.read(_END64_DIRECTORY.stop)[_END64_DIRECTORY], "little")


def _open_zip(file: IO[bytes]) -> zipfile.ZipFile | None:
    """The open ZIP, or ``None`` for anything else, and for one whose directory is too large to be ours."""
    length = file.seek(0, 2)
    if length < _END_LENGTH:
        return None
    file.seek(max(0, length - _END_LENGTH - _END64_LENGTH))
    tail = file.read()
    end = tail[-_END_LENGTH:]
    if not end.startswith(_END_MAGIC) or _directory_length(file, tail) > _DIRECTORY_LIMIT:
        return None
    try:
        return zipfile.ZipFile(file)
    except _DAMAGE:
        return None
