"""Photos and films with a position in every place that holds one."""

from __future__ import annotations

import base64
import io
import struct

from PIL import Image

GPS_IFD, EXIF_IFD, TAKEN_AT, ORIENTATION = 0x8825, 0x8769, 36867, 0x0112
MOMENT = "2020:06:10 09:30:00"
SECRET = "39°54'20N-116°23'30E"
XMP = f'<x:xmpmeta><rdf:Description exif:GPSLatitude="{SECRET}"/></x:xmpmeta>'.encode()

#: A red picture, 32 × 16, turned by its EXIF to 16 × 32, with a position.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAcdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB6wABAAAAAAAAACYAAgAAAAACEQABAAAAAAAAAJgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABBmlwcnAAAADlaXBjbwAAAHVodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "rprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFw"
    "AAAAIAAAAAEAAAAQAAAAAf///+AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAACWlyb3QDAAAAGWlwbWEAAAAAAAAAAQAB"
    "BoECAwWEhgAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAxm1kYXQAAAAiKAGvBBITTOD46cJoP9k3+apWCI8n7asr40mfd7EY"
    "kqn/oAAAAAZFeGlmAABNTQAqAAAACAADARIAAwAAAAEABgAAh2kABAAAAAEAAAAyiCUABAAAAAEAAABYAAAAAAABkAMAAgAAABQA"
    "AABEAAAAADIwMjA6MDY6MTAgMDk6MzA6MDAAAAIAAQACAAAAAk4AAAAAAgAFAAAAAwAAAHYAAAAAAAAAJwAAAAEAAAA2AAAAAQAA"
    "ABQAAAAB"
)


def telling_exif(orientation: int = 6) -> bytes:
    """EXIF with the time, the way up, a camera, and a position."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = SECRET
    exif.get_ifd(EXIF_IFD)[TAKEN_AT] = MOMENT
    exif.get_ifd(EXIF_IFD)[0x9286] = SECRET.encode()
    exif.get_ifd(GPS_IFD)[1] = "N"
    exif.get_ifd(GPS_IFD)[2] = (39.0, 54.0, 20.0)
    return exif.tobytes()


def picture(file_format: str, mode: str = "RGB", **options: object) -> bytes:
    """A small picture that is not of one colour."""
    image = Image.radial_gradient("L").resize((64, 48)).convert(mode)
    target = io.BytesIO()
    image.save(target, file_format, **options)
    return target.getvalue()


def telling_jpeg() -> bytes:
    """With EXIF, XMP, IPTC, a comment, and another picture with EXIF behind the first."""
    data = picture("JPEG", exif=telling_exif(), comment=SECRET.encode(), icc_profile=b"profile" * 10)
    further = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    further += segment(0xED, b"Photoshop 3.0\0" + SECRET.encode()) + segment(
        0xE2, b"FPXR\0" + SECRET.encode()
    )
    return data[:2] + further + data[2:] + picture("JPEG", exif=telling_exif())


def segment(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(content) + 2) + content


def telling_png() -> bytes:
    """With EXIF, XMP, and a drawing program's own text, which is no position."""
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    texts.add_text("Raw profile type exif", SECRET, zip=True)
    texts.add_text("mxfile", "<drawing/>")
    return picture("PNG", exif=telling_exif(), pnginfo=texts) + SECRET.encode()


def telling_webp() -> bytes:
    """With EXIF and XMP."""
    return picture("WEBP", exif=telling_exif(), xmp=XMP, lossless=True)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def telling_movie() -> bytes:
    """With a position for QuickTime, 3GPP and Apple's own players, in XMP, and in a track; the name in Apple's keys stays."""
    place = SECRET.encode()
    keys = box(b"mdta", b"com.apple.quicktime.make") + box(b"mdta", b"com.apple.quicktime.location.ISO6709")
    values = b"".join(
        box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0) + value))
        for number, value in ((1, b"Apple"), (2, place))
    )
    described = box(b"hdlr", bytes(24)) + box(b"keys", struct.pack(">II", 0, 2) + keys) + box(b"ilst", values)
    user = box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place) + box(b"loci", bytes(4) + place)
    user += box(b"meta", bytes(4) + box(b"hdlr", bytes(24)) + box(b"ilst", box(b"\xa9xyz", place)))
    track = box(b"trak", box(b"tkhd", b"track") + box(b"udta", box(b"\xa9xyz", place)))
    film = box(
        b"moov", box(b"mvhd", b"head") + box(b"udta", user + bytes(4)) + box(b"meta", described) + track
    )
    xmp = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP)
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 300) + bytes(range(100)) * 3
    return box(b"ftyp", b"qt  " + bytes(8)) + large + film + xmp + struct.pack(">I4s", 0, b"mdat") + b"rest"
