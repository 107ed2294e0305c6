"""What the unit's profile would put into a form now: into empty blanks, and where it put something else earlier."""

from __future__ import annotations

from collections.abc import Mapping

from forms.form.filing import Filing
from forms.form.form import Blank, Form
from forms.values import EMPTY, Filled, Source
from ui.form.proposals.proposal import Proposal


def from_profile(form: Form, profile: Mapping[str, str], filing: Filing) -> tuple[Proposal, ...]:
    """The blanks of ``form`` that do not hold what the unit's profile would put there now."""
    return tuple(
        _from_entry(blank, profile.get(blank.prefill, ""), filing.filled.get(blank.id, EMPTY))
        for blank in form.blanks
        if _differs(blank, profile, filing)
    )


def _differs(blank: Blank, profile: Mapping[str, str], filing: Filing) -> bool:
    if not blank.prefill:
        return False
    now, entry = filing.filled.get(blank.id, EMPTY), profile.get(blank.prefill, "")
    # An entry left empty asks for nothing; one that was emptied leaves behind what came from it.
    return entry != now.text and bool(entry or now.source is Source.UNIT)


def _from_entry(blank: Blank, entry: str, now: Filled) -> Proposal:
    came_from_profile = now.source is Source.UNIT
    if not now.text:
        remark = ""
    elif not entry:
        remark = "单位资料里已经清空。"
    elif came_from_profile:
        remark = "单位资料后来改过。"
    else:
        remark = f"现在的内容：{now.source.label}。"
    return Proposal(
        blank.id,
        blank.full_label,
        now.text,
        Filled(entry, Source.UNIT),
        remark,
        taken=bool(entry) and (not now.text or came_from_profile),
    )
