"""The outermost guard: whatever happens ends in a sentence and an exit code, never in a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

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


def guarded(run: Callable[[Sequence[str]], int], arguments: Sequence[str] | None) -> int:
    """What ``run`` returns for ``arguments`` (``None``: those of the process), or the code of what went wrong."""
    if arguments is None:
        start_again_in_utf8()
    write_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return run(given)
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
