"""The command ``notices``: every notice the program knows."""

from __future__ import annotations

import argparse
from typing import Any

from forms.declared.catalogue import Catalogue
from forms.notice.notice import Notice
from ui.command_line.arguments import add_json_argument
from ui.command_line.output import DONE, print_json, print_line, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``notices [--json]``."""
    add_json_argument(parser)


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """List the notices; what is wrong with the user's own files goes to standard error."""
    for problem in catalogue.own_problems().values():
        tell(problem.message)
    notices = catalogue.readable()
    if options.json:
        print_json({"notices": [_notice_content(notice) for notice in notices]})
        return DONE
    for notice in notices:
        print_line(f"{notice.id}  {notice.title}")
        print_line(f"    {'  '.join(part for part in (notice.number, notice.office) if part)}")
        for form in notice.forms.values():
            print_line(f"    {form.id}  {form.name}{'' if form.official else '（不是正式附件）'}")
    return DONE


def _notice_content(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "name": notice.name,
        "title": notice.title,
        "number": notice.number,
        "office": notice.office,
        "year": notice.year,
        "theme": notice.theme,
        "period": {"first": notice.period.first.isoformat(), "last": notice.period.last.isoformat()},
        "campaign": notice.campaign.name if notice.campaign else None,
        "built_in": notice.built_in,
        "forms": [
            {"id": form.id, "name": form.name, "title": form.sheet.title, "official": form.official}
            for form in notice.forms.values()
        ],
    }
