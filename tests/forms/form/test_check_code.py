"""The check code: what changes it, what cannot, and the code of earlier versions."""

from __future__ import annotations

import re

import pytest

from forms.declared.catalogue import Catalogue
from forms.form.check_code import check_code, first_code_of, readable, verifies
from forms.form.checks import printed
from forms.form.filing import Filing
from forms.values import Filled

LIAISON = Catalogue().form("gusu-2020", "liaison")


def code(**texts: str) -> str:
    return check_code(LIAISON, filing(**texts))


def filing(**texts: str) -> Filing:
    values = {**LIAISON.example, **texts}
    return Filing("gusu-2020", "liaison", {blank_id: Filled(text) for blank_id, text in values.items()})


def test_a_code_has_three_groups_of_signs_that_a_fax_keeps_apart() -> None:
    assert re.fullmatch("[34679AC-HJKMNP-RT-Y]{3}(-[34679AC-HJKMNP-RT-Y]{3}){2}", code())


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("unit", ["某站（东区）", "某站(东区)", "某站 （东区）", "某站〔东区〕", "某站\u200b（东区）"]),
        ("unit", ["石路 1号", "石路  1号", "石路　1号", "石路１号", "石路1号", "⽯路1号"]),
        ("position", ["副主任—主持工作", "副主任——主持工作", "副主任-主持工作", "副主任－主持工作"]),
        ("position", ["主任、书记", "主任，书记", "主任,书记"]),
        ("email", ["zhang.oil@163.com", "Zhang.Oil@163.COM", "zhang.0i1@163.com", "zhang。oil@163.com"]),
        ("office_phone", ["0512-68720101", "（０５１２）６８７２０１０１", "0512 68720101"]),
        ("name", ["王⼩⽅", "王小方", "王 小方"]),
        ("fax", ["无", "暂无", "无传真"]),
    ],
)
def test_what_a_reader_cannot_tell_apart_gives_one_code(field: str, texts: list[str]) -> None:
    assert len({code(**{field: text}) for text in texts}) == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("unit", "某站（西区）"),
        ("office_phone", "0512-68720102"),
        ("fax", "/"),
        ("email", "zhang.oi1@126.com"),
        ("name", "王小万"),
        ("wechat", ""),
    ],
)
def test_what_a_reader_can_see_changes_the_code(field: str, text: str) -> None:
    assert code(**{field: text}) != code()


def test_a_code_of_before_is_told_by_its_form_and_still_verifies() -> None:
    """The code that 0.2.0 printed under these values, kept here to the letter."""
    texts = {blank.id: printed(blank, LIAISON.example[blank.id]) for blank in LIAISON.body}
    first = first_code_of("gusu-2020", "liaison", texts)
    assert first == "TXE9-39DA"
    assert verifies(first, LIAISON, filing()) and verifies(code(), LIAISON, filing())
    assert not verifies(first, LIAISON, filing(name="王小万"))
    assert not verifies(code(), LIAISON, filing(name="王小万"))


def test_what_can_be_told_apart_stays_apart() -> None:
    assert readable("〇一") != readable("0一") and readable("无") != readable("/")
