"""A packet reaches a mailbox in as few mails as it takes: photos scaled or the packet split, and the user told."""

from __future__ import annotations

import email
import email.policy
import io
import random
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from exporters.files.attachment import Attachment
from exporters.mail.draft import Address, write_draft
from exporters.mail.mails import Mails, mail_size, make_mails, split
from exporters.mail.photos import shrink
from exporters.mail.settings import PhotoStep, fill, mail_settings
from exporters.mail.text import ListedFile, Listing, mail_subject, mail_text
from forms.errors import Cancelled, InputError
from forms.progress import no_progress
from tests.exporters.mail_examples import facts, photo

MEGABYTE = 1_000_000


def codes(mails: Mails) -> list[str]:
    return [finding.code for finding in mails.findings]


def noise(size: int, name: str = "活动方案.docx") -> Attachment:
    return Attachment(name, random.Random(size).randbytes(size))


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=40), st.integers(1, 2000))
@example([1000, 1001], 2000)
@example([1000, 1000], 2000)
def test_every_file_goes_once_and_no_mail_is_too_large(sizes: list[int], room: int) -> None:
    groups = split(sizes, room)
    assert sorted(index for group in groups for index in group) == list(range(len(sizes)))
    assert all(len(group) == 1 or sum(sizes[index] for index in group) <= room for group in groups)
    # No two mails could have been one, and the first file is in the first mail.
    totals = sorted(sum(sizes[index] for index in group) for group in groups)
    assert len(totals) < 2 or totals[0] + totals[1] > room
    assert groups[0][0] == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=12), st.integers(60_000, 200_000))
def test_mails_of_any_sizes_keep_the_limit(sizes: list[int], limit: int) -> None:
    wanted = [Attachment(f"材料{number}.bin", bytes([number]) * size) for number, size in enumerate(sizes)]
    mails = make_mails(facts(), wanted, limit)
    found = [attachment for draft in mails.drafts for attachment in draft.attachments]
    assert sorted(found, key=lambda attachment: attachment.name) == sorted(
        wanted, key=lambda attachment: attachment.name
    )
    for draft in mails.drafts:
        assert len(draft.attachments) == 1 or len(write_draft(draft)) <= limit
    too_large = sum(len(write_draft(draft)) > limit for draft in mails.drafts)
    assert codes(mails).count("mail.file_too_large") >= too_large
    assert ("mail.split" in codes(mails)) == (len(mails.drafts) > 1)


def test_a_small_packet_is_one_mail_without_a_remark() -> None:
    mails = make_mails(facts(), [noise(5000, "统计表.pdf"), Attachment("照片.jpg", photo())])
    assert codes(mails) == []
    (draft,) = mails.drafts
    assert draft.subject == "【安全生产月报送】哈尔滨市某某区应急管理局：活动综合情况"
    assert draft.attachments[1].data == photo()
    assert [address.email for address in draft.to] == ["hljyjxp@163.com"]
    assert draft.sender is not None and draft.sender.email == "aqy@example.gov.cn"


def test_the_text_is_what_a_clerk_would_write() -> None:
    (draft,) = make_mails(facts(), [noise(137_700, "统计表.pdf"), noise(1_400_000, "总结.docx")]).drafts
    assert draft.text == (
        "黑龙江省安委会办公室、黑龙江省应急管理厅：\n"
        "　　您好！现报送我单位“安全生产月”活动有关材料，请查收。\n\n"
        "报送事项：活动综合情况\n时限要求：7月3日前\n"
        "通知名称：关于开展2020年全省“安全生产月”和“安全生产龙江行”活动的通知\n通知文号：黑安办发〔2020〕43号\n\n"
        "附件（共2个，合计1.5 MB）：\n1. 统计表.pdf（138 KB）\n2. 总结.docx（1.4 MB）\n\n"
        "校验码（与表下方所印的一致，可据此核对）：\n统计表：4KDR-7XMH\n\n"
        "　　附件如有缺漏或打不开，请与我们联系，我们及时补报。\n\n"
        "单位：哈尔滨市某某区应急管理局\n联系人：张𠮷\n电话：0451-12345678\n电子邮箱：aqy@example.gov.cn\n"
    )


def test_18_mb_of_photos_to_a_10_mb_mailbox_are_scaled_into_one_mail() -> None:
    wanted = [
        Attachment(f"照片{number}.jpg", photo(2400, 1800, seed=number % 2, quality=99)) for number in range(4)
    ]
    wanted.insert(
        2, noise(18 * MEGABYTE - sum(len(attachment.data) for attachment in wanted), "活动方案.pdf")
    )
    assert 1 * MEGABYTE < len(wanted[2].data) < 3 * MEGABYTE
    mails = make_mails(facts(), wanted, 10 * MEGABYTE)
    (draft,) = mails.drafts
    assert len(write_draft(draft)) <= 10 * MEGABYTE
    assert codes(mails) == ["mail.scaled"]
    assert re.search(r"共18\.0 MB，.*已把4张照片缩小到长边不超过\d+像素", mails.findings[0].message)
    assert "如需原图" in draft.text
    assert [attachment.name for attachment in draft.attachments] == [attachment.name for attachment in wanted]
    assert draft.attachments[2] == wanted[2]


def test_18_mb_that_cannot_be_scaled_are_split_and_each_mail_says_so() -> None:
    wanted = [noise(6 * MEGABYTE, f"视频{number}.mp4") for number in range(3)]
    mails = make_mails(facts(), wanted, 10 * MEGABYTE)
    assert codes(mails) == ["mail.split"]
    assert "已分成3封" in mails.findings[0].message
    for part, draft in enumerate(mails.drafts, 1):
        assert draft.subject.endswith(f"（第{part}封 共3封）")
        assert f"本次报送分3封邮件发出，本封是第{part}封，附件共1个" in draft.text
        assert "3. 视频2.mp4（6.0 MB" in draft.text and "单位：哈尔滨市某某区应急管理局" in draft.text
        data = write_draft(draft)
        assert len(data) <= 10 * MEGABYTE
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert message["Subject"] == draft.subject
    assert mails.drafts[0].text.count("在第") == 3  # "不在本封的" and two files


def test_photos_are_made_no_smaller_than_one_mail_asks_for() -> None:
    """Where the limit is just what the step before the last makes of them that one is taken, and the last only below."""
    wanted = [
        Attachment(f"照片{number}.jpg", photo(3200, 2400, seed=number, quality=99)) for number in range(2)
    ]
    *_larger, second, last = mail_settings().photo_steps

    def size(step: PhotoStep) -> int:
        smaller = [shrink(attachment, step) for attachment in wanted]
        files = [ListedFile(found.name, len(found.data)) for found in smaller if found]
        assert len(files) == len(wanted)
        return mail_size(facts(), files, scaled=True)

    def sides(limit: int) -> set[int]:
        (draft,) = make_mails(facts(), wanted, limit).drafts
        assert len(write_draft(draft)) <= limit
        return {max(Image.open(io.BytesIO(found.data)).size) for found in draft.attachments}

    assert sides(size(second)) == {second.side}
    assert sides(size(second) - 1) == {last.side}


def test_a_mail_may_be_just_as_large_as_the_mailbox_takes() -> None:
    wanted = [noise(40_000, "a.pdf"), noise(50_000, "b.pdf")]
    (whole,) = make_mails(facts(), wanted).drafts
    size = len(write_draft(whole))
    assert make_mails(facts(), wanted, size).drafts == (whole,)
    assert len(make_mails(facts(), wanted, size - 1).drafts) == 2


def test_photos_stay_as_they_are_where_scaling_saves_no_mail() -> None:
    wanted = [
        noise(6 * MEGABYTE, "甲.mp4"),
        noise(6 * MEGABYTE, "乙.mp4"),
        Attachment("照片.jpg", photo(800, 600)),
    ]
    mails = make_mails(facts(), wanted, 10 * MEGABYTE)
    assert codes(mails) == ["mail.split"] and len(mails.drafts) == 2
    assert wanted[2] in [attachment for draft in mails.drafts for attachment in draft.attachments]


def test_scaling_can_be_forbidden() -> None:
    photos = [Attachment(f"{number}.jpg", photo()) for number in range(3)]
    mails = make_mails(facts(), photos, 4 * MEGABYTE, scale=False)
    assert len(mails.drafts) > 1 and "mail.scaled" not in codes(mails)


def test_a_file_larger_than_the_mailbox_goes_alone_and_another_way_is_named() -> None:
    mails = make_mails(facts(), [noise(9 * MEGABYTE, "视频.mp4"), noise(1000)], 10 * MEGABYTE)
    assert [[attachment.name for attachment in draft.attachments] for draft in mails.drafts] == [
        ["视频.mp4"],
        ["活动方案.docx"],
    ]
    found = next(finding for finding in mails.findings if finding.code == "mail.file_too_large")
    assert found.field == "视频.mp4"
    assert all(words in found.message for words in ("9.0 MB", "12.3 MB", "中转站", "U 盘"))


@pytest.mark.parametrize(("size", "code"), [(9, []), (11, ["mail.large"]), (15, ["mail.very_large"])])
def test_large_mails_are_warned_about(size: int, code: list[str]) -> None:
    assert codes(make_mails(facts(), [noise(size * MEGABYTE)], 50 * MEGABYTE)) == code


def test_what_is_missing_is_said() -> None:
    gusu = facts("gusu-2020", "weekly-material")
    mails = make_mails(replace(gusu, unit={"liaison.email": "张三的邮箱"}, codes=()), [noise(10)])
    assert codes(mails) == ["mail.no_address", "mail.wrong_sender"]
    (draft,) = mails.drafts
    assert draft.to == () and draft.sender is None
    assert draft.subject.startswith("【安全生产月报送】本处室")
    assert "校验码" not in draft.text and "单位：" not in draft.text and "{" not in draft.text


def test_an_address_of_another_office_of_the_notice_is_to_be_checked() -> None:
    known = facts()
    elsewhere = replace(known.obligation, recipient="新设的处")
    mails = make_mails(replace(known, obligation=elsewhere), [noise(10)])
    assert codes(mails) == ["mail.check_address"] and "hljyjxp@163.com" in mails.findings[0].message
    # One that the user typed is the user's own: nothing is said about the notice.
    typed = replace(known, obligation=elsewhere, to=(Address("own@a.cn", "新设的处"),))
    assert codes(make_mails(typed, [noise(10)])) == []
    assert codes(make_mails(known, [noise(10)])) == []


def test_the_users_own_words_go_first() -> None:
    own = replace(
        facts("gusu-2020", "weekly-material"),
        subject="更正：统计表",
        recipient="应急保障处王处长",
        to=(Address("own@example.cn"),),
        remark="本次为更正，请以本次为准。",
    )
    mails = make_mails(own, [noise(700_000, "a.pdf"), noise(700_001, "b.pdf")], MEGABYTE)
    assert codes(mails) == ["mail.split"]
    second = mails.drafts[1]
    assert second.subject == "更正：统计表（第2封 共2封）"
    assert second.to == (Address("own@example.cn"),)
    assert second.text.startswith("应急保障处王处长：\n") and "请查收。\n　　本次为更正" in second.text


def test_an_occasion_tells_one_week_from_another() -> None:
    weekly = replace(facts("xinjiang-2021", "weekly-material"), occasion="6月10日")
    assert mail_subject(weekly).endswith("有关视频、图片等资料（6月10日）")
    assert "（6月10日）" in mail_text(weekly, Listing((), ()))


def test_changed_names_are_told() -> None:
    mails = make_mails(facts(), [noise(10, "a.pdf"), noise(11, "A.pdf"), noise(12, "b?.pdf")])
    assert [finding.message for finding in mails.findings] == [
        "附件“A.pdf”在邮件里的名字是“A（2）.pdf”。",
        "附件“b?.pdf”在邮件里的名字是“b－.pdf”。",
    ]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(InputError, match="没有要报送的文件"):
        make_mails(facts(), [])
    with pytest.raises(InputError, match="太小"):
        make_mails(facts(), [noise(5000)], 5000)
    with pytest.raises(InputError, match="换行"):
        make_mails(replace(facts(), unit={"unit.name": "甲\nBcc: x@y.cn"}), [noise(10)])
    wrong = replace(facts().obligation, what="甲\nBcc: x@y.cn")
    with pytest.raises(InputError, match="换行"):
        make_mails(replace(facts(), obligation=wrong), [noise(10)])


def test_it_can_be_stopped_and_tells_how_far_it_is() -> None:
    steps: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        steps.append((done, total))
        raise Cancelled("已停止。")

    with pytest.raises(Cancelled):
        make_mails(facts(), [Attachment("a.jpg", photo()), noise(100)], 200_000, progress=stop)
    assert steps == [(1, 3)]
    no_progress(1, 3)


def test_a_line_of_which_nothing_is_left_is_left_out() -> None:
    assert fill("甲\n乙{a}\n丙{a}{b}", {"a": "", "b": "1{a}"}) == "甲\n丙1{a}"
    assert mail_settings().photo_steps[0] == PhotoStep(2560, 88)
