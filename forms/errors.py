"""The one root of every error the program expects, each with a sentence for the user and an exit code."""

from __future__ import annotations

import errno
import re
from typing import Final

#: A quotation longer than any name or path that people make.
_LONG_QUOTATION: Final = re.compile(r"“([^”]{241,})”")


def _shortened(quotation: re.Match[str]) -> str:
    words = quotation.group(1)
    return f"“{words[:120]}…{words[-60:]}”"


class AnyueError(Exception):
    """An expected failure.

    The message is a whole Chinese sentence that says what happened and what to do. ``exit_code`` is what a command
    without a window ends with: 0 done, 1 the form has errors, 2 the input is wrong, 3 the environment failed.
    """

    exit_code = 2

    @property
    def message(self) -> str:
        """The sentence; of what it quotes, as a name or a key from a file, no more than a reader takes in."""
        return _LONG_QUOTATION.sub(_shortened, str(self))


class InputError(AnyueError):
    """The command, a file that was read, or a value in it is wrong. Nothing was written."""

    exit_code = 2


class FormHasErrors(AnyueError):
    """The form still has findings of severity error, and no draft was asked for. Nothing was written."""

    exit_code = 1


class EnvironmentFailure(AnyueError):
    """The machine failed, not the user: a full disk, a folder without permission, a missing font or library."""

    exit_code = 3


class DamagedFile(EnvironmentFailure):
    """A file of the program's own cannot be read any more."""


class Cancelled(AnyueError):
    """The user stopped the work. Nothing was left half done."""

    exit_code = 1


def environment_failure(error: OSError, what: str) -> EnvironmentFailure:
    """Turn an operating-system error into a sentence.

    ``what`` names the thing that failed in the user's words, for example ``保存文件“a.pdf”``.
    """
    reasons = {
        errno.ENOSPC: "磁盘已满。请清理出一些空间后再试",
        errno.EDQUOT: "您的磁盘配额已用完。请清理出一些空间后再试",
        errno.EACCES: "没有权限。请换一个文件夹，或请管理员开放权限",
        errno.EPERM: "没有权限。请换一个文件夹，或请管理员开放权限",
        errno.EROFS: "该位置是只读的。请换一个可以写入的文件夹",
        errno.ENOENT: "文件或文件夹不存在。请检查路径",
        errno.ENOTDIR: "路径中有一部分不是文件夹。请检查路径",
        errno.EISDIR: "这是一个文件夹，不是文件。请写出文件名",
        errno.ENAMETOOLONG: "文件名太长。请换一个短一些的名字",
        errno.ELOOP: "链接绕成了圈，找不到文件。请换一个文件名",
        errno.EFBIG: "文件太大，该磁盘存不下",
        errno.EIO: "磁盘读写出错，磁盘可能已损坏。请尽快备份并换一块磁盘",
    }
    reason = reasons.get(error.errno or 0) or f"系统报告：{error.strerror or error}"
    return EnvironmentFailure(f"{what}失败：{reason}。")


def reading_failure(error: OSError, name: str) -> AnyueError:
    """Why the file that the user named could not be read: a wrong name is his input, all else the machine's failure."""
    failure = environment_failure(error, f"读取文件“{name}”")
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return InputError(failure.message)
    return failure


def one_line(words: str) -> str:
    """A message on one line, whatever stands in the names and values it repeats; nothing in it steers a terminal."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ", words)
