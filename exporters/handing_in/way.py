"""A way for a packet to leave the program: what it is called, what it can carry, what it asks for, how it is written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from exporters.files.guarding import refuse_inputs_as_targets
from exporters.handing_in.order import Order, Written
from exporters.handing_in.task import Task
from exporters.registry import EXPORTERS
from forms.channel import Channel
from forms.form.finding import Finding
from forms.progress import Progress


class Way(ABC):
    """One way. A further one is a module with a subclass and a line in ``exporters.handing_in.ways``."""

    #: How it is kept.
    id: ClassVar[str]
    #: What it is called, what its button says, and what one does with what comes out.
    label: ClassVar[str]
    action: ClassVar[str]
    hint: ClassVar[str]
    #: The letter that chooses it in the dialog.
    key: ClassVar[str]
    #: By which channels it may go on, the likeliest first, and for which of them it is proposed.
    channels: ClassVar[tuple[Channel, ...]]
    proposed_for: ClassVar[tuple[Channel, ...]]
    #: How the file that is written ends; ``None`` where nothing is written to a folder.
    suffix: ClassVar[str | None] = None
    #: Whether only formats with fixed pages, and PDF files, can go this way.
    only_paged: ClassVar[bool] = False
    #: Whether it can carry further files alone, without a form.
    needs_forms: ClassVar[bool] = False
    #: Which of the letter's words it needs beside recipient, contact and subject.
    asks_for: ClassVar[frozenset[str]] = frozenset()
    #: What was written can be looked at as the recipient gets it; it can be printed from the program.
    has_preview: ClassVar[bool] = False
    prints: ClassVar[bool] = False
    #: What the button says that opens a file that was written.
    open_label: ClassVar[str] = "打开"

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats a form goes in unless the user wants others; where only pages can go, those alone."""
        return tuple(
            exporter.suffix
            for exporter in EXPORTERS
            if (exporter.default or (exporter.editable and not self.only_paged))
            and self.carries(exporter.suffix)
        )

    def carries(self, suffix: str) -> bool:
        """Whether a form in the format of this suffix can go this way."""
        return not self.only_paged or any(
            exporter.paged for exporter in EXPORTERS if exporter.suffix == suffix
        )

    def fits_unnamed(self, task: Task) -> bool:
        """Whether it is proposed where the notice names no channel."""
        return False

    def targets(self, order: Order) -> tuple[Path, ...]:
        """What will be written, as far as it is known beforehand."""
        return () if self.suffix is None else (order.folder / (order.stem + self.suffix),)

    def existing(self, order: Order) -> tuple[Path, ...]:
        """What stands already where something may be written, to be asked about."""
        return tuple(target for target in self.targets(order) if target.exists())

    def remarks(self, order: Order) -> list[Finding]:
        """What to know about this way before the packet goes."""
        return []

    def describe(self, sent: bytes) -> str:
        """What is worth knowing about the file that was sent, beside its name."""
        return ""

    def carry_out(self, order: Order, progress: Progress) -> Written:
        """Make everything, then write it. Raises ``forms.errors.AnyueError``; a stop leaves nothing.

        Nothing is written where one of the files that go along would be written over.
        """
        refuse_inputs_as_targets(self.targets(order), order.further)
        return self._write(order, progress)

    @abstractmethod
    def _write(self, order: Order, progress: Progress) -> Written: ...

    @staticmethod
    def cover_lines(order: Order) -> tuple[tuple[str, str], ...]:
        """The letter's head as it is kept."""
        letter = order.letter
        return (("收件单位", letter.recipient), ("主题", letter.subject), ("联系人", letter.contact))
