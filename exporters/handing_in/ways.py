"""The ways for a packet to leave the program, and which of them is proposed."""

from __future__ import annotations

from typing import Final

from exporters.handing_in.fax_way import FaxWay
from exporters.handing_in.folder_way import FolderWay
from exporters.handing_in.mail_way import MailWay
from exporters.handing_in.paper_way import PaperWay
from exporters.handing_in.task import Task
from exporters.handing_in.way import Way
from exporters.handing_in.zip_way import ZipWay

#: In the order they are offered in.
WAYS: Final[tuple[Way, ...]] = (MailWay(), FaxWay(), PaperWay(), ZipWay(), FolderWay())


def way_called(way_id: str) -> Way:
    """The way that is kept under this id. Raises ``KeyError`` where there is none."""
    for way in WAYS:
        if way.id == way_id:
            return way
    raise KeyError(way_id)


def is_known(way_id: str) -> bool:
    """Whether there is a way of this id; a newer program may have written by one that there is not here."""
    return any(way.id == way_id for way in WAYS)


def proposed_way(task: Task) -> Way:
    """By the notice's channels; where it names none, by the address it gives."""
    for channel in task.obligation.channels:
        for way in WAYS:
            if channel in way.proposed_for and (task.forms or not way.needs_forms):
                return way
    return next(way for way in WAYS if way.fits_unnamed(task))
