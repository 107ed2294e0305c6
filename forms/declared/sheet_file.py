"""Builds a sheet from its declaration in TOML: columns, rows of cells, spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from forms.declared.toml_table import UNPRINTABLE, Table
from forms.sheet.markup import MarkupError, Paragraph, Slot, parse_markup
from forms.sheet.sheet import Align, Cell, Column, Role, Row, Sheet

Choice = TypeVar("Choice")

_ROLES: Final[dict[str, Role]] = {"header": "header", "label": "label", "body": "body"}
_ALIGNS: Final[dict[str, Align]] = {"left": "left", "center": "center"}
#: Keys of a row that are not columns.
_ROW_KEYS: Final = frozenset({"id", "header", "origin", "use", "continues"})
_MOST_ROWS: Final = 500
_MOST_COLUMNS: Final = 20


@dataclass(frozen=True, slots=True)
class ColumnDeclaration:
    """A column as declared: its width in any unit, and what its cells are unless a cell says otherwise."""

    id: str
    share: float
    role: Role
    align: Align


@dataclass(frozen=True, slots=True)
class RowDeclaration:
    """A row as declared; ``cells`` holds the raw TOML by column id. Kept so that another form may use the row again."""

    id: str
    is_header: bool
    origin: str
    cells: dict[str, Any]
    table: Table


@dataclass(frozen=True, slots=True)
class SheetDeclaration:
    """The declared parts of a sheet, before spans are worked out."""

    columns: tuple[ColumnDeclaration, ...]
    rows: tuple[RowDeclaration, ...]


def read_sheet(table: Table, base: SheetDeclaration | None) -> SheetDeclaration:
    """The declaration in a form's ``table``: its own columns and rows, or those of ``base``, or rows of it by ``use``.

    Raises :class:`forms.errors.InputError`.
    """
    columns = tuple(_read_column(column) for column in table.tables("columns"))
    if not columns and base is not None:
        columns = base.columns
    if not 0 < len(columns) <= _MOST_COLUMNS:
        raise table.wrong("columns", f"应有1至{_MOST_COLUMNS}列")
    if len({column.id for column in columns}) != len(columns):
        raise table.wrong("columns", "列的编号有重复")
    rows = tuple(_read_row(row, columns, base) for row in table.tables("rows"))
    if not rows and base is not None:
        rows = base.rows
    if not 0 < len(rows) <= _MOST_ROWS:
        raise table.wrong("rows", f"应有1至{_MOST_ROWS}行")
    if len({row.id for row in rows}) != len(rows):
        raise table.wrong("rows", "行的编号有重复")
    known = {column.id for column in columns}
    for before, row in zip((None, *rows), rows, strict=False):
        if row.is_header and before is not None and not before.is_header:
            raise row.table.wrong("header", "表头要写在其他行之前")
        if foreign := [name for name in row.cells if name not in known]:
            raise row.table.wrong(foreign[0], "所依据的行有这一列，本表却没有")
    return SheetDeclaration(columns, rows)


def _read_column(table: Table) -> ColumnDeclaration:
    share = table.number("share")
    if not 0 < share <= 1000:
        raise table.wrong("share", "应是大于0的数")
    declaration = ColumnDeclaration(
        table.text("id"),
        share,
        _one_of(table, "role", _ROLES, "body"),
        _one_of(table, "align", _ALIGNS, "left"),
    )
    if declaration.id in _ROW_KEYS:
        raise table.wrong("id", f"“{declaration.id}”另有用处，请换一个编号")
    table.finish()
    return declaration


def _one_of(table: Table, key: str, known: dict[str, Choice], default: str) -> Choice:
    word = table.text(key, default)
    if word not in known:
        raise table.wrong(key, f"“{word}”不认识，只能是 {'、'.join(known)}")
    return known[word]


def _read_row(
    table: Table, columns: Sequence[ColumnDeclaration], base: SheetDeclaration | None
) -> RowDeclaration:
    used = table.text("use", "")
    cells: dict[str, Any] = {}
    row_id, is_header, origin = table.text("id", used), table.flag("header", False), table.text("origin", "")
    if not row_id:
        raise table.wrong("id", "缺少这一项，应为一段文字")
    if used:
        known = {row.id: row for row in base.rows} if base else {}
        if used not in known:
            raise table.wrong("use", f"所依据的表里没有“{used}”这一行")
        cells.update(known[used].cells)
        is_header = is_header or known[used].is_header
    for continued in table.texts("continues"):
        if continued not in cells:
            raise table.wrong("continues", f"所依据的行没有“{continued}”这一格")
        del cells[continued]
    for column in columns:
        value = table.raw(column.id)
        if value is not None:
            if not isinstance(value, str | dict):
                raise table.wrong(column.id, '应为一段文字，或写成 { text = "…", columns = 2 }')
            cells[column.id] = value
    if not cells:
        raise table.wrong("id", "这一行没有自己的格")
    table.finish()
    return RowDeclaration(row_id, is_header, origin, cells, table)


def build_rows(declaration: SheetDeclaration) -> tuple[Row, ...]:
    """The rows of a sheet with every span worked out: a column left out of a row continues the cell above it.

    Raises :class:`forms.errors.InputError` where cells overlap or a place is not covered.
    """
    positions = {column.id: index for index, column in enumerate(declaration.columns)}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    begun: dict[tuple[int, int], tuple[tuple[Paragraph, ...], int, Role, Align]] = {}
    height: dict[tuple[int, int], int] = {}
    for index, row in enumerate(declaration.rows):
        for name, value in row.cells.items():
            start = positions[name]
            paragraphs, width, align = _read_cell(row, name, value, declaration.columns[start].align)
            if start + width > len(positions):
                raise row.table.wrong(name, "跨的列数超出了表格")
            role: Role = "header" if row.is_header else declaration.columns[start].role
            begun[index, start] = (paragraphs, width, role, "center" if row.is_header else align)
            height[index, start] = 1
            for place in range(start, start + width):
                if (index, place) in owner:
                    raise row.table.wrong(name, "与同一行的另一格重叠")
                owner[index, place] = (index, start)
        _continue_from_above(declaration, index, owner, begun, height)
    return tuple(
        Row(
            row.id,
            tuple(
                Cell(index, start, height[index, start], width, paragraphs, role, align)
                for (at, start), (paragraphs, width, role, align) in sorted(
                    begun.items(), key=lambda item: item[0]
                )
                if at == index
            ),
            row.origin,
            row.is_header,
        )
        for index, row in enumerate(declaration.rows)
    )


def _continue_from_above(
    declaration: SheetDeclaration,
    index: int,
    owner: dict[tuple[int, int], tuple[int, int]],
    begun: dict[tuple[int, int], tuple[tuple[Paragraph, ...], int, Role, Align]],
    height: dict[tuple[int, int], int],
) -> None:
    row = declaration.rows[index]
    for place, column in enumerate(declaration.columns):
        if (index, place) in owner:
            continue
        above = owner.get((index - 1, place))
        if above is None or declaration.rows[above[0]].is_header != row.is_header:
            raise row.table.wrong(column.id, "这一格没有内容，上面也没有可以延续的格")
        columns = range(above[1], above[1] + begun[above][1])
        if any((index, at) in owner for at in columns):
            raise row.table.wrong(column.id, "上面的格跨了几列，只延续其中一部分是不行的")
        height[above] += 1
        for at in columns:
            owner[index, at] = above


def _read_cell(
    row: RowDeclaration, name: str, value: Any, align: Align
) -> tuple[tuple[Paragraph, ...], int, Align]:
    width = 1
    if isinstance(value, str):
        text = value
    else:
        table = Table(row.table.file, row.table.where(name), value)
        text, width = table.text("text", ""), table.integer("columns", 1)
        align = _one_of(table, "align", _ALIGNS, align)
        table.finish()
        if width < 1:
            raise table.wrong("columns", "应是1或更大的整数")
    if found := UNPRINTABLE.search(text):
        raise row.table.wrong(name, f"有不能印刷的控制字符（U+{ord(found.group()):04X}）")
    try:
        paragraphs = parse_markup(text)
    except MarkupError as error:
        raise row.table.wrong(name, str(error)) from error
    if row.is_header and any(isinstance(run, Slot) for paragraph in paragraphs for run in paragraph):
        raise row.table.wrong(name, "表头会印在每一页上，里面不能有空")
    return paragraphs, width, align


def build_sheet(table: Table, declaration: SheetDeclaration, base: Sheet | None) -> Sheet:
    """The sheet of a form's ``table``; what the table leaves out comes from ``base``."""
    rows = build_rows(declaration)
    total = sum(column.share for column in declaration.columns)
    return Sheet(
        caption=table.text("caption", base.caption if base else ""),
        title=table.text("title", base.title if base else None),
        columns=tuple(Column(column.id, column.share / total) for column in declaration.columns),
        rows=rows,
        notes=table.texts("notes") if "notes" in table or base is None else base.notes,
        landscape=table.flag("landscape", base.landscape if base else False),
    )
