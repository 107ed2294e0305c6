"""Builds a sheet from its declaration in TOML: blocks, columns, rows of cells, spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from forms.declared.toml_table import UNPRINTABLE, Table
from forms.sheet.markup import MarkupError, Paragraph, Slot, parse_markup
from forms.sheet.sheet import Align, Block, Cell, Column, LinesBlock, Role, Row, Sheet, TableBlock

Choice = TypeVar("Choice")

_ROLES: Final[dict[str, Role]] = {"header": "header", "label": "label", "body": "body"}
_ALIGNS: Final[dict[str, Align]] = {"left": "left", "center": "center"}
#: Keys of a row that are not columns.
_ROW_KEYS: Final = frozenset({"id", "header", "origin", "use", "continues"})
_MOST_ROWS: Final = 500
_MOST_COLUMNS: Final = 20
_MOST_BLOCKS: Final = 50
_MOST_LINES: Final = 50
#: Characters of one cell or line, markup with it.
_LONGEST_TEXT: Final = 10_000


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
class TableDeclaration:
    """A table as declared, before spans are worked out."""

    id: str
    columns: tuple[ColumnDeclaration, ...]
    rows: tuple[RowDeclaration, ...]


@dataclass(frozen=True, slots=True)
class LinesDeclaration:
    """Lines as declared; ``lines`` are the paragraphs' markup."""

    id: str
    lines: tuple[str, ...]
    foot: bool
    table: Table


BlockDeclaration = TableDeclaration | LinesDeclaration

_KINDS: Final = (TableBlock.kind, LinesBlock.kind)


def read_blocks(table: Table, base: Sequence[BlockDeclaration]) -> tuple[BlockDeclaration, ...]:
    """The blocks of a form in format 2: its own, or those of ``base`` where it has none.

    Raises :class:`forms.errors.InputError`.
    """
    for key in ("columns", "rows"):
        if key in table:
            raise table.wrong(key, '从格式2起要写在表的 blocks 里（kind = "table"）')
    blocks: list[BlockDeclaration] = []
    for number, block in enumerate(table.tables("blocks")):
        kind = block.text("kind")
        if kind not in _KINDS:
            raise block.wrong("kind", f"“{kind}”不认识，只能是 {'、'.join(_KINDS)}")
        block_id = block.text("id", kind)
        if any(other.id == block_id for other in blocks):
            raise block.wrong("id", f"已经有一块叫“{block_id}”，请给这一块另写一个编号")
        if number >= _MOST_BLOCKS:
            raise table.wrong("blocks", f"最多{_MOST_BLOCKS}块")
        is_lines = kind == LinesBlock.kind
        blocks.append(read_lines(block, block_id) if is_lines else _read_table(block, block_id, base))
        block.finish()
    blocks = blocks or list(base)
    if not blocks:
        raise table.wrong("blocks", "表里还没有内容，至少要有一块")
    return tuple(blocks)


def read_format_1(table: Table, base: Sequence[BlockDeclaration]) -> tuple[BlockDeclaration, ...]:
    """The blocks of a form in format 1, which had one table and wrote its columns and rows into the form itself."""
    return (_read_table(table, TableBlock.kind, base),)


def read_lines(table: Table, block_id: str) -> LinesDeclaration:
    """The lines declared in a block's ``table``. Raises :class:`forms.errors.InputError`."""
    lines = table.texts("lines")
    if not 0 < len(lines) <= _MOST_LINES:
        raise table.wrong("lines", f"应有1至{_MOST_LINES}行")
    return LinesDeclaration(block_id, lines, table.flag("foot", False), table)


def _read_table(table: Table, block_id: str, base: Sequence[BlockDeclaration]) -> TableDeclaration:
    """A table: its own columns and rows, or those of the base's table of the same id, else of its first."""
    tables = [block for block in base if isinstance(block, TableDeclaration)]
    model = next((block for block in tables if block.id == block_id), tables[0] if tables else None)
    columns = tuple(_read_column(column) for column in table.tables("columns"))
    if not columns and model is not None:
        columns = model.columns
    if not 0 < len(columns) <= _MOST_COLUMNS:
        raise table.wrong("columns", f"应有1至{_MOST_COLUMNS}列")
    if len({column.id for column in columns}) != len(columns):
        raise table.wrong("columns", "列的编号有重复")
    known_rows = {row.id: row for block in reversed(tables) for row in block.rows}
    rows = tuple(_read_row(row, columns, known_rows) for row in table.tables("rows"))
    if not rows and model is not None:
        rows = model.rows
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
    return TableDeclaration(block_id, columns, rows)


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
    table: Table, columns: Sequence[ColumnDeclaration], known: Mapping[str, RowDeclaration]
) -> RowDeclaration:
    used = table.text("use", "")
    cells: dict[str, Any] = {}
    row_id, is_header, origin = table.text("id", used), table.flag("header", False), table.text("origin", "")
    if not row_id:
        raise table.wrong("id", "缺少这一项，应为一段文字")
    if used:
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


def build_rows(declaration: TableDeclaration) -> tuple[Row, ...]:
    """The rows of a table with every span worked out: a column left out of a row continues the cell above it.

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
    declaration: TableDeclaration,
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
    paragraphs = _paragraphs(row.table, name, text)
    if row.is_header and any(isinstance(run, Slot) for paragraph in paragraphs for run in paragraph):
        raise row.table.wrong(name, "表头会印在每一页上，里面不能有空")
    return paragraphs, width, align


def _paragraphs(table: Table, key: str, text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a markup. Raises :class:`forms.errors.InputError` that names ``key``."""
    if len(text) > _LONGEST_TEXT:
        raise table.wrong(key, f"一格或一行最多{_LONGEST_TEXT}个字")
    if found := UNPRINTABLE.search(text):
        raise table.wrong(key, f"有不能印刷的控制字符（U+{ord(found.group()):04X}）")
    try:
        return parse_markup(text)
    except MarkupError as error:
        raise table.wrong(key, str(error)) from error


def build_sheet(table: Table, blocks: Sequence[BlockDeclaration], base: Sheet | None) -> Sheet:
    """The sheet of a form's ``table`` with these blocks; what the table leaves out comes from ``base``."""
    return Sheet(
        caption=table.text("caption", base.caption if base else ""),
        title=table.text("title", base.title if base else None),
        blocks=tuple(_build_block(block) for block in sorted(blocks, key=_is_foot)),
        notes=table.texts("notes") if "notes" in table or base is None else base.notes,
        landscape=table.flag("landscape", base.landscape if base else False),
        page_numbers=table.flag("page_numbers", base.page_numbers if base else True),
    )


def _is_foot(block: BlockDeclaration) -> bool:
    """Lines at the foot come last, wherever they are declared: blocks stand in printed order."""
    return isinstance(block, LinesDeclaration) and block.foot


def _build_block(block: BlockDeclaration) -> Block:
    if isinstance(block, LinesDeclaration):
        lines = (
            _paragraphs(block.table, f"lines[{number}]", text) for number, text in enumerate(block.lines)
        )
        return LinesBlock(
            block.id, tuple(paragraph for paragraphs in lines for paragraph in paragraphs), block.foot
        )
    total = sum(column.share for column in block.columns)
    columns = tuple(Column(column.id, column.share / total) for column in block.columns)
    return TableBlock(block.id, columns, build_rows(block))
