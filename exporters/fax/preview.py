"""The pages of a fax file as the other machine will print them, decoded from the very bytes that are sent."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporters.fax.resolution import DOTS_ACROSS, FINE, WIDTH
from forms.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS_DOWN = 283
_STRIP_BYTES = 279


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


def received_pages(data: bytes) -> tuple[ReceivedPage, ...]:
    """Every page of a fax file that this program made. Raises :class:`InputError` for anything else."""
    from PIL import Image, ImageSequence

    pages = []
    try:
        with Image.open(io.BytesIO(data), formats=["TIFF"]) as file:
            for frame in ImageSequence.Iterator(file):
                if frame.mode != "1" or frame.width != WIDTH or frame.height > FINE.lines:
                    raise InputError("这不是本程序做的传真文件。")
                tags: Any = frame
                down = round(float(tags.tag_v2[_DOTS_DOWN]))
                coded = sum(tags.tag_v2[_STRIP_BYTES])
                bits = frame.tobytes()
                pages.append(ReceivedPage(frame.width, frame.height, DOTS_ACROSS, down, bits, coded))
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError) as error:
        raise InputError("传真文件已损坏，打不开。请重新生成。") from error
    return tuple(pages)
