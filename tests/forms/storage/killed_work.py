"""What the kill tests run and kill: ``python killed_work.py WORK FOLDER`` does its work over and over and tells each step."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from forms.channel import Channel
from forms.file_role import FileRole
from forms.packet import Contents, DispatchFacts, NewFile
from forms.storage.archive.archive import restore_archive, write_archive
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)
DUE = datetime.date(2020, 6, 3)


def tell(*words: object) -> None:
    """One line in one write: it is told whole or not at all."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def opened(folder: Path) -> Store:
    return Store.open(folder, now=lambda: NOW).store


def archive(place: Path) -> None:
    """Write a number, back everything up, and again."""
    store = opened(place / "data")
    unit = store.first_unit()
    number = int(unit.filing("n", "f").text("a") or 0)
    tell("ready")
    while True:
        number += 1
        unit.write("n", "f", {"a": Filled(str(number)), "b": Filled("安" * 5000)})
        tell("wrote", number)
        write_archive(store, place / "share" / "all.anyue", now=NOW)
        tell("archived", number)
        store.back_up()
        tell("backed-up", number)


def restore(place: Path) -> None:
    """Restore one archive and the other in turn."""
    tell("ready")
    while True:
        for name in ("甲", "乙"):
            tell("begins", name)
            restore_archive(place / "data", place / f"{name}.anyue", now=NOW)
            tell("restored", name)


def migration(place: Path) -> None:
    """Open data of an earlier version."""
    tell("ready")
    opened(place / "data").close()
    tell("migrated")


def packets(place: Path) -> None:
    """Keep a packet that waits, confirm it, note what came back, and again."""
    store = opened(place / "data")
    unit = store.first_unit()
    number = len(unit.packets())
    tell("ready")
    while True:
        number += 1
        contents = Contents("n", "通知", "o", "推荐表", number, DUE)
        files = [NewFile("表.pdf", content(number, "pdf"), FileRole.FORM, "f")]
        unit.keep_pending(contents, files, way="mail")
        tell("pending", number)
        packet = unit.confirm_pending("n", ("o", number), DispatchFacts(Channel.EMAIL, "区安委办", "王", NOW))
        tell("confirmed", number)
        unit.add_receipt(packet.dispatches[0].id, "收到", [NewFile("回执.jpg", content(number, "jpg"))])
        tell("received", number)


def content(number: int, kind: str) -> bytes:
    """Bytes that no other file has."""
    return f"{kind} {number} ".encode() * 20_000


if __name__ == "__main__":
    {work.__name__: work for work in (archive, restore, migration, packets)}[sys.argv[1]](Path(sys.argv[2]))
