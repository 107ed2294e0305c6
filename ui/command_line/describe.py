"""The command ``describe``: every blank of a form in printed order."""

from __future__ import annotations

import argparse
from typing import Any

from forms.declared.catalogue import Catalogue
from forms.form.form import Blank
from ui.command_line.arguments import add_form_arguments, add_json_argument
from ui.command_line.output import DONE, print_json, print_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``describe NOTICE FORM [--json]``."""
    add_form_arguments(parser)
    add_json_argument(parser)


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """List the blanks."""
    form = catalogue.form(options.notice, options.form)
    if options.json:
        print_json(
            {
                "notice": form.notice_id,
                "form": form.id,
                "title": form.sheet.title,
                "official": form.official,
                "blanks": [_blank_content(blank) for blank in form.blanks],
            }
        )
        return DONE
    print_line(form.sheet.title)
    if form.origin:
        print_line(form.origin)
    for number, blank in enumerate(form.blanks, start=1):
        required = "  必填" if blank.required else ""
        unit = f"（{blank.unit}）" if blank.unit else ""
        print_line(f"{number:3d}. {blank.id}  {blank.type}  {blank.label}{unit}{required}")
    return DONE


def _blank_content(blank: Blank) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": blank.id,
        "type": blank.type,
        "label": blank.label,
        "unit": blank.unit,
        "block": blank.block,
        "required": blank.required,
        "sentence": blank.sentence,
        "cell": blank.cell_text,
    }
    if blank.choices:
        content["choices"] = list(blank.choices)
    return content
