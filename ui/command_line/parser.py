"""Reads the command line and runs the command it names."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from forms import __version__
from forms.declared.catalogue import Catalogue
from ui.command_line.commands import COMMANDS, module_of
from ui.command_line.output import WRONG_INPUT, tell

#: What argparse complains of, and the same in Chinese.
_COMPLAINTS: Final = (
    (r"the following arguments are required: (.*)", r"还缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument (?:COMMAND|命令): invalid choice: '?([^' ]*).*", r"没有“\1”这个命令"),
    (r"argument (\S+): expected one argument", r"\1 后面要写一个值"),
    (r"argument (\S+): ignored explicit argument '?(.*?)'?", r"\1 后面不写值，却写了“\2”"),
    (r"argument (\S+): invalid float value: '(.*)'", r"\1 要写一个数，不能是“\2”"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 可以指 \2，请写全"),
)


def _refuse_command(program: str, message: str) -> NoReturn:
    """Say in one Chinese line what is wrong with the command, and end."""
    for pattern, sentence in _COMPLAINTS:
        message = re.sub(f"^{pattern}$", sentence, message)
    tell(f"命令写法有误：{message}。用 {program} --help 看用法。")
    raise SystemExit(WRONG_INPUT)


class _Parser(argparse.ArgumentParser):
    """argparse that complains in Chinese, in one line."""

    def error(self, message: str) -> NoReturn:
        _refuse_command(self.prog, message)


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands, each declared by its own module."""
    parser = _Parser(
        prog="main.py",
        description="安月填报：安全生产月的两张表，从屏幕到纸面。不带命令时打开窗口。",
        epilog="结束码：0 完成；1 表里还有错误；2 命令或内容有误；3 磁盘、权限等环境问题。",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="显示这些说明")
    parser.add_argument("--version", action="version", version=f"安月填报 {__version__}", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name, help=command.help, description=command.help, add_help=False, allow_abbrev=False
        )
        sub.add_argument("-h", "--help", action="help", help="显示这些说明")
        module_of(command).add_arguments(sub)
    return parser


def run_command(arguments: Sequence[str]) -> int | None:
    """Run the command; returns its exit code, ``None`` where none is named. Raises ``forms.errors.AnyueError``."""
    options = make_parser().parse_args(list(arguments))
    if options.command is None:
        return None
    command = next(command for command in COMMANDS if command.name == options.command)
    code = module_of(command).run(_catalogue(), options)
    sys.stdout.flush()
    return code


def _catalogue() -> Catalogue:
    from forms.storage.folders import data_folder

    return Catalogue(data_folder() / "notices")
