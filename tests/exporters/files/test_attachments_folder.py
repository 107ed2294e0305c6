"""The folder beside a draft, and the zip of a packet: every byte, no path out, nothing of an older packet."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.files.attachment import Attachment, attachment_key
from exporters.files.zip_file import pack
from exporters.handing_in import draft_folder as attachments_folder
from exporters.handing_in.draft_folder import REPLACE_ALL, WORDS_FILE, folder_beside, write_folder
from exporters.mail.draft import Address, Draft
from forms.errors import EnvironmentFailure, InputError
from tests.exporters.mail_examples import named_attachments

DAY = datetime.date(2020, 6, 11)


def draft(*attachments: Attachment) -> Draft:
    return Draft("主题😀", "正文\n第二行\n", (Address("a@b.cn", "某处"),), None, attachments)


def test_the_folder_holds_every_byte_and_the_words(tmp_path: Path) -> None:
    folder = folder_beside(tmp_path / "报送.eml")
    assert folder.name == "报送_附件"
    wanted = named_attachments()
    for _ in range(2):  # once more over itself
        write_folder(folder, draft(*wanted), {})
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    words = found.pop(WORDS_FILE)
    assert found == {attachment.name: attachment.data for attachment in wanted}
    assert words.startswith(b"\xef\xbb\xbf") and words.count(b"\n") == words.count(b"\r\n")
    assert words.decode("utf-8-sig").splitlines() == (
        ["收件人：a@b.cn", "", "主题：", "主题😀", "", "正文：", "正文", "第二行"]
    )


def test_an_attachment_does_not_take_the_words_place(tmp_path: Path) -> None:
    write_folder(tmp_path / "a", draft(Attachment(WORDS_FILE, b"x")), {})
    assert (tmp_path / "a" / "主题和正文（2）.txt").read_bytes() == b"x"


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "旧的.pdf").write_bytes(b"x")
    with pytest.raises(InputError, match=r"旧的\.pdf"):
        write_folder(tmp_path, draft(*named_attachments()), REPLACE_ALL)
    assert [path.name for path in tmp_path.iterdir()] == ["旧的.pdf"]


def test_a_file_that_may_be_the_users_own_is_not_replaced(tmp_path: Path) -> None:
    photo, ours = Attachment("a.jpg", b"smaller"), {"a.jpg": b"earlier"}
    (tmp_path / "a.jpg").write_bytes(b"the original")
    with pytest.raises(InputError, match=r"a\.jpg.*可能是您自己的文件"):
        write_folder(tmp_path, draft(photo), ours)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.jpg": b"the original"}
    for standing in (b"earlier", b"smaller"):
        (tmp_path / "a.jpg").write_bytes(standing)
        write_folder(tmp_path, draft(photo), ours)
        assert (tmp_path / "a.jpg").read_bytes() == b"smaller"
    (tmp_path / "a.jpg").write_bytes(b"asked")
    write_folder(tmp_path, draft(photo), REPLACE_ALL)
    assert (tmp_path / "a.jpg").read_bytes() == b"smaller"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建链接要特别的权限")
def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "d_附件").symlink_to(tmp_path / "别处")
    with pytest.raises(InputError, match="链接"):
        write_folder(tmp_path / "d_附件", draft(Attachment("a", b"x")), REPLACE_ALL)
    assert not list((tmp_path / "别处").iterdir())


def test_a_failure_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = attachments_folder.write_file

    def full(path: Path, data: bytes) -> None:
        if path.name == "b":
            raise EnvironmentFailure("磁盘已满。")
        real(path, data)

    monkeypatch.setattr(attachments_folder, "write_file", full)
    with pytest.raises(EnvironmentFailure):
        write_folder(tmp_path / "new", draft(Attachment("a", b"x"), Attachment("b", b"y")), {})
    assert not (tmp_path / "new").exists()
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(EnvironmentFailure):
        write_folder(tmp_path, draft(Attachment("a", b"x"), Attachment("b", b"y")), REPLACE_ALL)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="新建文件夹"):
        write_folder(tmp_path / "none" / "a", draft(), {})
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFailure, match="读取文件夹"):
        write_folder(tmp_path / "file", draft(), {})


def test_a_zip_keeps_names_and_bytes_and_is_the_same_twice() -> None:
    wanted = named_attachments()
    data = pack(wanted, DAY)
    assert data == pack(wanted, DAY)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(member.filename, archive.read(member)) for member in archive.infolist()] == (
            [(attachment.name, attachment.data) for attachment in wanted]
        )
        for member in archive.infolist():
            assert member.filename.isascii() or member.flag_bits & 0x800
            assert (member.date_time, member.create_system) == ((2020, 6, 11, 0, 0, 0), 3)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Zl", "Zp", "Cc"]), max_size=40), min_size=1, max_size=5
    )
)
def test_no_name_leads_out_of_the_zip_or_over_another(names: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(pack([Attachment(name, b"x") for name in names], DAY))) as archive:
        found = archive.namelist()
    assert len({attachment_key(name) for name in found}) == len(names)
    assert not any(set(name) & set("/\\:") or name in ("", ".", "..") for name in found)


def test_an_empty_zip_is_refused() -> None:
    with pytest.raises(InputError, match="没有要打包的文件"):
        pack([], DAY)
