"""Data that open but cannot be used: the last good backup is one click away."""

from __future__ import annotations

import datetime
from pathlib import Path

from forms.errors import AnyueError
from forms.storage.archive.archive import restore_last_good
from ui.widgets.errors import offer, show_error

_WORDS = "数据打不开：里面有程序读不出来的内容。现在的数据会原样另存，再从最近一份完好的自动备份打开；那以后填写的内容请核对。"


def offer_last_good(folder: Path) -> str | None:
    """Ask, and restore the last good backup; returns what the user must be told, ``None`` where nothing was restored.

    No store may be open on ``folder``.
    """
    if not offer(None, "安月填报打不开", _WORDS, "从最近的完好备份恢复(&R)", "退出"):
        return None
    try:
        restored, before = restore_last_good(folder, now=datetime.datetime.now().astimezone())
    except AnyueError as error:
        show_error(None, "恢复", error)
        return None
    words = f"数据已从备份“{restored.name}”恢复。请核对最近填写的内容。"
    return words if before is None else f"{words}恢复前的数据另存在：\n{before}"
