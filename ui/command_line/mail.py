"""The command ``mail``: files to hand in as a draft that a mail program opens, with a folder beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from forms.declared.catalogue import Catalogue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``mail NOTICE OBLIGATION FILE… -o FILE.eml [--unit VALUES.json] [--limit MB] [--no-folder]``."""
    parser.add_argument("notice", metavar="NOTICE", help="通知的编号，例如 gusu-2020")
    parser.add_argument(
        "obligation",
        metavar="OBLIGATION",
        help="报送事项的编号，例如 summary-and-statistics；用 due NOTICE 查看",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="要报送的文件")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE.eml",
        required=True,
        help="写到哪个文件；一封装不下时写成 FILE-第1封.eml 等",
    )
    parser.add_argument(
        "--unit",
        metavar="VALUES.json",
        help='单位资料：{"unit.name": "单位名称", "liaison.name": "联络员", "liaison.office_phone": "电话", …}，'
        '或联络员推荐表的内容 {"values": {…}}',
    )
    parser.add_argument("--limit", metavar="MB", type=float, help="一封邮件的上限，单位 MB（不写为 20）")
    parser.add_argument("--no-folder", action="store_true", help="不写旁边的附件文件夹")


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Write the draft or drafts and, beside each, its folder."""
    from ui.command_line.mail_files import MailOrder, write_mails

    write_mails(
        catalogue,
        MailOrder(
            notice_id=options.notice,
            obligation_id=options.obligation,
            files=tuple(Path(file) for file in options.files),
            output=Path(options.output),
            unit=None if options.unit is None else Path(options.unit),
            limit=options.limit,
            folder=not options.no_folder,
        ),
    )
    return 0
