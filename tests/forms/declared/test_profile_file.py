"""The unit's profile from a JSON file: by entries, by a form's blanks, and how it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forms.declared.catalogue import Catalogue
from forms.declared.profile_file import LARGEST_FILE, parse_profile, read_profile
from forms.errors import InputError

FORM = Catalogue().form("gusu-2020", "liaison")


def parse(content: object) -> dict[str, str]:
    return parse_profile(json.dumps(content).encode(), (FORM,), "unit.json")


@pytest.mark.parametrize(
    "content",
    [
        {"unit.name": "某单位", "liaison.name": " 张三 ", "liaison.qq": "12345", "liaison.fax": ""},
        {"values": {"unit.name": "某单位", "liaison.name": "张三", "liaison.qq": 12345}},
        {"values": {"unit": "某单位", "name": "张三", "qq": "12345", "fax": None}, "date": "2020-06-03"},
        {"values": {"name": "张三", "qq": "12345"}, "unit": "某单位"},
        {"values": {"qq": "12345"}, "unit": "某单位", "filled_by": "张三"},
    ],
)
def test_every_shape(content: object) -> None:
    assert parse(content) == {"unit.name": "某单位", "liaison.name": "张三", "liaison.qq": "12345"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "对象"),
        ({"values": []}, "对象"),
        ({"unit.nmae": "某单位"}, "unit.nmae"),
        ({"unit.name": ["某单位"]}, "一段文字"),
        ({"unit.name": "某\n单位"}, "换行"),
        ({"unit.name": "甲", "unit": "乙"}, "两次"),
    ],
)
def test_wrong_content_is_refused(content: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse(content)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不存在"):
        read_profile(tmp_path / "none.json", ())
    (tmp_path / "large.json").write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(InputError, match="太大"):
        read_profile(tmp_path / "large.json", ())
    (tmp_path / "unit.json").write_text('{"unit.name": "某单位"}', "utf-8")
    assert read_profile(tmp_path / "unit.json", ()) == {"unit.name": "某单位"}
