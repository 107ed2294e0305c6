"""By mail: what is kept is what went, each file in its role; sizes are those of the very letter; nothing is left over."""

from __future__ import annotations

import email
import email.policy
import random
from dataclasses import replace
from pathlib import Path

import pytest

from exporters.handing_in.draft_folder import WORDS_FILE
from exporters.handing_in.mail_way import LIMITS, MailWay, mailbox_of
from exporters.handing_in.order import Written
from exporters.handing_in.remarks import remarks
from exporters.mail.settings import mail_settings
from forms.errors import InputError
from forms.file_role import FileRole
from forms.form.finding import Severity
from forms.progress import no_progress
from tests.exporters.mail_examples import photo
from tests.exporters.packet_examples import order_of, task_of

WAY = MailWay()


def video(folder: Path, number: int, size: int = 600_000) -> Path:
    path = folder / f"视频{number}.mp4"
    path.write_bytes(random.Random(number).randbytes(size))
    return path


def roles(written: Written) -> dict[str, tuple[FileRole, str]]:
    return {file.name: (file.role, file.form_id) for file in written.files}


def test_forms_further_files_and_drafts_are_kept_in_their_roles(tmp_path: Path) -> None:
    written = WAY.carry_out(
        order_of(task_of(), tmp_path, video(tmp_path, 1), formats=(".pdf", ".docx")), no_progress
    )
    found = roles(written)
    assert sorted(found.values()) == [
        (FileRole.FORM, "statistics"),
        (FileRole.FORM, "statistics"),
        (FileRole.FURTHER, ""),
        (FileRole.SENT, ""),
    ]
    assert found["视频1.mp4"] == (FileRole.FURTHER, "")
    message = email.message_from_bytes(written.paths[0].read_bytes(), policy=email.policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}  # type: ignore[union-attr]
    assert attached == {file.name: file.content for file in written.files if file.role is not FileRole.SENT}


def test_a_further_file_with_a_forms_bytes_takes_no_role_from_it(tmp_path: Path) -> None:
    task = task_of()
    first = WAY.carry_out(order_of(task, tmp_path), no_progress)
    (form,) = [file for file in first.files if file.role is FileRole.FORM]
    assert isinstance(form.content, bytes)
    copy = tmp_path / "再放一份.pdf"
    copy.write_bytes(form.content)
    elsewhere = tmp_path / "另存"
    elsewhere.mkdir()
    found = roles(WAY.carry_out(order_of(task, elsewhere, copy), no_progress))
    assert found[form.name] == (FileRole.FORM, "statistics")
    assert found["再放一份.pdf"] == (FileRole.FURTHER, "")


def test_photos_made_smaller_are_kept_as_they_went(tmp_path: Path) -> None:
    path = tmp_path / "现场.jpg"
    path.write_bytes(photo(2400, 1800, quality=99))
    limit = path.stat().st_size
    written = WAY.carry_out(order_of(task_of(), tmp_path, path, mailbox=limit), no_progress)
    (kept,) = [file for file in written.files if file.name == "现场.jpg"]
    assert isinstance(kept.content, bytes) and len(kept.content) < limit
    assert kept.role is FileRole.FURTHER
    assert any("已把1张照片缩小" in remark for remark in written.remarks)
    assert written.paths[0].stat().st_size <= limit


def test_the_edited_text_goes_into_each_of_several_mails_and_each_keeps_the_limit(tmp_path: Path) -> None:
    text = "王处长：\n" + "　　这是一段很长的正文。\n" * 800
    files = [video(tmp_path, number, 250_000) for number in range(3)]
    limit = 450_000
    written = WAY.carry_out(order_of(task_of(), tmp_path, *files, mailbox=limit, text=text), no_progress)
    drafts = [path for path in written.paths if path.suffix == ".eml"]
    assert len(drafts) > 1
    for part, path in enumerate(drafts, 1):
        assert path.stat().st_size <= limit
        body = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body()  # type: ignore[union-attr]
        words = body.get_content().replace("\r\n", "\n")
        assert words.startswith(text.rstrip("\n"))
        assert f"本封是第{part}封" in words and "3. 视频1.mp4" in words and "校验码" in words


def test_what_is_said_of_sizes_is_measured_on_the_very_letter(tmp_path: Path) -> None:
    files = [video(tmp_path, number, 30_000) for number in range(2)]
    order = order_of(task_of(), tmp_path, *files, mailbox=90_000)
    assert WAY.remarks(order) == []
    # About 9,000 characters of Chinese in base64: with them the same files do not fit any more.
    long = replace(order, letter=replace(order.letter, text="正文" * 2_000))
    (said,) = WAY.remarks(long)
    assert said.code == "handing-in.mail-too-large" and "共 60 KB" in said.message
    longer = replace(order, letter=replace(order.letter, text="正文" * 20_000))
    (said,) = WAY.remarks(longer)
    assert (said.code, said.severity) == ("handing-in.text-too-large", Severity.ERROR)


def test_the_number_said_beforehand_is_that_of_the_mail(tmp_path: Path) -> None:
    """With the further files alone the whole mail is known before it is made."""
    path = video(tmp_path, 1, 700_000)
    order = order_of(task_of("heilongjiang-2020", "liaison"), tmp_path, path, formats=())
    (draft, _folder) = WAY.carry_out(order, no_progress).paths
    size = draft.stat().st_size
    assert WAY.remarks(replace(order, mailbox=size)) == []
    assert [said.code for said in WAY.remarks(replace(order, mailbox=size - 1))] == [
        "handing-in.mail-too-large"
    ]


def test_every_draft_that_would_be_overwritten_is_asked_about(tmp_path: Path) -> None:
    files = [video(tmp_path, number) for number in range(3)]
    order = order_of(task_of(), tmp_path, *files, mailbox=1_000_000)
    assert WAY.existing(order) == ()
    written = WAY.carry_out(order, no_progress)
    drafts = tuple(path for path in written.paths if path.suffix == ".eml")
    assert len(drafts) > 1 and WAY.existing(order) == drafts
    one_less = replace(order, further=tuple(files[:1]))
    with pytest.raises(InputError, match="容易误发"):
        WAY.carry_out(one_less, no_progress)


def test_a_file_that_no_mailbox_takes_is_refused_and_another_way_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = mail_settings()
    small = replace(settings, limits=replace(settings.limits, largest_file=599_999))
    monkeypatch.setattr("exporters.handing_in.mail_way.mail_settings", lambda: small)
    order = order_of(task_of(), tmp_path, video(tmp_path, 1, 600_000))
    with pytest.raises(InputError, match=r"“视频1.mp4”超过.*U 盘"):
        WAY.carry_out(order, no_progress)
    assert list(tmp_path.glob("*.eml")) == []


def test_beside_the_draft_lie_address_subject_and_text_to_copy(tmp_path: Path) -> None:
    order = order_of(task_of(), tmp_path, subject="统计表", text="王处长：\n　　请查收。")
    (_draft, folder) = WAY.carry_out(order, no_progress).paths
    words = (folder / WORDS_FILE).read_bytes()
    # Old editors of Windows want the mark and both characters of a line's end.
    assert words.startswith(b"\xef\xbb\xbf") and words.count(b"\n") == words.count(b"\r\n")
    text = words.decode("utf-8-sig").replace("\r\n", "\n")
    head = f"收件人：{order.letter.email}\n\n主题：\n统计表\n\n正文：\n王处长：\n　　请查收。\n\n附件（共1个"
    assert order.letter.email and text.startswith(head)
    nobody = replace(order, letter=replace(order.letter, email=""))
    WAY.carry_out(nobody, no_progress)
    assert (folder / WORDS_FILE).read_text("utf-8-sig").startswith("收件人：（请填写）\n")


def test_a_letter_that_cannot_be_written_is_said_beforehand_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    order = order_of(task_of(), folder, subject="甲\nBcc: x@y.cn")
    assert [said.severity for said in remarks(order, WAY)][:1] == [Severity.ERROR]
    with pytest.raises(InputError, match="换行"):
        WAY.carry_out(order, no_progress)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("megabytes", [LIMITS[0] - 0.01, LIMITS[1] + 1, float("nan"), -1.0])
def test_a_limit_that_no_mailbox_has_is_refused(megabytes: float) -> None:
    with pytest.raises(InputError, match="上限"):
        mailbox_of(megabytes)
    assert mailbox_of(LIMITS[0]) == 100_000
