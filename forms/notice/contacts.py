"""The one rule that finds where something is handed in: the recipient's entry among the notice's contacts."""

from __future__ import annotations

from forms.notice.notice import Contact, Notice, Obligation


def contact_for(notice: Notice, obligation: Obligation) -> Contact:
    """The recipient's own entry, else the only contact there is, else an empty one."""
    own = [contact for contact in notice.contacts if contact.office == obligation.recipient]
    if own or len(notice.contacts) == 1:
        return (own or list(notice.contacts))[0]
    return Contact("")


def is_of_another_office(notice: Notice, obligation: Obligation, email: str) -> bool:
    """Whether an address stands in the notice, but for an office that is not the recipient."""
    offices = {contact.office for contact in notice.contacts if contact.email == email}
    return bool(offices) and obligation.recipient not in offices
