"""Reads VALUES.json: the values of one form as another program or a person wrote them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, BinaryIO, Final

from forms.declared.small_file import read_small_file, read_small_stream
from forms.errors import InputError
from forms.fields.base import quoted
from forms.form.filing import Confirmation, Filing
from forms.form.form import Form
from forms.tidy_text import tidy
from forms.values import Filled, Source

#: A larger file is not the values of a form.
LARGEST_FILE: Final = 5_000_000
_WHAT: Final = "一张表的内容"

#: Keys of 0.2.0 beside ``values``, and the blanks they now stand for.
_OLD_KEYS: Final = {"unit": "lines.unit", "filled_by": "lines.filled_by", "date": "lines.date"}
_KEYS: Final = ("values", "confirmations", *_OLD_KEYS)


def read_values(path: Path, form: Form) -> Filing:
    """The filing in a JSON file; see :func:`parse_values`.

    Raises :class:`InputError`, also for a file that is not there, or ``EnvironmentFailure``.
    """
    return parse_values(read_small_file(path, LARGEST_FILE, _WHAT), form, path.name)


def read_values_stream(stream: BinaryIO, form: Form, name: str) -> Filing:
    """Like :func:`read_values` from an open stream; ``name`` is what the user knows it by."""
    return parse_values(read_small_stream(stream, LARGEST_FILE, name, _WHAT), form, name)


def parse_values(content: bytes, form: Form, name: str) -> Filing:
    """The filing in ``{"values": {"name": "…", "launch.sessions": 3}}``.

    Numbers are taken as the text they are written in, a whole number with ``.0`` behind it without that, ``null`` as a blank
    left empty; invisible signs are dropped. Beside ``values`` there may be
    ``confirmations`` (``field``, ``code``, ``reason``), and as in 0.2.0 ``unit``, ``filled_by`` and ``date``, which are now
    the blanks ``lines.unit``, ``lines.filled_by`` and ``lines.date``. Raises :class:`InputError`; nothing is taken over in
    part.
    """
    root = parse_json_object(content, name)
    for key in root:
        if key not in _KEYS:
            raise InputError(f"“{name}”里有不认识的项目{quoted(key)}。可用的项目：{'、'.join(_KEYS)}。")
    values = root.get("values")
    if not isinstance(values, dict):
        raise InputError(f'“{name}”里要有 "values" 一项，写成 {{"values": {{"空的编号": "内容"}}}}。')
    filled = {}
    for blank_id, value in (values | _old_values(root, values, name)).items():
        if blank_id not in form.by_id:
            raise InputError(
                f"“{name}”里的{quoted(blank_id)}不是《{form.name}》里的空。用 describe {form.notice_id} {form.id} 可以看到所有的空。"
            )
        text = _text(value, f"{name}”里的“{blank_id}")
        if text:
            filled[blank_id] = Filled(text, Source.FILE, name)
    return Filing(
        notice_id=form.notice_id,
        form_id=form.id,
        filled={blank_id: filled[blank_id] for blank_id in form.by_id if blank_id in filled},
        confirmations=_confirmations(root.get("confirmations"), form, filled, name),
    )


def parse_json_object(content: bytes, name: str) -> dict[str, Any]:
    """The JSON object in a file: UTF-8, no key twice, numbers as the text they are written in. Raises :class:`InputError`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"“{name}”不是 UTF-8 编码的文字（第{error.start + 1}个字节有误）。请另存为 UTF-8 后再试。"
        ) from error
    try:
        root = json.loads(
            text,
            parse_int=str,
            parse_float=_number_text,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise InputError(
            f"“{name}”不是正确的 JSON：第{error.lineno}行第{error.colno}个字符处有误。请改正后再试。"
        ) from error
    except RecursionError as error:
        raise InputError(f"“{name}”里的括号套得太深，不是一张表的内容。") from error
    except ValueError as error:
        raise InputError(f"“{name}”有误：{error}。请改正后再试。") from error
    if not isinstance(root, dict):
        raise InputError(f'“{name}”的最外层应是一个对象，写成 {{"values": {{…}}}}，现在不是。')
    return root


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} 不是数")


def _number_text(number: str) -> str:
    """A number as it is written; ``.0`` is what spreadsheets and their libraries put behind a whole one."""
    return re.sub(r"^([0-9]+)\.0+$", r"\1", number)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise ValueError(f"{quoted(key)}出现了两次，不知道以哪个为准")
        content[key] = value
    return content


def _text(value: Any, where: str) -> str:
    """A value as the text that would have been typed; ``where`` continues after an opening quotation mark."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = tidy(value)
        return text if text.strip() else ""
    raise InputError(f"“{where}”应是一段文字或一个数，不能是 true、false、列表或对象。请改正后再试。")


def _old_values(root: dict[str, Any], values: dict[str, Any], name: str) -> dict[str, Any]:
    """What 0.2.0 wrote beside ``values``, by the blanks it now stands for. Raises :class:`InputError` where both are given."""
    found = {}
    for key, blank_id in _OLD_KEYS.items():
        if root.get(key) is None:
            continue
        if values.get(blank_id) is not None:
            raise InputError(f"“{name}”里的“{key}”和“{blank_id}”是同一处，写了两次。请只留一个。")
        found[blank_id] = _text(root[key], f"{name}”里的“{key}")
    return found


def _confirmations(value: Any, form: Form, filled: dict[str, Filled], name: str) -> tuple[Confirmation, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError(f"“{name}”里的“confirmations”应是一个列表。请改正后再试。")
    confirmations = []
    for confirmation in value:
        if (
            not isinstance(confirmation, dict)
            or set(confirmation) != {"field", "code", "reason"}
            or not isinstance(confirmation["field"], str)
            or confirmation["field"] not in form.by_id
        ):
            raise InputError(
                f"“{name}”里的“confirmations”每一条都要有 field（空的编号）、code 和 reason。请改正后再试。"
            )
        field, code, reason = (
            _text(confirmation[key], f"{name}”里的“{key}") for key in ("field", "code", "reason")
        )
        if not reason:
            raise InputError(f"“{name}”里确认疑问“{code}”没有写理由（reason）。请写明理由。")
        confirmations.append(Confirmation(field, code, reason, filled[field].text if field in filled else ""))
    return tuple(confirmations)
