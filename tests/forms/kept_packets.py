"""Data with one packet in it, and whether every byte of that packet comes out again."""

from __future__ import annotations

import datetime
from pathlib import Path

from forms.channel import Channel
from forms.declared.catalogue import Catalogue
from forms.file_role import FileRole
from forms.form.filing import Filing
from forms.packet import Contents, DispatchFacts, NewFile, Packet, freeze_form
from forms.storage.store import Store
from forms.values import Filled
from tests.packets import send_packet

NOW = datetime.datetime(2020, 6, 4, 10, 32, 5, tzinfo=datetime.UTC)
LIAISON = Catalogue().form("gusu-2020", "liaison")
EXAMPLE = {key: Filled(text) for key, text in LIAISON.example.items()}
FOOT = {"lines.unit": Filled("平江"), "lines.date": Filled("2020-06-04")}
DISPATCH = DispatchFacts(Channel.FAX, "应急保障处", "沈若兰", NOW, "13:00 打过电话")
CONTENTS = Contents(
    notice_id="gusu-2020",
    notice_title="通知",
    obligation_id="liaison-and-plan",
    what="联络员推荐表和活动方案",
    number=1,
    due=datetime.date(2020, 6, 4),
    forms=(freeze_form(LIAISON, Filing("gusu-2020", "liaison", EXAMPLE | FOOT)),),
    cover=(("收件人", "应急保障处"), ("事由", "推荐表")),
)
FILES = {
    "推荐表.pdf": (FileRole.FORM, b"%PDF-1.7 form"),
    "活动方案.docx": (FileRole.FURTHER, bytes(range(256)) * 5000),
    "空.txt": (FileRole.FURTHER, b""),
    "传真.tiff": (FileRole.SENT, b"II*\0"),
}
NEW_FILES = tuple(NewFile(name, data, role) for name, (role, data) in FILES.items())


def open_store(folder: Path) -> Store:
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    return opened.store


def keep_a_packet(folder: Path) -> Path:
    """Make data with one packet in ``folder``, and give the folder back."""
    store = open_store(folder)
    store.first_unit().write("gusu-2020", "liaison", EXAMPLE)
    send_packet(store.first_unit(), CONTENTS, NEW_FILES, DISPATCH)
    store.close()
    return folder


def check_packet(folder: Path) -> Packet:
    """The packet of ``folder`` is there to the byte."""
    store = open_store(folder)
    (packet,) = store.first_unit().packets("gusu-2020")
    assert packet.contents == CONTENTS
    taken_out = {file.name: (file.role, store.read_content(file.sha256)) for file in packet.files}
    assert taken_out == FILES
    assert store.first_unit().packet_files(packet.id) == packet.files
    assert [dispatch.facts for dispatch in packet.dispatches] == [DISPATCH]
    store.close()
    return packet
