"""The fax file (TIFF class F): written tag by tag as fax servers and libtiff's tools take it, and decoded again.

The preview shows what the other machine will print, decoded from the very bytes that are sent.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from exporters.fax.pages import DOTS_ACROSS, FINE, WIDTH, Resolution
from exporters.pdfium.reading import MOST_PAGES
from forms.errors import EnvironmentFailure, InputError

if TYPE_CHECKING:
    from PIL.Image import Image

_SHORT, _LONG, _RATIONAL, _ASCII = 3, 4, 5, 2
_FORMATS: Final = {_SHORT: "H", _LONG: "I", _RATIONAL: "II"}
_SOFTWARE: Final = b"Anyue\0"
_HEADER: Final = struct.Struct("<2sHI")
_NOT_OURS: Final = "这不是本程序做的传真文件。"
_STRIP_OFFSETS, _STRIP_COUNTS, _DOTS_DOWN = 273, 279, 283

#: Each byte with its bits in reverse: fax lines are sent with the lowest bit first (tag 266 = 2).
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True)
class CodedPage:
    """A page in Modified Huffman code (Group 3, one-dimensional), as it goes over the line."""

    lines: int
    code: bytes


def code_page(page: Image) -> CodedPage:
    """Code a picture of mode ``1`` (black on white). Pillow codes; only its one strip is taken."""
    from PIL import Image, ImageChops

    target = io.BytesIO()
    try:
        # Pillow's 1 is white; in the code 0 is.
        ImageChops.invert(page).save(target, "TIFF", compression="group3", strip_size=1 << 30)
    except OSError as error:
        raise EnvironmentFailure("这台电脑上的图像库（Pillow）不会传真编码。请重新安装本程序。") from error
    data = target.getvalue()
    with Image.open(io.BytesIO(data)) as written:
        tags: Any = written
        (offset,), (count,) = tags.tag_v2[_STRIP_OFFSETS], tags.tag_v2[_STRIP_COUNTS]
    return CodedPage(page.height, data[offset : offset + count].translate(_REVERSED))


def tiff_file(pages: Sequence[CodedPage], at: Resolution) -> bytes:
    """The whole file: the same bytes for the same pages."""
    parts = [_HEADER.pack(b"II", 42, _HEADER.size)]
    offset = _HEADER.size
    for number, page in enumerate(pages):
        last = number == len(pages) - 1
        block = _block(page, at, (number, len(pages)), offset, last)
        parts.append(block)
        offset += len(block)
    return b"".join(parts)


def _block(page: CodedPage, at: Resolution, number: tuple[int, int], offset: int, last: bool) -> bytes:
    """A page's directory, what does not fit into it, and its strip, beginning at ``offset`` in the file."""
    entries = _entries(page, at, number)
    after_directory = offset + 2 + 12 * len(entries) + 4
    extra_length = sum(_padded(len(value)) for _, _, _, value in entries if len(value) > 4)
    strip_offset = after_directory + extra_length
    directory, extra = [struct.pack("<H", len(entries))], b""
    for tag, kind, count, value in entries:
        if tag == _STRIP_OFFSETS:
            value = struct.pack("<I", strip_offset)
        if len(value) > 4:
            place = struct.pack("<I", after_directory + len(extra))
            extra += value.ljust(_padded(len(value)), b"\0")
            value = place
        directory.append(struct.pack("<HHI4s", tag, kind, count, value))
    end = _padded(strip_offset + len(page.code))
    directory.append(struct.pack("<I", 0 if last else end))
    return (b"".join(directory) + extra + page.code).ljust(end - offset, b"\0")


def _entries(page: CodedPage, at: Resolution, number: tuple[int, int]) -> list[tuple[int, int, int, bytes]]:
    """(tag, kind, count, value) in rising order of tags, as TIFF demands."""
    return [
        _entry(254, _LONG, 2),  # one page of several
        _entry(256, _LONG, WIDTH),
        _entry(257, _LONG, page.lines),
        _entry(258, _SHORT, 1),
        _entry(259, _SHORT, 3),  # Group 3
        _entry(262, _SHORT, 0),  # 0 is white
        _entry(266, _SHORT, 2),  # lowest bit first
        _entry(_STRIP_OFFSETS, _LONG, 0),
        _entry(274, _SHORT, 1),
        _entry(277, _SHORT, 1),
        _entry(278, _LONG, page.lines),  # one strip
        _entry(_STRIP_COUNTS, _LONG, len(page.code)),
        _entry(282, _RATIONAL, DOTS_ACROSS, 1),
        _entry(_DOTS_DOWN, _RATIONAL, at.dots_down, 1),
        _entry(292, _LONG, 0),  # one-dimensional, no fill bits
        _entry(296, _SHORT, 2),  # inches
        _entry(297, _SHORT, *number),
        (305, _ASCII, len(_SOFTWARE), _SOFTWARE),
        _entry(326, _LONG, 0),  # no bad lines
        _entry(327, _SHORT, 0),
        _entry(328, _LONG, 0),
    ]


def _entry(tag: int, kind: int, *values: int) -> tuple[int, int, int, bytes]:
    count = 1 if kind == _RATIONAL else len(values)
    return tag, kind, count, struct.pack(f"<{_FORMATS[kind] * count}", *values).ljust(4, b"\0")


def _padded(length: int) -> int:
    return length + length % 2


def coded_bytes(pages: Iterable[CodedPage]) -> tuple[int, ...]:
    """The bytes of each page that go over the line."""
    return tuple(len(page.code) for page in pages)


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """A received page: ``width`` × ``height`` dots, of which ``dots_across`` and ``dots_down`` make an inch.

    ``bits`` holds the rows one after the other, a set bit for white, the highest bit at the left, 216 bytes a row: what
    QImage's Format_Mono takes. ``coded`` is how many bytes of it go over the line. A dot is not square: at standard
    resolution it is twice as high as wide.
    """

    width: int
    height: int
    dots_across: int
    dots_down: int
    bits: bytes
    coded: int

    def image(self) -> Image:
        """The dots as a picture of mode ``1``."""
        from PIL import Image

        return Image.frombytes("1", (self.width, self.height), self.bits)

    def as_seen(self) -> Image:
        """The page with square dots, as the eye sees it: rows are repeated, nothing is smoothed."""
        height = round(self.height * self.dots_across / self.dots_down)
        return self.image().resize((self.width, height), resample=0)

    def png(self) -> bytes:
        """The page as it is seen, as a PNG file."""
        target = io.BytesIO()
        self.as_seen().save(target, "PNG")
        return target.getvalue()


def count_pages(data: bytes) -> int:
    """How many pages a fax file that this program made has. Raises :class:`InputError` for anything else.

    Anybody's file may be asked about: no page is decoded, and no more than :data:`MOST_PAGES` are looked at.
    """
    from PIL import Image, ImageSequence

    count = 0
    try:
        with warnings.catch_warnings():
            # Of a damaged file Pillow warns before it fails, in whatever way.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=["TIFF"]) as file:
                for frame in ImageSequence.Iterator(file):
                    count += 1
                    if frame.mode != "1" or frame.width != WIDTH or count > MOST_PAGES:
                        raise InputError(_NOT_OURS)
    except InputError:
        raise
    except Exception as error:
        raise InputError(_NOT_OURS) from error
    return count


def received_pages(data: bytes) -> tuple[ReceivedPage, ...]:
    """Every page of a fax file that this program made. Raises :class:`InputError` for anything else."""
    from PIL import Image, ImageSequence

    pages = []
    try:
        with Image.open(io.BytesIO(data), formats=["TIFF"]) as file:
            for frame in ImageSequence.Iterator(file):
                if frame.mode != "1" or frame.width != WIDTH or frame.height > FINE.lines:
                    raise InputError(_NOT_OURS)
                tags: Any = frame
                down = round(float(tags.tag_v2[_DOTS_DOWN]))
                coded = sum(tags.tag_v2[_STRIP_COUNTS])
                bits = frame.tobytes()
                pages.append(ReceivedPage(frame.width, frame.height, DOTS_ACROSS, down, bits, coded))
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError) as error:
        raise InputError("传真文件已损坏，打不开。请重新生成。") from error
    return tuple(pages)
