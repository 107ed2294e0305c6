"""What happens to photos and films before they leave: no position, no format that only some can open; and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from exporters.files.attachment import Attachment
from exporters.media.chunks import PNG_START, png_without_position, webp_without_position
from exporters.media.heic import as_jpeg, can_convert, is_heic
from exporters.media.jpeg import Unreadable, jpeg_without_position
from exporters.media.movie import is_movie, movie_without_position
from forms.form.finding import Finding, Severity

#: Every finding of this module begins so.
CODES: Final = "media."
_NAMED: Final = 3

_CLEANERS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], bytes]], ...]] = (
    (lambda data: data.startswith(b"\xff\xd8\xff"), jpeg_without_position),
    (lambda data: data.startswith(PNG_START), png_without_position),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP", webp_without_position),
    (lambda data: is_movie(data) and not is_heic(data), movie_without_position),
)


@dataclass(frozen=True)
class Leaving:
    """The files as they go, in their order, and what the user should know about it."""

    attachments: tuple[Attachment, ...]
    findings: tuple[Finding, ...]


def ready_to_leave(attachments: Sequence[Attachment], keep_position: bool = False) -> Leaving:
    """The attachments without position, unless the user wants it kept; HEIC as JPEG where that can be done."""
    gone: list[str] = []
    doubtful: list[str] = []
    converted: list[str] = []
    foreign: list[str] = []
    results = []
    for original in attachments:
        result = original
        if is_heic(original.data):
            made = as_jpeg(original, keep_position) if can_convert() else None
            result = made or original
            (converted if made else foreign).append(original.name)
        elif not keep_position:
            try:
                result = _cleaned(original)
            except Unreadable:
                doubtful.append(original.name)
            if result is not original:
                gone.append(original.name)
        results.append(result)
    findings = [
        finding
        for names, make in (
            (gone, _gone),
            (doubtful, _doubtful),
            (converted, _converted),
            (foreign, _foreign),
        )
        if names
        for finding in [make(names)]
    ]
    return Leaving(tuple(results), tuple(findings))


def _cleaned(original: Attachment) -> Attachment:
    for is_such, clean in _CLEANERS:
        if is_such(original.data):
            data = clean(original.data)
            return original if data is original.data else Attachment(original.name, data)
    return original


def _gone(names: list[str]) -> Finding:
    words = f"已从{_listed(names)}里去掉拍摄位置和相机信息，画面没有改动，拍摄时间还在。原文件没有改动，仍含位置。"
    return Finding("", Severity.NOTE, f"{CODES}position-removed", words)


def _doubtful(names: list[str]) -> Finding:
    words = f"{_listed(names)}的结构不完整，没能查看和去掉拍摄位置。介意的话，请用看图软件另存一份再添加。"
    return Finding("", Severity.WARNING, f"{CODES}position-unknown", words)


def _converted(names: list[str]) -> Finding:
    words = f"{_listed(names)}是苹果手机的 HEIC 格式，已转成 JPEG，对方不用另装软件就能看。原文件没有改动。"
    return Finding("", Severity.NOTE, f"{CODES}heic-converted", words)


def _foreign(names: list[str]) -> Finding:
    words = (
        f"{_listed(names)}是苹果手机的 HEIC 格式，原样报送：许多电脑打不开，里面可能有拍摄位置。"
        "请先在手机或看图软件里另存为 JPEG 再添加。"
    )
    return Finding("", Severity.WARNING, f"{CODES}heic-kept", words)


def _listed(names: list[str]) -> str:
    shown = "".join(f"“{name}”" for name in names[:_NAMED])
    return shown + (f"等{len(names)}个文件" if len(names) > _NAMED else "")
