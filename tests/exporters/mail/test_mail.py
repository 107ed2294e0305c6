"""A draft is read right by two of Python's parsers and by programs in other languages, whatever its names and sizes."""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import subprocess
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.files.attachment import Attachment, attachment_key, distinct, safe_name
from exporters.mail.draft import Address, Draft, attachment_size, write_draft
from forms.errors import InputError
from tests.exporters.mail_examples import named_attachments

SUBJECT = "【安全生产月报送】某某区应急管理局😀𠮷：“安全生产月”活动联络员推荐表和活动方案（第1封 共3封）"
TEXT = "某处：\n　　您好！𠮷😀\n.\nFrom here\n--\n"
OFFICE = Address("hljyjxp@163.com", "黑龙江省安委会办公室、黑龙江省应急管理厅")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)


def draft(*attachments: Attachment, subject: str = SUBJECT, text: str = TEXT) -> Draft:
    return Draft(subject, text, (OFFICE, Address("a@b.cn")), Address("me@example.cn", "某单位"), attachments)


def read_modern(data: bytes) -> tuple[str, str, list[tuple[str, bytes]]]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects and not any(part.defects for part in message.walk())
    body = message.get_body()
    assert body is not None
    parts = [
        (part.get_filename() or "", part.get_payload(decode=True)) for part in message.iter_attachments()
    ]
    return str(message["Subject"]), body.get_content(), parts  # type: ignore[return-value]


def read_old(data: bytes) -> tuple[str, str, list[tuple[str, bytes]]]:
    """As a client that knows no RFC 2231: the name is taken from Content-Type."""
    message = email.message_from_bytes(data)
    body, *attached = message.get_payload()  # type: ignore[misc]
    parts = [
        (
            str(make_header(decode_header(part.get_param("name")))),  # type: ignore[union-attr, arg-type]
            part.get_payload(decode=True),  # type: ignore[union-attr]
        )
        for part in attached
    ]
    text = body.get_payload(decode=True).decode("utf-8")  # type: ignore[union-attr]
    return str(make_header(decode_header(message["Subject"]))), text, parts


@pytest.mark.parametrize("read", [read_modern, read_old])
def test_python_reads_subject_text_names_and_bytes(read) -> None:  # type: ignore[no-untyped-def]
    wanted = named_attachments()
    subject, text, parts = read(write_draft(draft(*wanted)))
    assert subject == SUBJECT
    assert text.replace("\r\n", "\n") == TEXT
    assert parts == [(attachment.name, attachment.data) for attachment in wanted]


@given(ANY_TEXT, st.lists(st.tuples(ANY_TEXT, st.binary(max_size=200)), max_size=4))
def test_any_subject_and_names_are_read(subject: str, files: list[tuple[str, bytes]]) -> None:
    wanted = distinct(Attachment(name, data) for name, data in files)
    data = write_draft(draft(*wanted, subject=subject))
    for read in (read_modern, read_old):
        found, _, parts = read(data)
        # White space at the ends of a subject is no part of it for a parser.
        assert found.strip() == subject.strip()
        assert parts == [(attachment.name, attachment.data) for attachment in wanted]


@given(st.lists(ANY_TEXT, max_size=8))
def test_names_are_safe_distinct_and_kept_in_order(names: list[str]) -> None:
    found = distinct(Attachment(name, str(number).encode()) for number, name in enumerate(names))
    assert [attachment.data for attachment in found] == [str(number).encode() for number in range(len(names))]
    assert len({attachment_key(attachment.name) for attachment in found}) == len(names)
    for attachment in found:
        assert safe_name(attachment.name) == attachment.name
        assert len(attachment.name.encode()) <= 255 and len(attachment.name.encode("utf-16-le")) <= 240
        assert (
            not re.search(r'[<>:"/\\|?*\x00-\x1f]', attachment.name)
            and attachment.name.strip(" .") == attachment.name != ""
        )


def test_same_names_are_numbered() -> None:
    names = [
        attachment.name
        for attachment in distinct(
            Attachment(name, b"x") for name in ("照片.JPG", "照片.jpg", "照片.jpg", "无", "无")
        )
    ]
    assert names == ["照片.JPG", "照片（2）.jpg", "照片（3）.jpg", "无", "无（2）"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("_DSC0001.jpg", "_DSC0001.jpg"),
        ("现场👨‍👩‍👧.jpg", "现场👨‍👩‍👧.jpg"),
        ("e\u0301.pdf", "é.pdf"),
        ("../../etc/passwd", "－..－etc－passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("con.pdf", "_con.pdf"),
        ("照片:1.jpg", "照片－1.jpg"),
    ],
)
def test_a_name_is_changed_only_where_some_system_refuses_it(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_lines_are_as_long_as_rfc_5322_takes_and_end_with_cr_lf() -> None:
    data = write_draft(draft(*named_attachments()))
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    # Longer are only what cannot be folded: an attachment's name, its type, and an office's name.
    assert all(len(line) <= 76 for line in lines if not re.match(rb" (file)?name|Content-Type|To:", line))
    subject = data.partition(b"\r\nFrom")[0].decode()
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S+\?=", subject))


@given(ANY_TEXT)
def test_only_the_last_word_of_a_subject_is_filled_up(subject: str) -> None:
    head = write_draft(draft(subject=subject)).partition(b"\r\nFrom")[0].decode()
    words = re.findall(r"=\?utf-8\?B\?(\S*)\?=", head)
    assert not any(word.endswith("=") for word in words[:-1])
    assert all(len(line) <= 76 for line in head.split("\r\n"))


def test_a_draft_has_not_been_sent() -> None:
    message = email.message_from_bytes(write_draft(draft()), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None and message["Message-ID"] is None
    assert [(address.display_name, address.addr_spec) for address in message["To"].addresses] == [
        (OFFICE.name, OFFICE.email),
        ("", "a@b.cn"),
    ]
    assert message["From"].addresses[0].display_name == "某单位"
    unknown = write_draft(Draft("a", "b", (), None, ()))
    assert b"From" not in unknown and b"To:" not in unknown


@pytest.mark.parametrize(
    ("name", "shown"), [("综" * 60, "综" * 60), ("综" * 61, ""), ("综合处\x07", ""), ("", "")]
)
def test_a_name_too_long_for_a_line_is_left_out_of_the_address(name: str, shown: str) -> None:
    data = write_draft(Draft(SUBJECT, TEXT, (Address("a@example.cn", name),), None, ()))
    message = email.message_from_bytes(data, policy=email.policy.default)
    (address,) = message["To"].addresses
    assert (address.addr_spec, address.display_name) == ("a@example.cn", shown)
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_names_stand_in_one_encoded_word_and_in_rfc_2231() -> None:
    data = write_draft(draft(Attachment("很长" * 35 + ".pdf", b"x"))).decode()
    assert re.search(r'\r\n name="=\?utf-8\?B\?[A-Za-z0-9+/=]+\?="\r\n', data)
    assert re.search(r"\r\n filename\*=utf-8''[A-Za-z0-9%]+\r\n", data)
    assert "filename=" not in data and "filename*0" not in data


def test_the_same_draft_gives_the_same_bytes() -> None:
    first = write_draft(draft(*named_attachments()))
    assert first == write_draft(draft(*named_attachments()))
    assert first != write_draft(draft(*named_attachments()[1:]))


@given(st.binary(max_size=400), st.sampled_from(["a.pdf", "表.pdf", "b"]))
def test_the_size_is_known_beforehand(data: bytes, name: str) -> None:
    one = Attachment(name, data)
    assert len(write_draft(draft(one))) == len(write_draft(draft())) + attachment_size(
        one.name, len(one.data)
    )


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85"])
def test_a_line_break_is_refused(line_break: str) -> None:
    text = f"甲{line_break}Bcc: x@y.cn"
    for wrong in (
        draft(subject=text),
        draft(Attachment(text, b"x")),
        Draft("a", "b", (Address("a@b.cn", text),), None, ()),
        Draft("a", "b", (Address(f"a@b.cn{line_break}Bcc: x@y.cn"),), None, ()),
        Draft("a", "b", (), Address(text), ()),
    ):
        with pytest.raises(InputError, match="换行"):
            write_draft(wrong)


@pytest.mark.parametrize(
    "address", ["", "a", "a@b", "a b@c.cn", "<a@b.cn>", "a@b.cn,c@d.cn", "甲@b.cn", "a@b.cn>"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="邮箱地址"):
        write_draft(Draft("a", "b", (Address(address),), None, ()))


@pytest.mark.outside
@pytest.mark.skipif(
    shutil.which("mu") is None, reason="没有 mu（maildir-utils），没有用别的语言的程序读过邮件草稿"
)
def test_mu_reads_every_attachment(tmp_path: Path) -> None:
    """mu is C on GMime, as many mail programs are."""
    wanted = named_attachments()
    source, folder = tmp_path / "draft.eml", tmp_path / "out"
    source.write_bytes(write_draft(draft(*wanted)))
    folder.mkdir()
    shown = subprocess.run(["mu", "view", str(source)], capture_output=True, text=True, check=True)
    assert f"Subject: {SUBJECT}" in shown.stdout and "您好！𠮷😀" in shown.stdout
    subprocess.run(["mu", "extract", "--save-all", f"--target-dir={folder}", str(source)], check=True)
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    # mu saves the text as well, and puts a dash where a name has a space.
    assert (
        found.items() >= {attachment.name.replace(" ", "-"): attachment.data for attachment in wanted}.items()
    )
    assert len(found) == len(wanted) + 1


@pytest.mark.outside
@pytest.mark.skipif(shutil.which("ripmime") is None, reason="没有 ripmime，没有用老式的邮件程序读过邮件草稿")
def test_ripmime_reads_every_name_and_byte(tmp_path: Path) -> None:
    """ripmime is C and old, as mail gateways are."""
    wanted = named_attachments()
    source, folder = tmp_path / "draft.eml", tmp_path / "out"
    source.write_bytes(write_draft(draft(*wanted)))
    folder.mkdir()
    subprocess.run(["ripmime", "-i", str(source), "-d", str(folder)], check=True)
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found.items() >= {attachment.name: attachment.data for attachment in wanted}.items()
