"""Reads what a command is given as VALUES.json: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from forms.errors import InputError
from forms.form.filing import Filing
from forms.form.form import Form


def read_filing(form: Form, values: str) -> Filing:
    """The filing in the file called ``values``; ``-`` is standard input. Raises :class:`InputError`."""
    from forms.declared.values_file import read_values, read_values_stream

    if values == "-":
        if sys.stdin is None:
            raise InputError(
                "标准输入是关闭的，读不到内容。请把内容接到标准输入，或写出 VALUES.json 的文件名。"
            )
        return read_values_stream(sys.stdin.buffer, form, "标准输入")
    return read_values(Path(values), form)
