"""Photos made smaller for a mail: upright, without the place they were taken at. The originals are not touched."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from exporters.files.attachment import Attachment
from exporters.mail.settings import PhotoStep

if TYPE_CHECKING:
    from PIL import Image

_FORMATS: Final = ("JPEG", "PNG", "WEBP")

#: What a picture starts with; a file's name says nothing for sure.
_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")

#: The most pixels that are unpacked. A JPEG is read at a fraction of its size, so it may have more; one that comes in
#: several scans (progressive) is held whole by the decoder.
_MOST_PIXELS: Final = 60_000_000
_MOST_JPEG_PIXELS: Final = 500_000_000

#: Kinds of pixels that can be turned into plain ones without loss of what is seen.
_MODES: Final = ("L", "LA", "P", "RGB", "RGBA", "CMYK")

#: Tags of EXIF: when the photo was taken is kept, for it is proof; everything else, the place with it, is not.
_EXIF_IFD: Final = 0x8769
_TAKEN_AT: Final = 36867
_TIME: Final = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")

#: An opaque PNG becomes a JPEG only where that is so much smaller: a drawing stays sharp.
_WORTH_JPEG: Final = 0.5

#: What Pillow raises about damaged pictures.
_UNREADABLE: Final = (
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    MemoryError,
    struct.error,
    zlib.error,
)


def is_photo(attachment: Attachment) -> bool:
    """Whether it looks like a picture of a kind that can be made smaller."""
    return attachment.data.startswith(_STARTS) and (
        not attachment.data.startswith(b"RIFF") or attachment.data[8:12] == b"WEBP"
    )


def shrink(attachment: Attachment, step: PhotoStep) -> Attachment | None:
    """The photo made smaller, with another suffix where its format changed.

    ``None`` where it is none, moves, cannot be read, is unreasonably large unpacked, or would not become smaller.
    """
    if not is_photo(attachment):
        return None
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Sizes are bounded below; a remark on standard error is nobody's help.
            warnings.simplefilter("ignore")
            with _open(attachment.data) as image:
                encoded = _encode(image, step) if _is_reasonable(image) else None
    except (*_UNREADABLE, Image.DecompressionBombError):
        return None
    if encoded is None or len(encoded[0]) >= len(attachment.data):
        return None
    data, suffix = encoded
    name = PurePath(attachment.name)
    same = name.suffix.lower() in ((".jpg", ".jpeg") if suffix == ".jpg" else (suffix,))
    return Attachment(attachment.name if same else f"{name.stem}{suffix}", data)


def _open(data: bytes) -> Image.Image:
    """The picture, not unpacked yet. ``Image.open`` refuses a large one before its size can be asked."""
    from PIL import Image, JpegImagePlugin

    if data.startswith(_STARTS[0]):
        return JpegImagePlugin.jpeg_factory(io.BytesIO(data))
    return Image.open(io.BytesIO(data), formats=_FORMATS)


def _is_reasonable(image: Image.Image) -> bool:
    pixels = image.width * image.height
    moves = getattr(image, "n_frames", 1) > 1 and image.format != "MPO"
    is_read_in_part = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    most = _MOST_JPEG_PIXELS if is_read_in_part else _MOST_PIXELS
    return not moves and pixels <= most and image.mode in _MODES


def _encode(image: Image.Image, step: PhotoStep) -> tuple[bytes, str]:
    """The bytes and the suffix of the picture at ``step``."""
    from PIL import ImageOps

    file_format = image.format
    taken_at = _taken_at(image)
    if file_format in ("JPEG", "MPO"):
        image.draft(None, (step.side, step.side))
    profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
    upright = ImageOps.exif_transpose(image)
    plain = upright if upright.mode in ("L", "RGB", "RGBA") else upright.convert(_plain_mode(upright))
    plain.thumbnail((step.side, step.side), reducing_gap=2.0)
    plain.info = {}
    options = {"quality": step.quality, "icc_profile": profile, "exif": taken_at}
    if file_format == "WEBP":
        return _saved(plain, "WEBP", options), ".webp"
    if file_format != "PNG":
        return _saved(plain, "JPEG", options), ".jpg"
    png = _saved(plain, "PNG", {"optimize": True, "icc_profile": profile})
    if plain.mode != "RGBA":
        jpeg = _saved(plain, "JPEG", options)
        if len(jpeg) < _WORTH_JPEG * len(png):
            return jpeg, ".jpg"
    return png, ".png"


def _plain_mode(image: Image.Image) -> str:
    return "RGBA" if image.mode == "LA" or "transparency" in image.info else "RGB"


def _saved(image: Image.Image, file_format: str, options: dict[str, object]) -> bytes:
    target = io.BytesIO()
    image.save(target, file_format, **{key: value for key, value in options.items() if value})
    return target.getvalue()


def _taken_at(image: Image.Image) -> bytes:
    """EXIF that holds nothing but when the photo was taken; empty where that is not known."""
    from PIL import Image as Images

    moment = image.getexif().get_ifd(_EXIF_IFD).get(_TAKEN_AT)
    if not isinstance(moment, str) or not _TIME.fullmatch(moment):
        return b""
    exif = Images.Exif()
    exif.get_ifd(_EXIF_IFD)[_TAKEN_AT] = moment
    return exif.tobytes()
