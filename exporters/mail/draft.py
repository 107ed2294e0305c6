"""A mail as a draft (.eml) that old and new clients read: Chinese names, fixed bytes, nothing that can break out of a header."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from exporters.files.attachment import Attachment, distinct, refuse_line_break
from forms.errors import InputError

#: Names by suffix: a table of our own, for the system's would make other bytes on another machine. What is read as text
#: is not in it, so that no client changes its line ends.
_TYPES: Final = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".zip": "application/zip",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
}
_ANY_TYPE: Final = "application/octet-stream"

#: One address, in the characters that every server takes.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")

#: The most bytes of UTF-8 in one encoded word, so that a line with it stays below 76 characters.
_WORD_BYTES: Final = 39


#: A longer name of an office is left out of its address; the greeting has it.
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Address:
    """Someone a mail goes to or comes from."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail, ready to be written. Without a ``sender`` the mail program puts in its own."""

    subject: str
    text: str
    to: tuple[Address, ...]
    sender: Address | None
    attachments: tuple[Attachment, ...]


def write_draft(draft: Draft) -> bytes:
    """The ``.eml`` file: the same bytes for the same draft. Names of attachments are made distinct.

    It carries ``X-Unsent: 1``, and neither Date nor Message-ID: it has not been sent. Raises :class:`InputError` where a
    line break or a control character stands in a subject, name or address.
    """
    headers = _headers(draft)
    parts = [
        _text_part(draft.text),
        *(_attachment_part(attachment) for attachment in distinct(draft.attachments)),
    ]
    content = hashlib.sha256("\r\n".join(headers).encode())
    for part in parts:
        content.update(hashlib.sha256(part).digest())
    # "=_" stands in no base64, so that no content can hold the boundary.
    boundary = f"=_{content.hexdigest()[:40]}"
    headers.append(f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"')
    opening = f"--{boundary}\r\n".encode()
    body = b"".join(opening + part for part in parts)
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + body + f"--{boundary}--\r\n".encode()


def attachment_size(name: str, size: int) -> int:
    """How many bytes a file of ``size`` bytes takes in the mail, its own headers and boundary with it."""
    return len(_part_headers(name)) + 46 + _base64_size(size)


def is_address(text: str) -> bool:
    """Whether ``text`` is one plain e-mail address."""
    return _ADDRESS.fullmatch(text) is not None and len(text) <= 254


def _base64_size(size: int) -> int:
    encoded = -(-size // 3) * 4
    return encoded + 2 * -(-encoded // 76)


def _headers(draft: Draft) -> list[str]:
    refuse_line_break(draft.subject, "邮件主题")
    if _CONTROL.search(draft.subject):
        raise InputError("邮件主题里有控制字符，不能写进邮件。请删去后再试。")
    headers = [f"Subject: {_encoded(draft.subject)}"]
    if draft.sender:
        headers.append(f"From: {_address(draft.sender)}")
    if draft.to:
        headers.append("To: " + ",\r\n ".join(_address(address) for address in draft.to))
    return [*headers, "X-Unsent: 1", "MIME-Version: 1.0"]


def _address(address: Address) -> str:
    refuse_line_break(address.email, "邮箱地址")
    refuse_line_break(address.name, "收件人名称")
    if not is_address(address.email):
        raise InputError(f"邮箱地址“{address.email}”写法有误，应写成 名称@网站 的样子。请改正后再试。")
    if not address.name or len(address.name) > _LONGEST_NAME or _CONTROL.search(address.name):
        return address.email
    # In one word, though a long one: Python's own parser puts a space between two.
    return f"{_word(address.name.encode('utf-8', 'replace'))}\r\n <{address.email}>"


def _encoded(text: str) -> str:
    """A header's text: as it is where that is plain and short, else as encoded words."""
    plain = text.isascii() and text.isprintable() and "=?" not in text and len(text) <= 60
    return text if plain and text == text.strip() else _words(text)


def _words(text: str) -> str:
    """The text as encoded words (RFC 2047), one a line, never cut within a character.

    Measured: GMime joins the base64 of neighbouring words and stops at the first filling ``=``, so only the last word may
    have one. Where no cut comes out even, the odd character stands in a word of the other encoding.
    """
    words = []
    rest = text
    while len(rest.encode("utf-8", "replace")) > _WORD_BYTES:
        cut = _even_cut(rest)
        words.append(_word(rest[:cut].encode("utf-8", "replace")) if cut else _hex_word(rest[0]))
        rest = rest[cut or 1 :]
    return "\r\n ".join([*words, _word(rest.encode("utf-8", "replace"))])


def _even_cut(text: str) -> int:
    """How many characters of ``text`` fill a word and take a multiple of three bytes; 0 where none do."""
    size = cut = 0
    for index, character in enumerate(text, 1):
        size += len(character.encode("utf-8", "replace"))
        if size > _WORD_BYTES:
            break
        if size % 3 == 0:
            cut = index
    return cut


def _hex_word(character: str) -> str:
    return "=?utf-8?Q?" + "".join(f"={byte:02X}" for byte in character.encode("utf-8", "replace")) + "?="


def _word(content: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(content).decode()}?="


def _text_part(text: str) -> bytes:
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    headers = 'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return headers.encode() + _base64(lines.encode("utf-8", "replace"))


def _attachment_part(attachment: Attachment) -> bytes:
    return _part_headers(attachment.name) + _base64(attachment.data)


def _part_headers(name: str) -> bytes:
    """Measured: QQ Mail and old Outlook read ``name`` as one unfolded encoded word, new clients ``filename*``."""
    refuse_line_break(name, "文件名")
    kind = _TYPES.get(PurePath(name).suffix.lower(), _ANY_TYPE)
    if name.isascii() and name.isprintable() and not set(name) & set('"\\') and "=?" not in name:
        shown, disposed = name, f'filename="{name}"'
    else:
        encoded = name.encode("utf-8", "replace")
        shown, disposed = _word(encoded), f"filename*=utf-8''{_percent(encoded)}"
    return (
        f'Content-Type: {kind};\r\n name="{shown}"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {disposed}\r\n\r\n"
    ).encode()


def _percent(content: bytes) -> str:
    return "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in content)


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
