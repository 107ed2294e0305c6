"""The command ``export``: a form as PDF, Excel or Word."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from forms.declared.catalogue import Catalogue
from forms.errors import FormHasErrors, InputError
from forms.form.filing import Filing
from forms.form.finding import Finding
from forms.form.form import Form
from forms.form.progress import problem_words
from forms.values import Filled, Source
from ui.command_line.arguments import add_form_arguments
from ui.command_line.output import DONE, finding_line, guard_inputs, tell
from ui.command_line.values import read_filing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``export NOTICE FORM VALUES.json|--example|--blank -o FILE [--draft]``."""
    add_form_arguments(parser)
    parser.add_argument("values", metavar="VALUES.json", nargs="?", help="填的内容；- 表示从标准输入读")
    parser.add_argument("--example", action="store_true", help="不读文件，填入示例内容")
    parser.add_argument("--blank", action="store_true", help="不读文件，导出空白表供手填")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="写到哪个文件；扩展名决定格式，例如 .pdf、.xlsx、.docx",
    )
    parser.add_argument("--draft", action="store_true", help="还有错误也导出，每页印上“草稿”")


def _example_filing(form: Form) -> Filing:
    filled = {blank_id: Filled(text, Source.FILE, "示例") for blank_id, text in form.example.items()}
    return Filing(form.notice_id, form.id, filled)


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Write the form; nothing is written where it has errors, unless a draft is asked for."""
    from exporters.files.writing import write_file
    from exporters.registry import export, exporter_for
    from forms.form.document import make_blank_document, make_document
    from forms.progress import no_progress

    if sum([options.values is not None, options.example, options.blank]) != 1:
        raise InputError("请在 VALUES.json、--example、--blank 之中给出一个。")
    target = Path(options.output)
    suffix = exporter_for(target).suffix
    guard_inputs([target], [options.values, catalogue.file_of(options.notice)])
    notice = catalogue.notice(options.notice)
    form = catalogue.form(options.notice, options.form)
    title, first = notice.title, notice.period.first
    if options.blank:
        document = make_blank_document(form, notice_title=title, period_first=first)
    else:
        filing = _example_filing(form) if options.example else read_filing(form, options.values)
        document, findings = make_document(
            form, filing, notice_title=title, period_first=first, draft=options.draft or None
        )
        _refuse_errors(findings, options.draft)
    write_file(target, export(document, suffix, no_progress))
    return DONE


def _refuse_errors(findings: Sequence[Finding], draft: bool) -> None:
    from forms.form.checks import errors

    wrong = errors(tuple(findings))
    for finding in wrong:
        tell(finding_line(finding))
    if wrong and not draft:
        raise FormHasErrors(f"表里{problem_words(wrong)}，没有生成文件。请改正，或加上 --draft 导出草稿。")
