"""The entry of 安月填报: without arguments it opens the window, with a sub-command it works without one and without Qt."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

#: What the program is written for; an older Python cannot even read its modules.
_LEAST_PYTHON = (3, 11)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is one of those the parser tells at the end of its help."""
    if sys.version_info < _LEAST_PYTHON:
        found = ".".join(str(number) for number in sys.version_info[:3])
        print(
            f"安月填报需要 Python 3.11 或更新，这里是 {found}。请安装新的 Python 后再运行。", file=sys.stderr
        )
        return 3
    from exporters.pdfium import WORKER_ARGUMENT

    if arguments is None and sys.argv[1:2] == [WORKER_ARGUMENT]:
        # The program's own child, where it is one file: it speaks with its parent and opens no window.
        from exporters.pdfium.worker import serve

        return serve()
    from ui.command_line.guarded import guarded

    return guarded(_run, arguments)


def _run(given: Sequence[str]) -> int:
    if given == ["--remind"]:
        return _remind()
    code = _run_command(given) if given else None
    return _open_window() if code is None else code


def _run_command(given: Sequence[str]) -> int | None:
    # Imported for a command only: the window starts without argparse.
    from ui.command_line.parser import run_command

    return run_command(given)


def _remind() -> int:
    """What is started at log-in where the user wishes it."""
    from ui.command_line.output import ENVIRONMENT_FAILED
    from ui.shell.requirements import what_is_missing

    if what_is_missing():
        return ENVIRONMENT_FAILED
    from ui.shell.login.reminding import run

    return run(sys.argv)


def _open_window() -> int:
    # Nothing is garbage before the window stands, and looking for it costs a tenth of the start; ``run`` turns it on again.
    gc.disable()
    # The domain before Qt: PySide6 reads the source of every module that is imported after it.
    import forms.declared.catalogue
    import forms.storage.store  # noqa: F401
    from ui.command_line.output import ENVIRONMENT_FAILED
    from ui.shell.requirements import what_is_missing

    if missing := what_is_missing():
        print(missing, file=sys.stderr)
        return ENVIRONMENT_FAILED
    from ui.shell.application import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
