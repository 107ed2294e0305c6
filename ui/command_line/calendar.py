"""The command ``calendar``: a notice's due dates as a file for the user's own calendar."""

from __future__ import annotations

import argparse
from pathlib import Path

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from ui.command_line.arguments import add_notice_argument
from ui.command_line.output import DONE, guard_inputs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``calendar NOTICE -o FILE.ics``."""
    add_notice_argument(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE.ics", required=True, help="写到哪个文件，以 .ics 结尾"
    )


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Write the calendar file."""
    from exporters.calendar import calendar_file
    from exporters.files.writing import write_file

    target = Path(options.output)
    if target.suffix.lower() != ".ics":
        raise InputError(f"日历文件“{target.name}”要以 .ics 结尾。请改一个文件名。")
    guard_inputs([target], [catalogue.file_of(options.notice)])
    write_file(target, calendar_file(catalogue.notice(options.notice)))
    return DONE
