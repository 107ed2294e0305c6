"""Sheets from their declaration: spans, rows of a base, and what is refused."""

from __future__ import annotations

import tomllib

import pytest

from forms.declared.sheet_file import build_sheet, read_sheet
from forms.declared.toml_table import Table
from forms.errors import InputError
from forms.sheet.sheet import Sheet

COLUMNS = """
title = "表"
[[columns]]
id = "a"
share = 1
[[columns]]
id = "b"
share = 1
align = "center"
[[columns]]
id = "c"
share = 2
role = "label"
"""


def sheet(rows: str, columns: str = COLUMNS, base: str = "") -> Sheet:
    table = Table("x.toml", "forms.t", tomllib.loads(columns + rows))
    if not base:
        return build_sheet(table, read_sheet(table, None), None)
    base_table = Table("base.toml", "forms.t", tomllib.loads(base))
    declaration = read_sheet(base_table, None)
    return build_sheet(table, read_sheet(table, declaration), build_sheet(base_table, declaration, None))


def places(sheet: Sheet) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in sheet.cells]


def test_shares_add_up_to_one() -> None:
    shares = [column.share for column in sheet('[[rows]]\nid="r"\na="1"\nb="2"\nc="3"').columns]
    assert shares == [0.25, 0.25, 0.5]


def test_a_column_left_out_continues_the_cell_above() -> None:
    found = sheet(
        '[[rows]]\nid="r"\na="1"\nb="2"\nc="3"\n[[rows]]\nid="s"\nb="4"\n[[rows]]\nid="t"\nb="5"\nc="6"'
    )
    assert places(found) == [
        (0, 0, 3, 1, "1"),
        (0, 1, 1, 1, "2"),
        (0, 2, 2, 1, "3"),
        (1, 1, 1, 1, "4"),
        (2, 1, 1, 1, "5"),
        (2, 2, 1, 1, "6"),
    ]


def test_a_wide_cell_continues_as_a_whole() -> None:
    found = sheet('[[rows]]\nid="r"\na={text="1",columns=2}\nc="3"\n[[rows]]\nid="s"\nc="4"')
    assert places(found) == [(0, 0, 2, 2, "1"), (0, 2, 1, 1, "3"), (1, 2, 1, 1, "4")]


def test_header_role_and_alignment() -> None:
    found = sheet('[[rows]]\nid="h"\nheader=true\na="1"\nb="2"\nc="3"\n[[rows]]\nid="r"\na="1"\nb="2"\nc="3"')
    assert found.header_rows == 1
    assert [(cell.role, cell.align) for cell in found.cells] == [
        ("header", "center"),
        ("header", "center"),
        ("header", "center"),
        ("body", "left"),
        ("body", "center"),
        ("label", "left"),
    ]


BASE = COLUMNS + '[[rows]]\nid="r"\na="1"\nb="2"\nc="3"\n[[rows]]\nid="s"\na="4"\nb="5"\nc="6"'


def test_a_row_of_the_base_is_used_with_one_cell_of_its_own() -> None:
    found = sheet('title="新"\n[[rows]]\nuse="s"\nb="七"\norigin="那里"', "", BASE)
    assert places(found) == [(0, 0, 1, 1, "4"), (0, 1, 1, 1, "七"), (0, 2, 1, 1, "6")]
    assert (found.title, found.rows[0].id, found.rows[0].origin) == ("新", "s", "那里")


def test_continues_drops_an_inherited_cell() -> None:
    found = sheet('[[rows]]\nuse="r"\n[[rows]]\nuse="s"\nid="own"\ncontinues=["a"]', "", BASE)
    assert places(found)[0] == (0, 0, 2, 1, "1")
    assert found.rows[1].id == "own"


def test_without_rows_of_its_own_a_sheet_is_its_base() -> None:
    assert places(sheet("", 'title="新"\n', BASE)) == places(sheet("", BASE))


@pytest.mark.parametrize(
    ("rows", "key", "reason"),
    [
        ('[[rows]]\nid="r"\na={text="1",columns=2}\nb="2"\nc="3"', "rows[0].b", "重叠"),
        ('[[rows]]\nid="r"\na="1"\nc="3"', "rows[0].b", "没有内容"),
        ('[[rows]]\nid="r"\na="1"\nb="2"\nc={text="3",columns=2}', "rows[0].c", "超出"),
        (
            '[[rows]]\nid="r"\na={text="1",columns=2}\nc="3"\n[[rows]]\nid="s"\na="4"\nc="5"',
            "rows[1].b",
            "一部分",
        ),
        ('[[rows]]\nid="h"\nheader=true\na="1"\nb="2"\nc="3"\n[[rows]]\nid="r"\na="1"\nb="2"', "rows[1].c", "延续"),
        ('[[rows]]\nid="r"\na="1"\nb="2"\nc="3"\n[[rows]]\nid="r"\na="1"', "rows", "重复"),
        ('[[rows]]\nid="r"', "rows[0].id", "没有自己的格"),
        ('[[rows]]\nid="r"\na=1\nb="2"\nc="3"', "rows[0].a", "一段文字"),
        ('[[rows]]\nid="r"\na={text="1",columns=0}\nb="2"\nc="3"', "rows[0].a.columns", "1或更大"),
        ('[[rows]]\nid="r"\na={text="1",cols=2}\nb="2"\nc="3"', "rows[0].a.cols", "没有这样的项目名"),
        ('[[rows]]\nid="r"\na="1"\nb="2"\nc="3"\nd="4"', "rows[0].d", "没有这样的项目名"),
        ('[[rows]]\nid="r"\na="1"\nb="2"\nc="3"\n[[rows]]\nid="h"\nheader=true\na="1"\nb="2"\nc="3"', "rows[1].header", "之前"),
        ('[[rows]]\nid="h"\nheader=true\na="{n}"\nb="2"\nc="3"', "rows[0].a", "表头"),
        ('[[rows]]\nid="r"\na="{N}"\nb="2"\nc="3"', "rows[0].a", "编号"),
        ('[[rows]]\nid="r"\na="\\u0007"\nb="2"\nc="3"', "rows[0].a", "控制字符"),
        ('[[rows]]\nuse="r"', "rows[0].use", "没有“r”这一行"),
        ("", "rows", "1至500行"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_by_its_key(rows: str, key: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        sheet(rows)
    assert f"“x.toml”的 forms.t.{key} 有误" in caught.value.message
    assert reason in caught.value.message


@pytest.mark.parametrize(
    ("columns", "key", "reason"),
    [
        ('title="表"\n', "columns", "1至20列"),
        ('title="表"\n[[columns]]\nid="a"\nshare=0\n', "columns[0].share", "大于0"),
        ('title="表"\n[[columns]]\nid="a"\nshare=nan\n', "columns[0].share", "大于0"),
        ('title="表"\n[[columns]]\nid="a"\nshare=1' + "0" * 400 + "\n", "columns[0].share", "大于0"),
        ('title="表"\n[[columns]]\nid="use"\nshare=1\n', "columns[0].id", "另有用处"),
        ('title="表"\n[[columns]]\nid="a"\nshare=1\n[[columns]]\nid="a"\nshare=1\n', "columns", "重复"),
        ('title="表"\n[[columns]]\nid="a"\nshare=1\nrole="x"\n', "columns[0].role", "header、label、body"),
        ('title="表"\n[[columns]]\nid="a"\nshare=1\nalign="right"\n', "columns[0].align", "left、center"),
    ],
)
def test_a_wrong_column_is_refused_by_its_key(columns: str, key: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        sheet('[[rows]]\nid="r"\na="1"', columns)
    assert f"forms.t.{key} 有误" in caught.value.message
    assert reason in caught.value.message


@pytest.mark.parametrize(
    ("rows", "columns", "reason"),
    [
        ('[[rows]]\nuse="r"\ncontinues=["d"]', "", "continues 有误：所依据的行没有“d”"),
        ('[[rows]]\nuse="r"', 'title="表"\n[[columns]]\nid="a"\nshare=1\n', "b 有误：所依据的行有这一列"),
        ("", 'title="表"\n[[columns]]\nid="a"\nshare=1\n', "b 有误：所依据的行有这一列"),
        ('[[rows]]\nuse="x"', "", "没有“x”这一行"),
    ],
)
def test_a_row_of_the_base_that_does_not_fit_is_refused(rows: str, columns: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        sheet(rows, columns, BASE)
    assert reason in caught.value.message
