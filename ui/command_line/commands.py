"""The sub-commands; a command's module declares its arguments and runs it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    import argparse

    from forms.declared.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command: its ``name``, in ``help`` what it does, and the ``module`` that has ``CommandModule``'s functions."""

    name: str
    help: str
    module: str


class CommandModule(Protocol):
    """What the module of a command must offer. It is imported for every command's help: it imports libraries late."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments; ``-h`` is there already."""
        ...

    def run(self, catalogue: Catalogue, options: argparse.Namespace) -> int:
        """Do it; returns the exit code. Raises only :class:`forms.errors.AnyueError`."""
        ...


#: A further command is a module here and a line in this list.
COMMANDS: Final = (
    Command("notices", "列出所有通知", "ui.command_line.notices"),
    Command("describe", "按阅读顺序列出一张表里所有的空", "ui.command_line.describe"),
    Command("check", "检查一张表填的内容", "ui.command_line.check"),
    Command("export", "把一张表导出成文件：PDF、Excel、Word 等", "ui.command_line.export"),
    Command("due", "列出一个通知要报送的事项和日期", "ui.command_line.due"),
    Command("calendar", "把报送日期写成日历文件（.ics），带提醒", "ui.command_line.calendar"),
    Command("fax", "把 PDF 做成传真文件（.tiff），黑白、可直接发送", "ui.command_line.fax"),
    Command("mail", "把要报送的文件做成邮件草稿（.eml），旁边放附件文件夹", "ui.command_line.mail"),
)


def module_of(command: Command) -> CommandModule:
    """The command's module, imported now."""
    return cast(CommandModule, import_module(command.module))
