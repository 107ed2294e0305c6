"""What commands print: JSON, findings, messages on standard error, all as UTF-8."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from forms.errors import one_line
from forms.form.finding import Finding

#: The exit codes of all commands.
DONE: Final = 0
FORM_HAS_ERRORS: Final = 1
WRONG_INPUT: Final = 2
ENVIRONMENT_FAILED: Final = 3
INTERRUPTED: Final = 130


def guard_inputs(targets: Sequence[Path], inputs: Iterable[str | Path | None]) -> None:
    """Raise ``InputError`` where writing to one of ``targets`` would write over an input; ``-`` and ``None`` are none."""
    from exporters.files.guarding import refuse_inputs_as_targets

    files = [Path(name) for name in inputs if name is not None and name != "-"]
    refuse_inputs_as_targets(targets, files)


def print_json(content: Any) -> None:
    """One JSON value on standard output, Chinese as it is."""
    import json

    print(json.dumps(content, ensure_ascii=False, indent=2))


def finding_content(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    content = {
        "field": finding.field,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
    }
    if finding.confirmed:
        content["reason"] = finding.reason
    return content


def finding_line(finding: Finding) -> str:
    """A finding in one line."""
    confirmed = f"（已确认：{finding.reason}）" if finding.confirmed else ""
    return f"{finding.severity.label}  {finding.field}  {finding.message}{confirmed}"


def tell(words: str) -> None:
    """A message for the user on standard error; where that cannot be written there is nobody to tell."""
    try:
        print(one_line(words), file=sys.stderr)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def give_up_output() -> None:
    """What is still to be written is dropped, so that the end of the process does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_utf8() -> None:
    """Chinese comes out as UTF-8 whatever the terminal says; what cannot be encoded is escaped, never a crash.

    A stream that was closed before the start leads nowhere.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
