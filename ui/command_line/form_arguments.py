"""The arguments of every command about one form."""

from __future__ import annotations

import argparse


def add_form_arguments(parser: argparse.ArgumentParser) -> None:
    """``NOTICE FORM``."""
    parser.add_argument("notice", metavar="NOTICE", help="通知的编号，例如 gusu-2020")
    parser.add_argument(
        "form", metavar="FORM", help="表的编号：liaison（联络员推荐表）或 statistics（统计表）"
    )
