"""Facts, photos and names for the tests of mails. Plain functions."""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image

from exporters.files.attachment import Attachment, distinct
from exporters.mail.draft import Address
from exporters.mail.text import MailFacts
from forms.declared.catalogue import Catalogue
from forms.notice.contacts import contact_for

UNIT = {
    "unit.name": "哈尔滨市某某区应急管理局",
    "liaison.name": "张𠮷",
    "liaison.office_phone": "0451-12345678",
    "liaison.email": "aqy@example.gov.cn",
}

NAMES = (
    "统计表.pdf",
    "“安全生产月”活动联络员推荐表（姑苏区民政和卫生健康局应急保障处）2020年6月4日最终版.docx",
    "现场😀👨‍👩‍👧照片𠮷䶮.jpg",
    "很长" * 35 + ".xlsx",
    "plain ascii name.txt",
    "it's 100% [a]; b=c, d&e.zip",
    "=?utf-8?B?5LiA?=.pdf",
    "无扩展名",
    "混合 mixed 名字.tar.gz",
    "ｆｕｌｌ　ｗｉｄｔｈ.csv",
    "转发的邮件.eml",
)


@cache
def facts(notice_id: str = "heilongjiang-2020", obligation: str = "summary-and-statistics") -> MailFacts:
    notice = Catalogue().notice(notice_id)
    found = next(known for known in notice.obligations if known.id == obligation)
    contact = contact_for(notice, found)
    to = (Address(contact.email, contact.office),) if contact.email else ()
    return MailFacts(notice, found, UNIT, (("统计表", "4KDR-7XMH"),), to=to)


def named_attachments() -> tuple[Attachment, ...]:
    """One of each kind of name, with bytes of every kind and sizes at the edges of base64."""
    chance = random.Random(3)
    contents = [
        b"\r\n.\r\n--=_a\r\nFrom x\n\n",
        b"x",
        b"xy",
        b"xyz",
        *(chance.randbytes(n) for n in (56, 57, 58)),
    ]
    while len(contents) < len(NAMES):
        contents.append(chance.randbytes(5000))
    return distinct(Attachment(name, data) for name, data in zip(NAMES, contents, strict=True))


@cache
def photo(
    width: int = 3200,
    height: int = 2400,
    file_format: str = "JPEG",
    seed: int = 1,
    mode: str = "RGB",
    **options: object,
) -> bytes:
    """A picture of coarse noise: quick to make, and large as a photo is."""
    size = (width // 2, height // 2)
    noise = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    image = noise.resize((width, height), Image.Resampling.BILINEAR).convert(mode)
    target = io.BytesIO()
    image.save(target, file_format, **{"quality": 92, **options})
    return target.getvalue()
