"""The filing that stands on the screen, saved or not: texts with their sources, and confirmed warnings. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping

from forms.form.filing import Confirmation, Filing
from forms.form.finding import Finding
from forms.values import EMPTY, Filled


class OpenFiling:
    """A filing that can be changed, beside the frozen one it began with."""

    def __init__(self, filing: Filing) -> None:
        self._notice_id = filing.notice_id
        self._form_id = filing.form_id
        self._filled = dict(filing.filled)
        self._confirmations = filing.confirmations

    @property
    def filing(self) -> Filing:
        """The filing as it is now."""
        return Filing(self._notice_id, self._form_id, dict(self._filled), self._confirmations)

    def filled(self, blank_id: str) -> Filled:
        """What stands in a blank."""
        return self._filled.get(blank_id, EMPTY)

    def put(self, blank_id: str, filled: Filled) -> None:
        """Put a text in a blank; an empty one empties it."""
        if filled.text:
            self._filled[blank_id] = filled
        else:
            self._filled.pop(blank_id, None)

    def differing(self, values: Mapping[str, Filled]) -> dict[str, Filled]:
        """Those of ``values`` that are not what stands there."""
        return {blank_id: filled for blank_id, filled in values.items() if filled != self.filled(blank_id)}

    def replace(self, filing: Filing) -> set[str]:
        """Take over another state; return the blanks that changed by it."""
        before, self._filled = self._filled, dict(filing.filled)
        self._confirmations = filing.confirmations
        known = before.keys() | self._filled.keys()
        return {blank_id for blank_id in known if before.get(blank_id, EMPTY) != self.filled(blank_id)}

    def confirm(self, finding: Finding, reason: str) -> Confirmation:
        """Confirm a warning for the text that stands there now."""
        confirmation = Confirmation(
            finding.field, finding.code, reason.strip(), self.filled(finding.field).text
        )
        self._confirmations = (*self._without(finding), confirmation)
        return confirmation

    def withdraw(self, finding: Finding) -> None:
        """Take the confirmation of a warning back."""
        self._confirmations = self._without(finding)

    def _without(self, finding: Finding) -> tuple[Confirmation, ...]:
        confirmed = (finding.field, finding.code)
        return tuple(known for known in self._confirmations if (known.field, known.code) != confirmed)
