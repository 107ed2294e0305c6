"""What the recipient reads, as data: to whom, about what, from whom, and the user's own text where they wrote one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exporters.mail.draft import Address
from exporters.mail.text import MailFacts, mail_subject
from forms.notice.contacts import contact_for
from forms.notice.notice import Notice, Obligation
from forms.profile_entries import LIAISON_NAME


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a packet, as they are proposed or as the user typed them. ``text`` is empty for the usual text."""

    recipient: str = ""
    contact: str = ""
    subject: str = ""
    email: str = ""
    fax: str = ""
    text: str = ""


@dataclass(frozen=True)
class Matter:
    """What a letter is about. ``correction`` is the sentence about what it replaces, ``codes`` forms and check codes."""

    notice: Notice
    obligation: Obligation
    profile: Mapping[str, str]
    occasion: str = ""
    correction: str = ""
    codes: tuple[tuple[str, str], ...] = ()


def proposed_letter(matter: Matter) -> Letter:
    """The letter from the notice, the obligation and the unit's profile."""
    contact = contact_for(matter.notice, matter.obligation)
    return Letter(
        recipient=matter.obligation.recipient or contact.office or matter.notice.office,
        contact=matter.profile.get(LIAISON_NAME, ""),
        subject=mail_subject(mail_facts(matter, Letter())),
        email=contact.email,
        fax=contact.fax,
    )


def mail_facts(matter: Matter, letter: Letter) -> MailFacts:
    """Everything a mail says; the window and the command make the same mail from the same letter."""
    return MailFacts(
        notice=matter.notice,
        obligation=matter.obligation,
        unit={**matter.profile, LIAISON_NAME: letter.contact},
        codes=matter.codes,
        occasion=matter.occasion,
        subject=letter.subject,
        recipient=letter.recipient,
        to=(Address(letter.email, letter.recipient),) if letter.email else (),
        remark=matter.correction,
        text=letter.text,
    )
