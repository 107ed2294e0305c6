"""Photos of the kind HEIC turned into JPEG, which every recipient can open; needs ``pi-heif``, an optional library."""

from __future__ import annotations

import importlib.util
import io
import warnings
from pathlib import PurePath
from typing import Final

from exporters.files.attachment import Attachment
from exporters.media.exif import MARK, kept_exif

_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_MOST_PIXELS: Final = 60_000_000
_QUALITY: Final = 92
_ORIENTATION: Final = 0x0112


def is_heic(data: bytes) -> bool:
    """Whether it begins as these photos do."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def can_convert() -> bool:
    """Whether the library is there."""
    return importlib.util.find_spec("pi_heif") is not None


def as_jpeg(attachment: Attachment, keep_position: bool) -> Attachment | None:
    """The photo as a JPEG, ``None`` where it cannot be read or is unreasonably large."""
    from pi_heif import open_heif
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file = open_heif(attachment.data, convert_hdr_to_8bit=True)
            width, height = file.size
            if width * height > _MOST_PIXELS:
                return None
            exif = _upright(file.info.get("exif") or b"", keep_position)
            profile = file.info.get("icc_profile")
            image = Image.frombytes(file.mode, file.size, bytes(file.data), "raw", file.mode, file.stride)
        target = io.BytesIO()
        options = {"exif": exif, "icc_profile": profile}
        used = {key: value for key, value in options.items() if value}
        image.convert("RGB").save(target, "JPEG", quality=_QUALITY, **used)
    except Exception:
        # The library raises of its own, and whatever its decoder meets.
        return None
    return Attachment(f"{PurePath(attachment.name).stem}.jpg", target.getvalue())


def _upright(exif: bytes, keep_position: bool) -> bytes:
    """EXIF for the picture that libheif has turned already."""
    from PIL import Image

    wanted = exif if keep_position else kept_exif(exif)
    if not wanted:
        return b""
    result = Image.Exif()
    result.load(wanted if wanted.startswith(MARK) else MARK + wanted)
    result.pop(_ORIENTATION, None)
    return result.tobytes() if len(result) else b""
