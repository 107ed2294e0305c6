"""What a packet is to hold and how it is to go, and what to know about it beforehand. Knows no widgets."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from exporters.fax.resolution import FINE, Resolution
from exporters.files.attachment import MEGABYTE, size_words
from exporters.files.writing import file_name
from forms.form.document import Document, make_document
from forms.form.filing import Filing
from forms.form.finding import Finding, Severity
from forms.form.form import Form
from forms.notice.due import Occurrence
from forms.notice.notice import Channel, Contact, Notice, Obligation
from forms.packet import Packet

#: More than this at once is no packet but a disk to be carried over.
LARGEST_PACKET: Final = 1000 * MEGABYTE

_PICTURES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic")
_VIDEOS: Final = (".mp4", ".mov", ".avi", ".mkv", ".wmv", ".m4v", ".3gp", ".mts")
_TEXTS: Final = (".doc", ".docx", ".wps", ".txt", ".pdf", ".rtf", ".ofd")
#: What a file shows that its name need not say.
_KINDS: Final = {"图片": _PICTURES, "照片": _PICTURES, "视频": _VIDEOS, "文字": _TEXTS}


class Way(enum.StrEnum):
    """How a packet leaves the program."""

    MAIL = "mail"
    FAX = "fax"
    PRINT = "print"
    ZIP = "zip"
    FOLDER = "folder"

    @property
    def words(self) -> str:
        """The way in the user's words."""
        return {
            "mail": "邮件草稿",
            "fax": "传真文件",
            "print": "打印",
            "zip": "压缩包",
            "folder": "文件夹",
        }[self.value]

    @property
    def hint(self) -> str:
        """What one does with what comes out."""
        return {
            "mail": "写出邮件草稿（.eml），用邮件程序打开后发送；旁边另放一份附件和可复制的主题、正文。",
            "fax": "写出传真机和传真服务器能收的 .tiff 文件，前面加一页封面。只有 PDF 能传真。",
            "print": "把表和 PDF 材料一次打印出来，盖章后送去或寄去。",
            "zip": "写出一个压缩包（.zip），用 OA、QQ 或 U 盘送去。",
            "folder": "写出一个文件夹，用 OA、QQ 或 U 盘送去；里面有可复制的主题和正文。",
        }[self.value]

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By which channels it may go on, the likeliest first."""
        return {
            "mail": (Channel.EMAIL, Channel.QQ),
            "fax": (Channel.FAX,),
            "print": (Channel.PAPER, Channel.FAX),
            "zip": (Channel.ELECTRONIC, Channel.OA, Channel.QQ, Channel.EMAIL),
            "folder": (Channel.ELECTRONIC, Channel.OA, Channel.QQ, Channel.EMAIL),
        }[self.value]

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats a form goes in unless the user wants others; where only PDF can go, PDF alone."""
        return (".pdf",) if self.only_pdf else (".pdf", ".docx")

    @property
    def only_pdf(self) -> bool:
        return self in (Way.FAX, Way.PRINT)


_WAY_OF: Final = {
    Channel.FAX: Way.FAX,
    Channel.EMAIL: Way.MAIL,
    Channel.PAPER: Way.PRINT,
    Channel.ELECTRONIC: Way.ZIP,
    Channel.OA: Way.FOLDER,
    Channel.QQ: Way.MAIL,
}


@dataclass(frozen=True)
class PacketForm:
    """A form the obligation asks for, as it is now."""

    form: Form
    filing: Filing
    document: Document
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The warnings that nobody confirmed."""
        return tuple(one for one in self.findings if one.severity is Severity.WARNING and not one.confirmed)


def packet_form(notice: Notice, form: Form, filing: Filing) -> PacketForm:
    """The form with its document and what was found about it."""
    document, findings = make_document(
        form,
        filing,
        notice_title=notice.title,
        period_first=notice.period.first,
    )
    return PacketForm(form, filing, document, findings)


@dataclass(frozen=True)
class Task:
    """What a packet is about: an occurrence of an obligation, seen on a day; ``corrects`` the packet that went before."""

    notice: Notice
    occurrence: Occurrence
    profile: Mapping[str, str]
    forms: tuple[PacketForm, ...]
    today: datetime.date
    corrects: Packet | None = None

    @property
    def obligation(self) -> Obligation:
        return self.occurrence.obligation

    @property
    def contact(self) -> Contact:
        """Where it goes: the recipient's entry among the notice's contacts, else the only one, else an empty one."""
        contacts = self.notice.contacts
        own = [one for one in contacts if one.office == self.obligation.recipient]
        if own or len(contacts) == 1:
            return (own or list(contacts))[0]
        return Contact("")

    @property
    def occasion(self) -> str:
        """What tells one date of a repeated obligation from the others."""
        due = self.occurrence.due
        return f"{due.month}月{due.day}日" if self.occurrence.count > 1 else ""

    @property
    def default_way(self) -> Way:
        """By the notice's channels; where it names none, by the address it gives."""
        for channel in self.obligation.channels:
            if channel is not Channel.FAX or self.forms:
                return _WAY_OF[channel]
        return Way.MAIL if self.contact.email else Way.ZIP

    @property
    def correction_words(self) -> str:
        """A sentence for the recipient about what this replaces; empty unless it corrects something."""
        if self.corrects is None:
            return ""
        sent = self.corrects.dispatches[0].facts.sent_at if self.corrects.dispatches else None
        moment = (sent or self.corrects.frozen_at).astimezone()
        return f"本次为更正件，替代我单位{moment.month}月{moment.day}日 {moment:%H:%M} 报送的材料，请以本次为准。"


@dataclass(frozen=True, slots=True)
class CoverWords:
    """What stands on the cover: to whom, from whom, about what."""

    recipient: str
    contact: str
    subject: str
    email: str = ""
    fax: str = ""

    def pairs(self, way: Way) -> tuple[tuple[str, str], ...]:
        """The lines as they are kept, without what is empty."""
        lines = [("收件单位", self.recipient), ("主题", self.subject), ("联系人", self.contact)]
        lines += [("收件邮箱", self.email)] if way is Way.MAIL else []
        lines += [("收件传真", self.fax)] if way is Way.FAX else []
        return tuple((name, text) for name, text in lines if text)


@dataclass(frozen=True)
class Order:
    """What the user chose: the forms with their formats, the further files, the way, and where to write."""

    task: Task
    way: Way
    forms: tuple[tuple[PacketForm, tuple[str, ...]], ...]
    further: tuple[Path, ...]
    cover: CoverWords
    folder: Path
    resolution: Resolution = FINE
    with_cover_sheet: bool = True

    @property
    def stem(self) -> str:
        """What the files are called: unit, what, date."""
        task = self.task
        mark = "更正" if task.corrects else ""
        day = task.occurrence.due.isoformat()
        return file_name(task.profile.get("unit.name", ""), task.obligation.what, day, mark, suffix="")

    @property
    def targets(self) -> tuple[Path, ...]:
        """What will be written, as far as it is known beforehand."""
        suffixes = {Way.MAIL: ".eml", Way.FAX: ".tiff", Way.ZIP: ".zip", Way.FOLDER: ""}
        return (self.folder / (self.stem + suffixes[self.way]),) if self.way in suffixes else ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the check list. ``form_id`` leads to the form where it can be mended."""

    severity: Severity
    text: str
    form_id: str = ""


def remarks(order: Order) -> tuple[Remark, ...]:
    """What to know before a packet goes, the worst first."""
    found = [remark for one, _ in order.forms for remark in _form_remarks(one)]
    chosen = {one.form.id for one, formats in order.forms if formats}
    left_out = [one for one in order.task.forms if one.form.id not in chosen]
    found += [Remark(Severity.WARNING, f"没有选“{one.form.name}”，而通知要求报送它。") for one in left_out]
    found += [
        Remark(Severity.WARNING, f"通知还要求“{what}”，没有在添加的文件里认出它。")
        for what in order.task.obligation.material
        if not any(shows(path, what) for path in order.further)
    ]
    if order.way.only_pdf:
        found += [
            Remark(Severity.WARNING, f"“{path.name}”不是 PDF，{order.way.words}带不走它，请另外送去。")
            for path in order.further
            if path.suffix.lower() != ".pdf"
        ]
    if order.way is Way.MAIL and not order.cover.email:
        found.append(
            Remark(Severity.WARNING, "没有收件邮箱：通知里没有写。请向对方问明，或在邮件程序里填写。")
        )
    if order.way is Way.FAX and not order.cover.fax:
        found.append(Remark(Severity.WARNING, "没有收件传真号：通知里没有写，封面上会留空。请向对方问明。"))
    found += _size_remarks(order)
    weight = {severity: position for position, severity in enumerate(Severity)}
    return tuple(sorted(found, key=lambda one: weight[one.severity]))


def shows(path: PurePath, what: str) -> bool:
    """Whether a file is what the notice asks for, as far as its name tells."""
    return what in path.stem or path.suffix.lower() in _KINDS.get(what, ())


def _form_remarks(one: PacketForm) -> list[Remark]:
    found = []
    if one.errors:
        named = "；".join(finding.message.rstrip("。") for finding in one.errors[:2])
        named += "；等。" if len(one.errors) > 2 else "。"
        words = f"“{one.form.name}”还有 {len(one.errors)} 处错误，每页会印上“草稿”：{named}"
        found.append(Remark(Severity.ERROR, words, one.form.id))
    if one.doubts:
        words = f"“{one.form.name}”有 {len(one.doubts)} 处疑问没有确认：{one.doubts[0].message}"
        found.append(Remark(Severity.WARNING, words, one.form.id))
    return found


def _size_remarks(order: Order) -> list[Remark]:
    size = sum(size_of(path) for path in order.further)
    if order.way is Way.MAIL and size > 10 * MEGABYTE:
        words = f"添加的文件共 {size_words(size)}，一封邮件可能装不下：照片会缩小，或分成几封，写出时会说明。"
        return [Remark(Severity.WARNING, words)]
    if size > LARGEST_PACKET:
        words = f"添加的文件共 {size_words(size)}，超过 {size_words(LARGEST_PACKET)}，请直接拷到 U 盘。"
        return [Remark(Severity.ERROR, words)]
    return []


def size_of(path: Path) -> int:
    """How large a file is, 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
