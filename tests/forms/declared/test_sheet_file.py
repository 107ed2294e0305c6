"""Sheets from their declaration: spans, rows of a base, and what is refused."""

from __future__ import annotations

import tomllib

import pytest

from forms.declared.sheet_file import build_sheet, read_blocks, read_format_1
from forms.declared.toml_table import Table
from forms.errors import InputError
from forms.sheet.markup import Slot, Words
from forms.sheet.sheet import LinesBlock, Sheet, TableBlock

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


def table(rows: str, columns: str = COLUMNS, base: str = "") -> TableBlock:
    """The one table of a form in format 1."""
    declared = Table("x.toml", "forms.t", tomllib.loads(columns + rows))
    if base:
        base_declared = Table("base.toml", "forms.t", tomllib.loads(base))
        blocks = read_format_1(base_declared, ())
        built = build_sheet(base_declared, blocks, None)
        return build_sheet(declared, read_format_1(declared, blocks), built).tables[0]
    return build_sheet(declared, read_format_1(declared, ()), None).tables[0]


def sheet(content: str) -> Sheet:
    """A sheet in format 2."""
    declared = Table("x.toml", "forms.t", tomllib.loads('title = "表"\n' + content))
    return build_sheet(declared, read_blocks(declared, ()), None)


def places(table: TableBlock) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]


def test_shares_add_up_to_one() -> None:
    shares = [column.share for column in table('[[rows]]\nid="r"\na="1"\nb="2"\nc="3"').columns]
    assert shares == [0.25, 0.25, 0.5]


def test_a_column_left_out_continues_the_cell_above() -> None:
    found = table(
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
    found = table('[[rows]]\nid="r"\na={text="1",columns=2}\nc="3"\n[[rows]]\nid="s"\nc="4"')
    assert places(found) == [(0, 0, 2, 2, "1"), (0, 2, 1, 1, "3"), (1, 2, 1, 1, "4")]


def test_header_role_and_alignment() -> None:
    found = table('[[rows]]\nid="h"\nheader=true\na="1"\nb="2"\nc="3"\n[[rows]]\nid="r"\na="1"\nb="2"\nc="3"')
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
    found = table('[[rows]]\nuse="s"\nb="七"\norigin="那里"', "", BASE)
    assert places(found) == [(0, 0, 1, 1, "4"), (0, 1, 1, 1, "七"), (0, 2, 1, 1, "6")]
    assert (found.rows[0].id, found.rows[0].origin) == ("s", "那里")


def test_continues_drops_an_inherited_cell() -> None:
    found = table('[[rows]]\nuse="r"\n[[rows]]\nuse="s"\nid="own"\ncontinues=["a"]', "", BASE)
    assert places(found)[0] == (0, 0, 2, 1, "1")
    assert found.rows[1].id == "own"


def test_without_rows_of_its_own_a_sheet_is_its_base() -> None:
    assert places(table("", 'title="新"\n', BASE)) == places(table("", BASE))


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
        table(rows)
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
        table('[[rows]]\nid="r"\na="1"', columns)
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
        table(rows, columns, BASE)
    assert reason in caught.value.message


TWO_TABLES = """
[[blocks]]
kind = "lines"
lines = ["填报单位：{own.unit:text}　联系电话：{own.phone:telephone}", "单位：场、人次"]
[[blocks]]
kind = "table"
[[blocks.columns]]
id = "a"
share = 1
[[blocks.rows]]
id = "r"
a = "{first}"
[[blocks]]
kind = "table"
id = "second"
[[blocks.columns]]
id = "a"
share = 1
[[blocks.columns]]
id = "b"
share = 3
[[blocks.rows]]
id = "r"
a = "甲"
b = "{second}"
[[blocks]]
kind = "lines"
id = "signatures"
foot = true
lines = ["审核人：{own.reviewer:person}　填报日期：{own.date:date}"]
"""


def test_a_sheet_is_a_list_of_blocks_in_printed_order() -> None:
    found = sheet(TWO_TABLES)
    assert [(block.kind, block.id) for block in found.blocks] == [
        ("lines", "lines"),
        ("table", "table"),
        ("table", "second"),
        ("lines", "signatures"),
    ]
    head, first, second, foot = found.blocks
    assert isinstance(head, LinesBlock) and isinstance(foot, LinesBlock)
    assert head.lines[0] == (
        Words("填报单位："),
        Slot("own.unit", "text"),
        Words("　联系电话："),
        Slot("own.phone", "telephone"),
    )
    assert (head.foot, foot.foot) == (False, True)
    assert found.tables == (first, second)
    assert [slot.blank_id for slot in foot.slots] == ["own.reviewer", "own.date"]
    assert [[column.share for column in table.columns] for table in found.tables] == [[1.0], [0.25, 0.75]]


@pytest.mark.parametrize(
    ("content", "key", "reason"),
    [
        ("", "blocks", "至少要有一块"),
        ('[[blocks]]\nkind="picture"', "blocks[0].kind", "只能是 table、lines"),
        ("[[blocks]]\n", "blocks[0].kind", "缺少"),
        ('[[blocks]]\nkind="lines"', "blocks[0].lines", "1至50行"),
        ('[[blocks]]\nkind="lines"\nlines=["{"]', "blocks[0].lines[0]", "写法"),
        ('[[blocks]]\nkind="lines"\nlines=["x"]\nrows=[]', "blocks[0].rows", "没有这样的项目名"),
        ('[[blocks]]\nkind="lines"\nlines=["x"]\n[[blocks]]\nkind="lines"\nlines=["y"]', "blocks[1].id", "另写一个编号"),
        ('[[blocks]]\nkind="table"', "blocks[0].columns", "1至20列"),
        ('[[blocks]]\nkind="lines"\nlines=["x"]\nfoot=1', "blocks[0].foot", "true"),
        ('[[blocks]]\nkind="lines"\nlines=["x\\u0007"]', "blocks[0].lines[0]", "控制字符"),
    ],
)  # fmt: skip
def test_a_wrong_block_is_refused_by_its_key(content: str, key: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        sheet(content)
    assert f"“x.toml”的 forms.t.{key} 有误" in caught.value.message
    assert reason in caught.value.message


def test_more_blocks_than_a_form_has_are_refused() -> None:
    blocks = "".join(f'[[blocks]]\nkind="lines"\nid="b{n}"\nlines=["x"]\n' for n in range(51))
    with pytest.raises(InputError, match="最多50块"):
        sheet(blocks)
