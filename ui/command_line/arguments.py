"""The arguments that several commands share."""

from __future__ import annotations

import argparse


def add_notice_argument(parser: argparse.ArgumentParser) -> None:
    """``NOTICE``."""
    parser.add_argument("notice", metavar="NOTICE", help="通知的编号，例如 gusu-2020")


def add_form_arguments(parser: argparse.ArgumentParser) -> None:
    """``NOTICE FORM``."""
    add_notice_argument(parser)
    parser.add_argument(
        "form", metavar="FORM", help="表的编号：liaison（联络员推荐表）或 statistics（统计表）"
    )


def add_json_argument(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用")
