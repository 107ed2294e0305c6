"""Subject and text of a mail, as a clerk would write them, from the notice, the unit and what is attached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from exporters.mail.draft import Address
from exporters.mail.settings import fill, is_added, mail_settings
from forms.notice.notice import Notice, Obligation
from forms.profile_entries import UNIT_NAME
from forms.words import size_words


@dataclass(frozen=True)
class MailFacts:
    """What a mail is about.

    ``unit`` holds texts by the profile's entries (``unit.name``), ``codes`` pairs of a form's name and its check code.
    ``occasion`` tells one date of a repeated obligation from the others (``6月11日``). The user's own words go before the
    suggested ones: ``subject``, ``recipient`` in the greeting, and a whole ``text``, behind which only stands what the
    program alone knows (attachments, parts, check codes). ``to`` are the addresses, ``remark`` a sentence after the
    greeting about what is corrected (``本次为更正……``).
    """

    notice: Notice
    obligation: Obligation
    unit: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[tuple[str, str], ...] = ()
    occasion: str = ""
    subject: str = ""
    recipient: str = ""
    to: tuple[Address, ...] = ()
    remark: str = ""
    text: str = ""


class ListedFile(NamedTuple):
    """A file as the text names it: under its name in the mail, with its size in bytes as it lies on the disk."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that goes, under its names in the mails, and the number of the mail each goes in, counted from 1."""

    files: tuple[ListedFile, ...]
    parts: tuple[int, ...]
    scaled: bool = False

    @property
    def mails(self) -> int:
        return max(self.parts, default=1)


def mail_subject(facts: MailFacts, part: int = 1, parts: int = 1) -> str:
    """The subject; of several mails each says which it is."""
    templates = mail_settings().subject
    what = facts.obligation.what
    if facts.occasion:
        what = fill(templates["occasion"], {"what": what, "occasion": facts.occasion})
    name = facts.unit.get(UNIT_NAME, "")
    subject = facts.subject
    if not subject:
        subject = fill(templates["whole" if name else "no_unit"], {UNIT_NAME: name, "what": what})
        if facts.remark:
            subject = fill(templates["correction"], {"subject": subject})
    if parts == 1:
        return subject
    return fill(templates["part"], {"subject": subject, "part": str(part), "parts": str(parts)})


def suggested_text(facts: MailFacts) -> str:
    """The text as it is proposed, without what the program adds when the attachments are known."""
    settings = mail_settings()
    content = _content(facts)
    return _joined(fill(block, content) for block in settings.blocks if not is_added(block))


def mail_text(facts: MailFacts, listing: Listing, part: int = 1) -> str:
    """The text of mail number ``part``, readable without the others."""
    words = mail_settings().words
    content = {
        **_content(facts),
        "split": "",
        "list": _list(listing, part),
        "scaled": words["scaled"] if listing.scaled else "",
        "codes": _codes(facts.codes),
    }
    if listing.mails > 1:
        numbers = {"parts": listing.mails, "part": part, "here": listing.parts.count(part)}
        content["split"] = fill(words["split"], {key: str(number) for key, number in numbers.items()})
    if not facts.text.strip():
        return _joined(fill(block, content) for block in mail_settings().blocks)
    added = (fill(block, content) for block in mail_settings().blocks if is_added(block))
    return _joined([facts.text.strip("\n"), *added])


def _content(facts: MailFacts) -> dict[str, str]:
    obligation = facts.obligation
    return {
        **facts.unit,
        "recipient": facts.recipient or obligation.recipient,
        "remark": facts.remark,
        "what": f"{obligation.what}（{facts.occasion}）" if facts.occasion else obligation.what,
        "words": obligation.words,
        "title": facts.notice.title,
        "number": facts.notice.number,
    }


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _list(listing: Listing, part: int) -> str:
    words = mail_settings().words
    if not listing.files:
        return ""
    total = sum(file.size for file in listing.files)
    lines = [fill(words["list"], {"count": str(len(listing.files)), "size": size_words(total)})]
    for number, (file, own) in enumerate(zip(listing.files, listing.parts, strict=True), 1):
        content = {
            "number": str(number),
            "name": file.name,
            "size": size_words(file.size),
            "part": str(own),
        }
        lines.append(fill(words["item" if own == part else "item_elsewhere"], content))
    return "\n".join(lines)


def _codes(codes: Sequence[tuple[str, str]]) -> str:
    words = mail_settings().words
    lines = [fill(words["code"], {"name": name, "code": code}) for name, code in codes if code]
    return "\n".join([words["codes"], *lines]) if lines else ""
