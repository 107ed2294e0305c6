"""Builds a form from its declaration in TOML: the sheet, what its blanks are, its rules and its example."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.declared.sheet_file import SheetDeclaration, build_sheet, read_sheet
from forms.declared.toml_table import Table
from forms.fields.registry import FIELD_TYPES
from forms.form.expression import ExpressionError, Number, evaluate, names_in
from forms.form.finding import Severity
from forms.form.form import Blank, Form
from forms.form.rule import Rule
from forms.sheet import sentence
from forms.sheet.markup import Slot
from forms.sheet.sheet import Cell, Sheet

_MOST_BLANKS: Final = 2000
_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


@dataclass(frozen=True)
class FormDeclaration:
    """A form together with what another form needs to be made from it."""

    form: Form
    sheet: SheetDeclaration
    measure_words: tuple[str, ...]
    blanks: Mapping[str, Mapping[str, object]]
    rules: tuple[Table, ...]


def read_form(table: Table, notice_id: str, form_id: str, base: FormDeclaration | None) -> FormDeclaration:
    """The form declared in ``table``, made from ``base`` where it has one.

    Rules and examples of ``base`` are kept as far as all their blanks are in this form. Raises
    :class:`forms.errors.InputError` with file, key and reason.
    """
    declaration = read_sheet(table, base.sheet if base else None)
    sheet = build_sheet(table, declaration, base.form.sheet if base else None)
    measure_words = table.texts("measure_words") or (base.measure_words if base else ())
    described: dict[str, Mapping[str, object]] = dict(base.blanks) if base else {}
    own = {name: {key: inner.raw(key) for key in inner} for name, inner in table.each_table("blanks").items()}
    described.update(own)
    blanks = _read_blanks(table, sheet, measure_words, described)
    by_id = {blank.id: blank for blank in blanks}
    for name in own:
        if name not in by_id:
            raise table.wrong(f"blanks.{name}", "表里没有这个空")
    own_rules = tuple(table.tables("rules"))
    inherited = base.rules if base else ()
    rules = [rule for source in own_rules for rule in _read_rule(source, by_id, must_fit=True)]
    rules += [rule for source in inherited for rule in _read_rule(source, by_id, must_fit=False)]
    example = {name: text for name, text in (base.form.example if base else {}).items() if name in by_id}
    for name, text in table.text_table("example").items():
        if name not in by_id:
            raise table.wrong(f"example.{name}", "表里没有这个空")
        example[name] = text
    official = table.flag("official", False)
    origin = table.text("origin", "" if official else None)
    if not official:
        for number, row in enumerate(sheet.rows):
            if not row.origin and not row.is_header:
                raise table.wrong(f"rows[{number}].origin", "不是正式附件的表，每一行都要写明出自哪里")
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
    return FormDeclaration(form, declaration, measure_words, described, (*own_rules, *inherited))


def _read_blanks(
    table: Table, sheet: Sheet, measure_words: tuple[str, ...], described: Mapping[str, Mapping[str, object]]
) -> tuple[Blank, ...]:
    if not 0 < sum(len(cell.slots) for cell in sheet.cells) <= _MOST_BLANKS:
        raise table.wrong("rows", f"表里应有1至{_MOST_BLANKS}个空")
    row_ids = {cell: row.id for row in sheet.rows for cell in row.cells}
    blanks: dict[str, Blank] = {}
    for row in sheet.rows:
        neighbours = {cell.column: cell.text for cell in row.cells}
        for cell in row.cells:
            for blank in _blanks_of_cell(table, cell, neighbours, measure_words, described, row_ids[cell]):
                if blank.id in blanks:
                    raise table.wrong("rows", f"空“{blank.id}”出现了两次")
                blanks[blank.id] = blank
    return tuple(blanks.values())


def _blanks_of_cell(
    table: Table,
    cell: Cell,
    neighbours: Mapping[int, str],
    measure_words: tuple[str, ...],
    described: Mapping[str, Mapping[str, object]],
    row_id: str,
) -> list[Blank]:
    blanks = []
    alone = not cell.text.strip()
    for paragraph in cell.paragraphs:
        sentences = sentence.sentences_of(paragraph)
        for position, run in enumerate(paragraph):
            if not isinstance(run, Slot):
                continue
            facts = Table(table.file, table.where(f"blanks.{run.blank_id}"), described.get(run.blank_id, {}))
            if run.type_name not in FIELD_TYPES:
                raise table.wrong("rows", f"空“{run.blank_id}”的类型“{run.type_name}”不认识")
            label = (
                sentence.label_of_neighbour(neighbours, cell.column)
                if alone
                else sentence.label_before(paragraph, position)
            )
            name = sentence.sentence_id(run.blank_id)
            label = facts.text("label", label)
            if not label:
                raise facts.wrong("label", "看不出这个空叫什么，请写明")
            blank = Blank(
                id=run.blank_id,
                type=run.type_name,
                label=label,
                unit=facts.text("unit", sentence.unit_after(paragraph, position, measure_words)),
                required=facts.flag("required", False),
                sentence=label if alone else sentences.get(name, label),
                sentence_id=name,
                cell_text=cell.text if not alone else label,
                row_id=row_id,
                help=facts.text("help", ""),
                prefill=facts.text("prefill", ""),
                choices=facts.texts("choices"),
            )
            if blank.type == "choice" and not blank.choices:
                raise facts.wrong("choices", "选择类的空要列出可选的内容")
            facts.finish()
            blanks.append(blank)
    return blanks


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
    if each == "count":
        return [dict.fromkeys(names, blank.id) for blank in by_id.values() if blank.type == "count"]
    if each == "sentence":
        sentence_ids = dict.fromkeys(blank.sentence_id for blank in by_id.values() if blank.sentence_id)
        bindings = [{name: f"{sentence_id}.{name}" for name in names} for sentence_id in sentence_ids]
        return [bound for bound in bindings if all(name in by_id for name in bound.values())]
    raise table.wrong("each", "只能是 sentence（每一句）或 count（每一个数）")
