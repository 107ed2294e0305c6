"""Photos made smaller: upright, without a place, never larger, and nothing a stranger's picture could do harm with."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from exporters.files.attachment import Attachment
from exporters.mail.photos import is_photo, shrink
from exporters.mail.settings import PhotoStep
from tests.exporters.mail_examples import photo

STEP = PhotoStep(640, 80)
TAKEN_AT = 36867


def exif(orientation: int = 1) -> bytes:
    content = Image.Exif()
    content[0x0112] = orientation
    content[0x010F] = "华为"
    content.get_ifd(0x8769)[TAKEN_AT] = "2020:06:11 10:00:00"
    content.get_ifd(0x8825)[2] = (31.0, 18.0, 0.0)
    return content.tobytes()


def opened(found: Attachment | None) -> Image.Image:
    assert found is not None
    return Image.open(io.BytesIO(found.data))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_upright_smaller_and_without_its_place(file_format: str) -> None:
    data = photo(1200, 900, file_format, exif=exif(6))
    original = Attachment(f"照片.{file_format.lower()}", data)
    found = shrink(original, STEP)
    image = opened(found)
    assert found is not None and len(found.data) < len(data) and original.data == data
    assert image.size == (480, 640)
    tags = image.getexif()
    assert not tags.get_ifd(0x8825) and 0x010F not in tags and tags.get(0x0112, 1) == 1
    assert b"Exif" not in found.data or tags.get_ifd(0x8769)[TAKEN_AT] == "2020:06:11 10:00:00"


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP"])
def test_when_it_was_taken_is_kept_for_it_is_proof(file_format: str) -> None:
    found = opened(shrink(Attachment("a", photo(1200, 900, file_format, exif=exif())), STEP))
    assert dict(found.getexif().get_ifd(0x8769)) == {TAKEN_AT: "2020:06:11 10:00:00"}
    wrong = Image.Exif()
    wrong.get_ifd(0x8769)[TAKEN_AT] = "昨天"
    found = opened(shrink(Attachment("a", photo(1200, 900, file_format, exif=wrong.tobytes())), STEP))
    assert not found.getexif()


def test_a_drawing_stays_sharp() -> None:
    """Flat colours pack well as a PNG: as a JPEG they would be blurred and hardly smaller."""
    drawing = Image.new("RGB", (1400, 1000), "white")
    for line in range(0, 1000, 50):
        drawing.paste((0, 0, 160), (0, line, 1400, line + 20))
    target = io.BytesIO()
    drawing.save(target, "PNG", compress_level=0)
    found = shrink(Attachment("示意图.png", target.getvalue()), STEP)
    assert found is not None and found.name == "示意图.png"
    assert opened(found).format == "PNG"


def test_which_way_is_up_is_kept() -> None:
    image = Image.new("RGB", (1200, 900), "white")
    image.paste((255, 0, 0), (0, 0, 1200, 300))
    image = Image.blend(image, Image.open(io.BytesIO(photo(1200, 900))), 0.2)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=95, exif=exif(3))
    turned = opened(shrink(Attachment("a.jpg", target.getvalue()), STEP)).convert("RGB")
    top, bottom = turned.getpixel((320, 20)), turned.getpixel((320, 460))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[1] > 150 and bottom[1] < 90


def test_an_opaque_png_photo_becomes_a_jpeg_and_a_drawing_stays() -> None:
    found = shrink(Attachment("截图.v2.png", photo(1200, 900, "PNG")), STEP)
    assert found is not None and found.name == "截图.v2.jpg"
    drawing = Image.new("RGB", (3000, 2000), "white")
    for line in range(0, 2000, 7):
        drawing.paste((line % 256, 0, 0), (0, line, 3000, line + 1))
    target = io.BytesIO()
    drawing.save(target, "PNG", compress_level=1)
    kept = shrink(Attachment("图.png", target.getvalue()), STEP)
    assert kept is None or kept.name in ("图.png", "图.jpg")


@pytest.mark.parametrize(
    ("mode", "file_format"), [("L", "JPEG"), ("CMYK", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("LA", "PNG")]
)
def test_every_usual_kind_of_pixels(mode: str, file_format: str) -> None:
    found = shrink(Attachment("a", photo(1200, 900, file_format, mode=mode)), STEP)
    assert max(opened(found).size) == 640


def test_a_name_without_or_with_a_wrong_suffix_gets_the_right_one() -> None:
    found = shrink(Attachment("照片.png", photo(1200, 900)), STEP)
    assert found is not None and found.name == "照片.jpg"
    again = shrink(Attachment("照片.JPEG", photo(1200, 900)), STEP)
    assert again is not None and again.name == "照片.JPEG"


def test_what_is_small_enough_or_moves_is_left_alone() -> None:
    small = shrink(Attachment("a.jpg", photo(1200, 900)), STEP)
    assert small is not None and shrink(small, PhotoStep(640, 95)) is None
    frames = [Image.new("RGB", (900, 900), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    assert shrink(Attachment("a.png", target.getvalue()), STEP) is None


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "size", [(9000, 9000), (12000, 12000), (60000, 60000), (2**31 - 1, 2**31 - 1), (0, 0)]
)
def test_a_bomb_is_not_unpacked(size: tuple[int, int]) -> None:
    assert shrink(Attachment("a.png", bomb(*size)), STEP) is None


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 4000),
    st.binary(min_size=1, max_size=8),
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.booleans(),
)
def test_damaged_pictures_never_break_it(place: int, junk: bytes, file_format: str, cut: bool) -> None:
    data = bytearray(photo(400, 300, file_format, exif=exif(6)))
    place %= len(data) - len(junk)
    data[place : place + len(junk)] = junk
    found = shrink(Attachment("a", bytes(data[:place] if cut else data)), PhotoStep(100, 50))
    assert found is None or len(found.data) < len(data)


def test_only_pictures_are_pictures() -> None:
    assert not is_photo(Attachment("a.jpg", b"%PDF-1.7"))
    assert not is_photo(Attachment("a.webp", b"RIFF\0\0\0\0WAVE"))
    assert shrink(Attachment("a.jpg", b"%PDF-1.7"), STEP) is None


def test_a_photo_of_200_megapixels_is_made_smaller_and_only_a_progressive_one_is_not() -> None:
    """It is read at an eighth of its size: the decoder never holds the whole."""
    target = io.BytesIO()
    Image.new("L", (16_320, 12_240), 90).save(target, "JPEG", quality=30)
    found = opened(shrink(Attachment("a.jpg", target.getvalue()), STEP))
    assert found.size == (640, 480)
    # The frame's marker of a progressive picture: such a one is held whole.
    progressive = target.getvalue().replace(b"\xff\xc0", b"\xff\xc2", 1)
    assert shrink(Attachment("a.jpg", progressive), STEP) is None
