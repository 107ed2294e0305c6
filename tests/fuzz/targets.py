"""Every reader of what comes from outside: what it reads, with examples to begin from. A new reader is a line here."""

from __future__ import annotations

import datetime
import io
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.declared.catalogue import BUILT_IN_FOLDER, Catalogue
from forms.errors import AnyueError

#: What a reader gets: the bytes, and a folder that is emptied afterwards.
Read = Callable[[bytes, Path], None]


@dataclass(frozen=True)
class Target:
    """A reader: ``read`` raises only :class:`forms.errors.AnyueError`, with a whole sentence, whatever it is given."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    read: Read


def refusal(target: Target, data: bytes, folder: Path) -> str:
    """What the reader says about ``data``, empty where it reads it. Anything but an expected error goes through."""
    try:
        target.read(data, folder)
    except AnyueError as error:
        assert error.message.rstrip().endswith(("。", "？")), error.message
        assert len(error.message) < 2000, error.message[:200]
        return error.message
    return ""


def _example(notice_id: str = "gusu-2020", form_id: str = "statistics") -> dict[str, str]:
    return dict(Catalogue().form(notice_id, form_id).example)


def _values_seeds() -> list[bytes]:
    plain = {"values": _example(), "unit": "某单位", "filled_by": "沈若兰", "date": "2020-06-28"}
    return [
        json.dumps(plain, ensure_ascii=False).encode(),
        json.dumps({"values": {"launch.sessions": 3, "training.people": None}}, indent=1).encode(),
        b'\xef\xbb\xbf{"values": {"launch.sessions": 3.0}}',
    ]


def _read_values(data: bytes, folder: Path) -> None:
    from forms.declared.values_file import parse_values
    from forms.form.checks import check

    form = Catalogue().form("gusu-2020", "statistics")
    check(form, parse_values(data, form, "a.json"))


def _profile_seeds() -> list[bytes]:
    entries = {"unit.name": "某单位", "liaison.name": "沈若兰", "liaison.mobile": "13812345678"}
    filled = {"values": _example("gusu-2020", "liaison")}
    return [json.dumps(content, ensure_ascii=False).encode() for content in (entries, filled)]


def _read_profile(data: bytes, folder: Path) -> None:
    from forms.declared.profile_file import parse_profile

    parse_profile(data, (Catalogue().form("gusu-2020", "liaison"),), "a.json")


def _read_cover(data: bytes, folder: Path) -> None:
    from exporters.fax.cover import read_cover

    path = folder / "cover.json"
    path.write_bytes(data)
    read_cover(path)


def _cover_seeds() -> list[bytes]:
    values = {
        "to": "某局",
        "to_fax": "0512-68720102",
        "from": "某单位",
        "contact": "沈若兰",
        "subject": "统计表",
        "date": "2020-06-28",
    }
    return [json.dumps({"values": values}, ensure_ascii=False).encode()]


def _notice_seeds() -> list[bytes]:
    return [
        path.read_bytes().replace(path.stem.encode(), b"own", 1)
        for path in sorted(BUILT_IN_FOLDER.glob("*.toml"))
    ]


def _read_notice(data: bytes, folder: Path) -> None:
    (folder / "own.toml").write_bytes(data)
    Catalogue(folder).notice("own")


@cache
def _workbooks() -> tuple[bytes, ...]:
    from exporters.registry import export
    from forms.form.document import make_blank_document
    from tests.exporters.example_documents import example_document

    notice = Catalogue().notice("gusu-2020")
    blank = make_blank_document(
        notice.forms["liaison"], notice_title=notice.title, period_first=notice.period.first
    )
    documents = (example_document("gusu-2020", "statistics"), example_document("gusu-2020", "liaison"), blank)
    return tuple(export(document, ".xlsx") for document in documents)


def _read_workbook(data: bytes, folder: Path) -> None:
    from exporters.registry import read_back

    read_back("a.xlsx", data, Catalogue().form)


@cache
def _archives() -> tuple[bytes, ...]:
    from forms.storage.archive.archive import write_archive
    from forms.storage.store import Store
    from forms.values import Filled

    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        store = Store.open(home).store
        unit = store.first_unit()
        unit.save_profile({"unit.name": "某单位"})
        unit.write("gusu-2020", "statistics", {"launch.sessions": Filled("3")})
        now = datetime.datetime(2020, 6, 3, tzinfo=datetime.UTC)
        write_archive(store, Path(name) / "a.anyue", now=now)
        store.close()
        return ((Path(name) / "a.anyue").read_bytes(),)


def _read_archive(data: bytes, folder: Path) -> None:
    from forms.storage.archive.archive import read_manifest

    path = folder / "a.anyue"
    path.write_bytes(data)
    read_manifest(path)


def _draft_seeds() -> list[bytes]:
    from exporters.files.attachment import Attachment
    from exporters.mail.draft import Address, Draft, write_draft

    attachments = (Attachment("统计表.xlsx", b"x" * 300), Attachment("照片.jpg", b"\xff\xd8" * 200))
    return [write_draft(Draft("主题", "正文\n", (Address("a@b.cn", "某局"),), None, attachments))]


def _read_draft(data: bytes, folder: Path) -> None:
    from exporters.mail.reading import attachments_of_draft

    path = folder / "a.eml"
    path.write_bytes(data)
    attachments_of_draft(path)


@cache
def _photos() -> tuple[bytes, ...]:
    from PIL import Image

    picture = Image.effect_mandelbrot((400, 300), (-2, -1.5, 1, 1.5), 30)
    found = []
    for kind in ("JPEG", "PNG", "WEBP"):
        stream = io.BytesIO()
        picture.save(stream, kind)
        found.append(stream.getvalue())
    return tuple(found)


def _read_photo(data: bytes, folder: Path) -> None:
    from exporters.files.attachment import Attachment
    from exporters.mail.photos import shrink
    from exporters.mail.settings import mail_settings

    shrink(Attachment("a.jpg", data), mail_settings().photo_steps[-1])


@cache
def _telling_media() -> tuple[bytes, ...]:
    from tests.exporters import media_samples as samples

    return samples.telling_jpeg(), samples.telling_png(), samples.telling_webp(), samples.telling_movie()


def _take_position_out(data: bytes, folder: Path) -> None:
    from exporters.files.attachment import Attachment
    from exporters.media.leaving import ready_to_leave

    ready_to_leave([Attachment("a", data)])


#: Every reader that what comes from outside passes through.
TARGETS = (
    Target("values", _values_seeds, _read_values),
    Target("profile", _profile_seeds, _read_profile),
    Target("cover", _cover_seeds, _read_cover),
    Target("notice", _notice_seeds, _read_notice),
    Target("workbook", _workbooks, _read_workbook),
    Target("archive", _archives, _read_archive),
    Target("draft", _draft_seeds, _read_draft),
    Target("photo", _photos, _read_photo),
    Target("position", _telling_media, _take_position_out),
)
