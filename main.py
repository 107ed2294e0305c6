"""The entry of 安月填报: without arguments it opens the window, with a sub-command it works without one and without Qt."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from forms.errors import AnyueError, environment_failure
from ui.command_line.output import (
    DONE,
    ENVIRONMENT_FAILED,
    INTERRUPTED,
    give_up_output,
    start_again_in_utf8,
    tell,
    tell_unexpected,
    write_utf8,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is one of those the parser tells at the end of its help."""
    if arguments is None:
        start_again_in_utf8()
    write_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if given == ["--remind"]:
            return _remind()
        code = _run_command(given) if given else None
        return _open_window() if code is None else code
    except AnyueError as error:
        tell(error.message)
        return error.exit_code
    except KeyboardInterrupt:
        tell("已停止。")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        give_up_output()
        return DONE
    except OSError as error:
        give_up_output()
        tell(environment_failure(error, "输出结果").message)
        return ENVIRONMENT_FAILED
    except Exception as error:
        tell_unexpected(error)
        return ENVIRONMENT_FAILED


def _run_command(given: Sequence[str]) -> int | None:
    # Imported for a command only: the window starts without argparse.
    from ui.command_line.parser import run_command

    return run_command(given)


def _remind() -> int:
    """What is started at log-in where the user wishes it."""
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
    from ui.shell.requirements import what_is_missing

    if missing := what_is_missing():
        print(missing, file=sys.stderr)
        return ENVIRONMENT_FAILED
    from ui.shell.application import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
