"""What the tests of 报送记录 share: packets as they went, and forms that change afterwards."""

from __future__ import annotations

import datetime

from forms.channel import Channel
from forms.declared.catalogue import Catalogue
from forms.file_role import FileRole
from forms.packet import Contents, DispatchFacts, NewFile, Packet, freeze_form
from forms.storage.store import Store
from forms.values import Filled
from tests.packets import send_packet

NOTICE = "gusu-2020"
SENT_AT = datetime.datetime(2020, 6, 3, 10, 32).astimezone()
PDF = b"%PDF-1.7 the page as it went\r\n\x00\xff"
PHOTO = bytes(range(256)) * 20
OFFICE = "姑苏区安全生产委员会办公室"


def write(store: Store, form_id: str, **texts: str) -> None:
    """Fill in some blanks."""
    store.first_unit().write(NOTICE, form_id, {blank: Filled(text) for blank, text in texts.items()})


def send(
    store: Store,
    what: str = "联络员推荐表和活动方案",
    *form_ids: str,
    corrects: int | None = None,
    notice_id: str = NOTICE,
    later: datetime.timedelta = datetime.timedelta(),
) -> Packet:
    """Freeze a packet with a form's page and a photo, gone by e-mail."""
    notice = Catalogue().notice(notice_id)
    forms = tuple(
        freeze_form(notice.forms[form_id], store.first_unit().filing(notice_id, form_id))
        for form_id in form_ids or ("liaison",)
    )
    due = datetime.date(2020, 6, 4)
    contents = Contents(notice_id, notice.title, "liaison-and-plan", what, 1, due, forms, (), corrects)
    files = (
        NewFile("联络员推荐表.pdf", PDF, FileRole.FORM, "liaison"),
        NewFile("现场照片.jpg", PHOTO, FileRole.FURTHER),
    )
    return send_packet(
        store.first_unit(), contents, files, DispatchFacts(Channel.EMAIL, OFFICE, "沈若兰", SENT_AT + later)
    )
