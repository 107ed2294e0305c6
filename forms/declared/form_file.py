"""Builds a form from its declaration in TOML: the sheet, what its blanks are, its rules and its example."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forms.declared.blanks_file import read_blanks
from forms.declared.default_lines import default_lines
from forms.declared.sheet_file import (
    BlockDeclaration,
    LinesDeclaration,
    build_sheet,
    read_blocks,
    read_format_1,
)
from forms.declared.toml_table import Table
from forms.fields.registry import FIELD_TYPES
from forms.form.expression import ExpressionError, Number, evaluate, names_in
from forms.form.finding import Severity
from forms.form.form import Blank, Form
from forms.form.rule import Rule
from forms.sheet.sheet import Sheet, TableBlock

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


@dataclass(frozen=True)
class FormDeclaration:
    """A form together with what another form needs to be made from it."""

    form: Form
    blocks: tuple[BlockDeclaration, ...]
    measure_words: tuple[str, ...]
    blanks: Mapping[str, Mapping[str, object]]
    rules: tuple[Table, ...]


#: The version of the format in which a form wrote its one table's columns and rows into itself.
_FORMAT_1: Final = 1
#: More rules, and more after each was bound to its blanks, has no form.
_MOST_RULES: Final = 500
_MOST_BOUND_RULES: Final = 20_000


def read_form(
    table: Table, notice_id: str, form_id: str, base: FormDeclaration | None, file_format: int
) -> FormDeclaration:
    """The form declared in ``table`` of a file of this format, made from ``base`` where it has one.

    A form that declares no lines gets the usual ones for stamp and signature (``default_lines = false``: none). Rules and
    examples of ``base`` are kept as far as all their blanks are in this form. Raises :class:`forms.errors.InputError` with
    file, key and reason.
    """
    read = read_format_1 if file_format == _FORMAT_1 else read_blocks
    blocks = read(table, base.blocks if base else ())
    wants_lines = table.flag("default_lines", True)
    has_lines = any(isinstance(block, LinesDeclaration) for block in blocks)
    added = default_lines() if wants_lines and not has_lines else None
    sheet = build_sheet(table, (*blocks, added.block) if added else blocks, base.form.sheet if base else None)
    measure_words = table.texts("measure_words") or (base.measure_words if base else ())
    described: dict[str, Mapping[str, object]] = dict(added.blanks) if added else {}
    described.update(base.blanks if base else {})
    own = {name: inner.content for name, inner in table.each_table("blanks").items()}
    described.update(own)
    blanks = read_blanks(table, sheet, measure_words, described)
    if added:
        blanks = _without_repeated_prefill(blanks)
    by_id = {blank.id: blank for blank in blanks}
    for name in own:
        if name not in by_id:
            raise table.wrong(f"blanks.{name}", "表里没有这个空")
    own_rules = tuple(table.tables("rules"))
    inherited = base.rules if base else ()
    rules = _read_rules(table, own_rules, inherited, by_id)
    example = {name: text for name, text in (base.form.example if base else {}).items() if name in by_id}
    for name, text in table.text_table("example").items():
        if name not in by_id:
            raise table.wrong(f"example.{name}", "表里没有这个空")
        example[name] = text
    official = table.flag("official", False)
    origin = table.text("origin", "" if official else None)
    if not official:
        _ask_for_origins(table, sheet)
    form = Form(
        notice_id=notice_id,
        id=form_id,
        name=table.text("name", base.form.name if base else None),
        sheet=sheet,
        blanks=blanks,
        rules=tuple(rules),
        official=official,
        origin=origin,
        example={blank.id: example[blank.id] for blank in blanks if blank.id in example},
    )
    table.finish()
    return FormDeclaration(form, blocks, measure_words, described, (*own_rules, *inherited))


def _ask_for_origins(table: Table, sheet: Sheet) -> None:
    """Refuse a row of a form that is not official and does not say where it comes from."""
    for number, block in enumerate(sheet.blocks):
        place = "" if "rows" in table else f"blocks[{number}]."
        for at, row in enumerate(block.rows if isinstance(block, TableBlock) else ()):
            if not row.origin and not row.is_header:
                raise table.wrong(f"{place}rows[{at}].origin", "不是正式附件的表，每一行都要写明出自哪里")


def _without_repeated_prefill(blanks: tuple[Blank, ...]) -> tuple[Blank, ...]:
    """The blanks at the foot without what a table asks for already: nothing is printed twice, there is room for the stamp."""
    asked = {blank.prefill for blank in blanks if not blank.at_foot}
    return tuple(
        replace(blank, prefill="") if blank.at_foot and blank.prefill in asked else blank for blank in blanks
    )


def _read_rules(
    table: Table, own: Sequence[Table], inherited: Sequence[Table], by_id: Mapping[str, Blank]
) -> list[Rule]:
    """What the declarations of the form and of its base stand for, within bounds that no real form comes near."""
    if len(own) + len(inherited) > _MOST_RULES:
        raise table.wrong("rules", f"最多{_MOST_RULES}条规则")
    rules: list[Rule] = []
    for source, must_fit in [*((each, True) for each in own), *((each, False) for each in inherited)]:
        rules += _read_rule(source, by_id, must_fit)
        if len(rules) > _MOST_BOUND_RULES:
            raise table.wrong("rules", f"用到每个空以后，规则超过了{_MOST_BOUND_RULES}条")
    return rules


def _read_rule(table: Table, by_id: Mapping[str, Blank], must_fit: bool) -> list[Rule]:
    """The rules a declaration stands for: one, or one for each sentence or count that has the names it uses."""
    severities = {severity.value: severity for severity in (Severity.ERROR, Severity.WARNING)}
    severity = severities.get(table.text("severity"))
    if severity is None:
        raise table.wrong("severity", "只能是 error 或 warning")
    code, when, needs = table.text("code"), table.text("when"), table.text("needs")
    field, message, each = table.text("field"), table.text("message"), table.text("each", "")
    table.finish()
    names = dict.fromkeys((*names_in(when), *names_in(needs), field))
    for key, expression in (("when", when), ("needs", needs)):
        try:
            evaluate(expression, {name: Number(1) for name in names})
        except ExpressionError as error:
            raise table.wrong(key, str(error)) from error
    for placeholder in _PLACEHOLDER.findall(message):
        if placeholder != "sentence" and placeholder.removesuffix(".label") not in names:
            raise table.wrong("message", f"{{{placeholder}}} 不是这条公式里的空")
    rules = []
    bindings = _bindings(table, each, list(names), by_id)
    if must_fit and not bindings:
        raise table.wrong("each", "表里没有一句同时有公式里的这些空")
    for bound in bindings:
        missing = [name for name in bound.values() if name not in by_id]
        if missing and must_fit:
            raise table.wrong("needs", f"表里没有“{missing[0]}”这个空")
        if not missing:
            rules.append(Rule(code, severity, when, needs, bound, bound[field], message))
    return rules


def _bindings(table: Table, each: str, names: list[str], by_id: Mapping[str, Blank]) -> list[dict[str, str]]:
    if each == "":
        return [{name: name for name in names}]
    if each in FIELD_TYPES:
        return [dict.fromkeys(names, blank.id) for blank in by_id.values() if blank.type == each]
    if each == "sentence":
        sentence_ids = dict.fromkeys(blank.sentence_id for blank in by_id.values() if blank.sentence_id)
        bindings = [{name: f"{sentence_id}.{name}" for name in names} for sentence_id in sentence_ids]
        return [bound for bound in bindings if all(name in by_id for name in bound.values())]
    raise table.wrong("each", "只能是 sentence（每一句），或 count（每一个数）这样的类型")
