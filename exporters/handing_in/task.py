"""What a packet is about: an occurrence of an obligation, with the forms it asks for as they are now."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.form.document import Document, make_document
from forms.form.filing import Filing
from forms.form.finding import Finding, Severity
from forms.form.form import Form
from forms.notice.contacts import contact_for
from forms.notice.due import Occurrence
from forms.notice.notice import Contact, Notice, Obligation
from forms.packet import Packet
from forms.words import short_date_words, short_moment_words

_CORRECTION_WORDS: Final = "本次为更正件，替代我单位{} 报送的材料，请以本次为准。"
_CORRECTION: Final = re.compile(
    re.escape(_CORRECTION_WORDS).replace(re.escape("{}"), r"[^。\n]{1,30}") + r"\n*"
)


@dataclass(frozen=True)
class PacketForm:
    """A form the obligation asks for, as it is now."""

    form: Form
    filing: Filing
    document: Document
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The warnings that nobody confirmed."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.WARNING and not finding.confirmed
        )

    @property
    def check_code(self) -> str:
        return self.document.printed.check_code


def packet_form(notice: Notice, form: Form, filing: Filing) -> PacketForm:
    """The form with its document and what was found about it."""
    document, findings = make_document(
        form, filing, notice_title=notice.title, period_first=notice.period.first
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
        """Where it goes, as the notice gives it."""
        return contact_for(self.notice, self.obligation)

    @property
    def occasion(self) -> str:
        """What tells one date of a repeated obligation from the others."""
        return occasion_of(self.occurrence.due, self.occurrence.count)

    @property
    def correction(self) -> str:
        """A sentence for the recipient about what this replaces; empty unless it corrects something."""
        if self.corrects is None:
            return ""
        sent = self.corrects.dispatches[0].facts.sent_at if self.corrects.dispatches else None
        return correction_of(sent or self.corrects.frozen_at)


def occasion_of(due: datetime.date, count: int) -> str:
    """What tells a date of ``count`` dates from the others; empty where it is the only one."""
    return short_date_words(due) if count > 1 else ""


def correction_of(sent_at: datetime.datetime) -> str:
    """The sentence about what a correction replaces; ``sent_at`` is when that went."""
    return _CORRECTION_WORDS.format(short_moment_words(sent_at))


def without_correction(text: str) -> str:
    """A letter's text without the sentence of :func:`correction_of` about an earlier packet."""
    return _CORRECTION.sub("", text).strip()
