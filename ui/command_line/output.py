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

#: Set to anything, an unexpected error is told with its places in the code.
DEBUG_VARIABLE: Final = "ANYUE_DEBUG"


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
    if finding.suggestion:
        content["suggestion"] = finding.suggestion
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


def tell_unexpected(error: Exception) -> None:
    """Say that the program is at fault; the places in the code are for its makers and told only where they are asked for."""
    if os.environ.get(DEBUG_VARIABLE):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    tell(
        f"程序内部出错（{type(error).__name__}），这是程序的问题，不是您的错。"
        f"请换一个文件或内容再试；要报告给开发者，请设置环境变量 {DEBUG_VARIABLE}=1 后再运行一次，附上显示的内容。"
    )


def print_line(words: str) -> None:
    """Print one line, whatever stands in what a notice says: nothing in it breaks the line or steers a terminal."""
    indent = words[: len(words) - len(words.lstrip(" "))]
    print(indent + one_line(words.lstrip(" ")))


def give_up_output() -> None:
    """What is still to be written is dropped, so that the end of the process does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def start_again_in_utf8() -> None:
    """Start once more with UTF-8 where the system's language has Python take file names for ASCII.

    With ``LC_ALL=C`` and Python's own remedies switched off no Chinese file name could be written. Returns where all is well.
    """
    if os.name == "posix" and sys.getfilesystemencoding().lower() not in ("utf-8", "utf8"):
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


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
