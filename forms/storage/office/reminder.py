"""The one quiet reminder of what is due, in a line; and what is due read from data that nobody has open."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from pathlib import Path

from forms.declared.catalogue import Catalogue
from forms.errors import AnyueError
from forms.notice.due import DueItem, Group
from forms.storage.database import connect_for_reading, version_of
from forms.storage.folders import database_file, notices_folder
from forms.storage.migrations import MIGRATIONS
from forms.storage.office.agenda import Agenda, read_agenda
from forms.storage.office.overview import read_overview
from forms.storage.opening.examination import State, examine
from forms.storage.opening.log import log_file
from forms.words import short_date_words


def reminder_words(agenda: Agenda) -> str:
    """How much is overdue and due this week, and what comes first; empty where nothing is."""
    due = agenda.due
    counts = [(Group.OVERDUE, len(due.overdue)), (Group.THIS_WEEK, len(due.this_week))]
    parts = [f"{group.label} {count} 项" for group, count in counts if count]
    if not parts:
        return ""
    first = (due.this_week or due.overdue)[0]
    return f"{'，'.join(parts)}：{_item_words(first, agenda)}{'等' if sum(count for _, count in counts) > 1 else ''}。"


def _item_words(item: DueItem, agenda: Agenda) -> str:
    place = agenda.place_words(item.place) if item.place else ""
    words = f"{short_date_words(item.occurrence.due)} {item.occurrence.obligation.what}"
    return f"{words}（{place}）" if place else words


def words_at_login(folder: Path, on: datetime.date) -> str:
    """The reminder for the data in ``folder``, read without changing a byte of them.

    Empty also where they cannot be read, are of another version or damaged: the window tells that when it is opened.
    """
    try:
        database = database_file(folder)
        if examine(database) is not State.OURS:
            return ""
        with contextlib.closing(_connect(database)) as connection:
            if version_of(connection) != len(MIGRATIONS):
                return ""
            overview = read_overview(connection)
        return reminder_words(read_agenda(overview, Catalogue(notices_folder(folder)), on))
    except (AnyueError, sqlite3.Error, UnicodeDecodeError):
        return ""


def _connect(database: Path) -> sqlite3.Connection:
    """With a log beside it, the log has to be read too."""
    if not log_file(database).exists():
        return connect_for_reading(database)
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
