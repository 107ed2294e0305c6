"""Makes the mails of a packet: as few as the mailbox allows, photos scaled only where that saves one, and says what it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporters.files.attachment import Attachment, distinct, refuse_line_break, safe_name
from exporters.mail.draft import Address, Draft, attachment_size, is_address, write_draft
from exporters.mail.photos import is_photo, shrink
from exporters.mail.settings import PhotoStep, mail_settings
from exporters.mail.text import ListedFile, Listing, MailFacts, mail_subject, mail_text
from exporters.media.leaving import ready_to_leave
from forms.errors import InputError
from forms.form.finding import Finding, Severity
from forms.notice.contacts import is_of_another_office
from forms.profile_entries import LIAISON_EMAIL, UNIT_NAME
from forms.progress import Progress, no_progress
from forms.words import size_words

#: Which attachments go into which mail, by their numbers.
Groups = tuple[tuple[int, ...], ...]

#: A mailbox smaller than the text of the mail and so many bytes is none.
_LEAST_ROOM = 10_000


@dataclass(frozen=True)
class Mails:
    """The drafts in the order they are to be sent, and what the user should know about them.

    ``attachments`` are those of all drafts, each as it goes, in the order in which they were given.
    """

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...]
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class _Plan:
    """One way to send: the attachments at one size of their photos, and which go together."""

    attachments: tuple[Attachment, ...]
    groups: Groups
    oversize: tuple[int, ...]
    step: PhotoStep | None = None
    shrunk: int = 0

    @property
    def cost(self) -> tuple[int, int]:
        """First as few files as possible that no mailbox takes, then as few mails as possible."""
        return len(self.oversize), len(self.groups)


def make_mails(
    facts: MailFacts,
    attachments: Sequence[Attachment],
    mailbox: int | None = None,
    scale: bool = True,
    keep_position: bool = False,
    progress: Progress = no_progress,
) -> Mails:
    """The mails that carry ``attachments`` to the obligation's recipient.

    ``mailbox`` is the largest message in bytes as it is sent; without it the usual one of ``resources/mail.toml``.
    ``scale`` allows photos to be made smaller; ``keep_position`` leaves the place they were taken at in those that are not.
    A file larger than a mailbox goes alone, with a warning. Raises
    :class:`InputError` where nothing is attached, a value holds a line break or the mailbox is too small for any mail.
    """
    if not attachments:
        raise InputError("没有要报送的文件。请至少选择一个文件。")
    for value in facts.unit.values():
        refuse_line_break(value, "单位资料")
    limit = mail_settings().limits.mailbox if mailbox is None else mailbox
    leaving = ready_to_leave(attachments, keep_position)
    attachments = leaving.attachments
    findings = [*address_findings(facts), *leaving.findings]
    plan = _best_plan(facts, distinct(attachments), limit, scale, progress)
    listing = _listing(plan)
    drafts = tuple(
        Draft(
            subject=mail_subject(facts, part, listing.mails),
            text=mail_text(facts, listing, part),
            to=facts.to,
            sender=_sender(facts),
            attachments=tuple(plan.attachments[index] for index in group),
        )
        for part, group in enumerate(plan.groups, 1)
    )
    findings += _renamed(attachments, plan)
    return Mails(drafts, (*findings, *_size_findings(plan, attachments, limit)), plan.attachments)


def mail_size(facts: MailFacts, files: Sequence[ListedFile], scaled: bool = False) -> int:
    """How large the one mail with these files becomes, in bytes as it is sent. Raises :class:`InputError` as ``make_mails``."""
    listing = Listing(tuple(files), (1,) * len(files), scaled)
    return _empty_size(facts, listing) + sum(attachment_size(*file) for file in files)


def address_findings(facts: MailFacts) -> list[Finding]:
    """What is to be known about the addresses that a mail of these facts carries."""
    findings = []
    if not facts.to:
        words = "没有收件的电子邮箱。请向对方问明邮箱，在邮件里填上收件人。"
        findings.append(_finding("mail.no_address", words))
    for address in facts.to:
        if is_of_another_office(facts.notice, facts.obligation, address.email):
            words = f"收件人取自通知的联系方式（{address.email}），通知没有写明就是报送处室的邮箱，请核对。"
            findings.append(_finding("mail.check_address", words))
    email = facts.unit.get(LIAISON_EMAIL, "").strip()
    if email and not is_address(email):
        words = f"单位资料里的电子邮箱“{email}”写法有误，没有写进发件人。请改正，或在邮件程序里选择发件人。"
        findings.append(_finding("mail.wrong_sender", words))
    return findings


def _sender(facts: MailFacts) -> Address | None:
    email = facts.unit.get(LIAISON_EMAIL, "").strip()
    return Address(email, facts.unit.get(UNIT_NAME, "")) if is_address(email) else None


def _best_plan(
    facts: MailFacts, originals: tuple[Attachment, ...], limit: int, scale: bool, progress: Progress
) -> _Plan:
    """The plan of the least cost; of equal ones that with the largest photos."""
    best = _plan(facts, originals, limit)
    photos = sum(is_photo(attachment) for attachment in originals)
    if not scale or not photos or best.cost == (0, 1):
        return best
    steps = mail_settings().photo_steps
    done = 0
    for step in steps:
        smaller: list[Attachment] = []
        shrunk = 0
        for attachment in originals:
            found = shrink(attachment, step)
            smaller.append(found or attachment)
            shrunk += found is not None
            done += is_photo(attachment)
            progress(done, photos * len(steps))
        plan = _plan(facts, distinct(smaller), limit, step, shrunk)
        best = min(best, plan, key=lambda each: each.cost)
        if best.cost == (0, 1):
            break
    return best


def _plan(
    facts: MailFacts,
    attachments: tuple[Attachment, ...],
    limit: int,
    step: PhotoStep | None = None,
    shrunk: int = 0,
) -> _Plan:
    files = _listed(attachments)
    count = len(files)
    if mail_size(facts, files, shrunk > 0) <= limit:
        return _Plan(attachments, (tuple(range(count)),), (), step, shrunk)
    sizes = [attachment_size(*file) for file in files]
    # The longest text there can be: as many mails as files, each file in another than the one that is read.
    longest = Listing(files, (max(count, 2),) * count, shrunk > 0)
    room = limit - _empty_size(facts, longest)
    if room < _LEAST_ROOM:
        raise InputError(f"邮箱上限{size_words(limit)}太小，连邮件正文都放不下。请改大上限后再试。")
    oversize = tuple(index for index, size in enumerate(sizes) if size > room)
    return _Plan(attachments, split(sizes, room), oversize, step, shrunk)


def _empty_size(facts: MailFacts, listing: Listing) -> int:
    """How large the first mail is without its attachments."""
    subject = mail_subject(facts, listing.mails, listing.mails)
    return len(write_draft(Draft(subject, mail_text(facts, listing), facts.to, _sender(facts), ())))


def _listed(attachments: Sequence[Attachment]) -> tuple[ListedFile, ...]:
    return tuple(ListedFile(attachment.name, len(attachment.data)) for attachment in attachments)


def _listing(plan: _Plan) -> Listing:
    part_of = {index: part for part, group in enumerate(plan.groups, 1) for index in group}
    parts = tuple(part_of[index] for index in range(len(plan.attachments)))
    return Listing(_listed(plan.attachments), parts, plan.shrunk > 0)


def _renamed(originals: Sequence[Attachment], plan: _Plan) -> list[Finding]:
    """Names that were changed because they were taken or some system does not accept them."""
    return [
        _finding("mail.renamed", f"附件“{before.name}”在邮件里的名字是“{after.name}”。", Severity.NOTE)
        for before, after in zip(originals, plan.attachments, strict=True)
        if before.name != after.name and not (plan.shrunk and safe_name(before.name) == after.name)
    ]


def _size_findings(plan: _Plan, originals: Sequence[Attachment], limit: int) -> list[Finding]:
    limits = mail_settings().limits
    before = sum(len(attachment.data) for attachment in originals)
    findings = []
    if plan.step and plan.shrunk:
        after = sum(len(attachment.data) for attachment in plan.attachments)
        words = (
            f"材料共{size_words(before)}，"
            f"在邮件里约占{_mailed(originals)}，超过一封邮件{size_words(limit)}的上限：已把{plan.shrunk}张照片缩小到长边不超过"
            f"{plan.step.side}像素，合计{size_words(after)}，不含拍摄位置。原文件没有改动。"
        )
        findings.append(_finding("mail.scaled", words, Severity.NOTE))
    if len(plan.groups) > 1:
        words = (
            f"材料共{size_words(sum(len(attachment.data) for attachment in plan.attachments))}，"
            f"在邮件里约占{_mailed(plan.attachments)}，一封邮件（上限{size_words(limit)}）"
            f"装不下，已分成{len(plan.groups)}封，主题里注明了“第1封 共{len(plan.groups)}封”。请逐封发送，不要遗漏。"
        )
        findings.append(_finding("mail.split", words))
    findings += [_too_large(plan.attachments[index], limit) for index in plan.oversize]
    for part, group in enumerate(plan.groups, 1):
        size = sum(len(plan.attachments[index].data) for index in group)
        which = f"第{part}封邮件的附件" if len(plan.groups) > 1 else "附件"
        if size > limits.strong and not set(group) & set(plan.oversize):
            words = f"{which}共{size_words(size)}，许多单位的邮箱收不下这么大的邮件。建议分几封发送，或改用其他方式报送。"
            findings.append(_finding("mail.very_large", words))
        elif size > limits.warn and not set(group) & set(plan.oversize):
            words = f"{which}共{size_words(size)}，有的单位邮箱收不下。发出后请向对方确认收到。"
            findings.append(_finding("mail.large", words))
    return findings


def _mailed(attachments: Sequence[Attachment]) -> str:
    """How large attachments become in a mail: a third more, which is why files below the limit do not fit."""
    return size_words(sum(attachment_size(*file) for file in _listed(attachments)))


def _too_large(attachment: Attachment, limit: int) -> Finding:
    way_out = (
        "程序没能把它缩小，请用看图软件另存为小一些的 JPEG 再添加。"
        if is_photo(attachment)
        else "建议改用 QQ 邮箱的“文件中转站”、网盘链接或 U 盘送达，视频也可以先压缩。"
    )
    words = (
        f"附件“{attachment.name}”有{size_words(len(attachment.data))}，在邮件里约占"
        f"{_mailed([attachment])}，超过一封邮件{size_words(limit)}的上限，单独成封也可能被退回。{way_out}"
    )
    return _finding("mail.file_too_large", words, field=attachment.name)


def _finding(code: str, words: str, severity: Severity = Severity.WARNING, field: str = "") -> Finding:
    return Finding(field, severity, code, words)


def split(sizes: Sequence[int], room: int) -> Groups:
    """Groups of indices of ``sizes``; no group is larger than ``room`` unless it holds a single one."""
    in_order = _fill_up(sizes, range(len(sizes)), room)
    largest_first = _fill_up(sizes, sorted(range(len(sizes)), key=lambda index: -sizes[index]), room)
    return in_order if len(in_order) <= len(largest_first) else largest_first


def _fill_up(sizes: Sequence[int], order: Sequence[int], room: int) -> Groups:
    """Each into the first group that has room for it."""
    groups: list[list[int]] = []
    left: list[int] = []
    for index in order:
        fits = next((number for number, rest in enumerate(left) if sizes[index] <= rest), None)
        if fits is None:
            groups.append([index])
            left.append(room - sizes[index])
        else:
            groups[fits].append(index)
            left[fits] -= sizes[index]
    return tuple(sorted(tuple(sorted(group)) for group in groups))
