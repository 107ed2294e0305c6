"""What leaves has no position in it, whichever way it goes, and every dot of what is seen."""

from __future__ import annotations

import importlib.util
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from exporters.files.attachment import Attachment
from exporters.media import leaving
from exporters.media.leaving import ready_to_leave
from tests.exporters import media_samples as samples

MAKERS = {
    "a.jpg": samples.telling_jpeg,
    "a.png": samples.telling_png,
    "a.webp": samples.telling_webp,
    "a.mov": samples.telling_movie,
}
PHOTOS = [name for name in MAKERS if name != "a.mov"]
SECRETS = (samples.SECRET.encode(), b"Photoshop", b"xmpmeta", b"GPSLatitude")


def sent(name: str, data: bytes, keep: bool = False) -> bytes:
    (attachment,) = ready_to_leave([Attachment(name, data)], keep).attachments
    return attachment.data


@pytest.mark.parametrize("name", MAKERS)
def test_no_position_is_left_and_it_is_said(name: str) -> None:
    data = MAKERS[name]()
    found = ready_to_leave([Attachment(name, data)])
    (attachment,) = found.attachments
    assert samples.SECRET.encode() in data
    assert not [secret for secret in SECRETS if secret in attachment.data]
    assert [finding.code for finding in found.findings] == ["media.position-removed"]
    assert f"“{name}”" in found.findings[0].message and "原文件没有改动" in found.findings[0].message
    again = ready_to_leave(found.attachments)
    assert again.attachments == found.attachments and not again.findings
    assert sent(name, data, keep=True) == data


@pytest.mark.parametrize("name", PHOTOS)
def test_what_is_seen_the_time_and_the_way_up_stay(name: str) -> None:
    data = MAKERS[name]()
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(sent(name, data)))
    exif = after.getexif()
    assert exif.get_ifd(samples.EXIF_IFD) == {samples.TAKEN_AT: samples.MOMENT}
    assert not exif.get_ifd(samples.GPS_IFD) and set(exif) == {samples.ORIENTATION, samples.EXIF_IFD}
    assert after.info.get("icc_profile") == before.info.get("icc_profile")
    upright = [ImageOps.exif_transpose(image) for image in (before, after)]
    assert upright[0].size == (48, 64) and upright[0].tobytes() == upright[1].tobytes()


def test_a_drawing_kept_in_a_pngs_text_stays() -> None:
    assert b"mxfile\0<drawing/>" in sent("a.png", samples.telling_png())


@pytest.mark.parametrize(
    ("file_format", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "quality": 95}),
        ("JPEG", {"mode": "CMYK"}),
        ("JPEG", {"restart_marker_rows": 1}),
        ("PNG", {"mode": "RGBA"}),
        ("WEBP", {"quality": 40}),
    ],
)
def test_what_says_nothing_goes_byte_for_byte(file_format: str, options: dict[str, object]) -> None:
    mode = str(options.pop("mode", "RGB"))
    data = samples.picture(file_format, mode, **options)
    found = ready_to_leave([Attachment("a", data)])
    assert found.attachments[0].data == data and not found.findings


def test_a_film_keeps_its_length_and_all_else() -> None:
    data = samples.telling_movie()
    found = sent("a.mov", data)
    assert len(found) == len(data)
    # Differs only where a box with a position stands.
    changed = [place for place, (old, new) in enumerate(zip(data, found, strict=True)) if old != new]
    start = data.index(b"moov")
    assert all(start < place for place in changed)
    for whole in (b"mvhdhead", b"tkhdtrack", b"Apple", b"location.ISO6709", b"mdatrest"):
        assert whole in found


def test_other_files_go_as_they_are() -> None:
    for data in (b"", b"%PDF-1.7 GPS", b"PK\3\4", b"0000ftyp", samples.box(b"ftyp", b"isom")):
        assert sent("a", data) == data


@pytest.mark.parametrize(
    "data",
    [
        samples.telling_jpeg()[:2] + b"\xff\xe1\0\0" + samples.telling_jpeg()[2:],
        samples.telling_png()[:200],
        samples.telling_webp()[:60],
    ],
)
def test_what_cannot_be_looked_through_is_said(data: bytes) -> None:
    found = ready_to_leave([Attachment("坏.jpg", data)])
    assert found.attachments[0].data == data
    assert [finding.code for finding in found.findings] == ["media.position-unknown"]
    assert "“坏.jpg”" in found.findings[0].message


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(MAKERS)), st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.booleans()
)
def test_damaged_files_never_break_it(name: str, place: int, junk: bytes, cut: bool) -> None:
    data = bytearray(MAKERS[name]())
    place %= len(data) - len(junk)
    data[place : place + len(junk)] = junk
    given_data = bytes(data[:place] if cut else data)
    found = sent(name, given_data)
    assert len(found) <= len(given_data) + 200


def test_boxes_without_end_are_bounded() -> None:
    film = samples.box(b"ftyp", b"isom") + samples.box(b"moov", samples.box(b"free", b"") * 30_000)
    assert [finding.code for finding in ready_to_leave([Attachment("a.mp4", film)]).findings] == [
        "media.position-unknown"
    ]
    nested = b"end"
    for _ in range(2000):
        nested = samples.box(b"udta", nested)
    assert sent("a.mp4", samples.box(b"moov", nested)) == samples.box(b"moov", nested)


@pytest.mark.skipif(
    importlib.util.find_spec("pi_heif") is None, reason="NOT TESTED HERE: pi-heif is not installed"
)
def test_a_photo_of_an_iphone_becomes_one_that_everybody_can_open() -> None:
    found = ready_to_leave([Attachment("IMG_1.HEIC", samples.HEIC)])
    (attachment,) = found.attachments
    image = Image.open(io.BytesIO(attachment.data))
    assert attachment.name == "IMG_1.jpg" and (image.format, image.size) == ("JPEG", (16, 32))
    assert dict(image.getexif().get_ifd(samples.EXIF_IFD)) == {samples.TAKEN_AT: samples.MOMENT}
    assert not image.getexif().get_ifd(samples.GPS_IFD) and samples.ORIENTATION not in image.getexif()
    assert [finding.code for finding in found.findings] == ["media.heic-converted"]
    kept = Image.open(io.BytesIO(sent("IMG_1.HEIC", samples.HEIC, keep=True)))
    assert kept.getexif().get_ifd(samples.GPS_IFD)


def test_without_the_library_such_a_photo_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "can_convert", lambda: False)
    found = ready_to_leave([Attachment("IMG_1.HEIC", samples.HEIC)])
    assert found.attachments[0].data == samples.HEIC
    assert [finding.code for finding in found.findings] == ["media.heic-kept"]
    assert "“IMG_1.HEIC”" in found.findings[0].message and "另存为 JPEG" in found.findings[0].message
