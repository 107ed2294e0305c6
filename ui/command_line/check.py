"""The command ``check``: what is missing, wrong or unlikely in what is filled in."""

from __future__ import annotations

import argparse

from forms.declared.catalogue import Catalogue
from forms.errors import one_line
from ui.command_line.arguments import add_form_arguments, add_json_argument
from ui.command_line.output import DONE, FORM_HAS_ERRORS, finding_content, finding_line, print_json
from ui.command_line.values import read_filing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``check NOTICE FORM VALUES.json [--json]``."""
    add_form_arguments(parser)
    parser.add_argument("values", metavar="VALUES.json", help="填的内容；- 表示从标准输入读")
    add_json_argument(parser)


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """List the findings; ends with 1 where one is an error."""
    from forms.form.checks import check, errors

    form = catalogue.form(options.notice, options.form)
    findings = check(form, read_filing(form, options.values))
    if options.json:
        print_json({"findings": [finding_content(finding) for finding in findings]})
    else:
        for finding in findings:
            print(one_line(finding_line(finding)))
        if not findings:
            print("没有发现问题。")
    return FORM_HAS_ERRORS if errors(findings) else DONE
