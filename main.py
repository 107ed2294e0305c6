"""The entry of 安月填报: without arguments it opens the window, with a sub-command it works without one and without Qt."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from forms import __version__
from forms.declared.catalogue import Catalogue
from forms.errors import AnyueError, FormHasErrors, InputError, environment_failure, one_line
from forms.form.filing import Filing
from forms.form.finding import Finding
from forms.form.form import Blank, Form
from forms.notice.notice import Notice
from forms.values import Filled, Source

if TYPE_CHECKING:
    import argparse

_DONE: Final = 0
_FORM_HAS_ERRORS: Final = 1
_WRONG_INPUT: Final = 2
_ENVIRONMENT_FAILED: Final = 3
_INTERRUPTED: Final = 130


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
    _tell(f"命令写法有误：{message}。用 {program} --help 看用法。")
    raise SystemExit(_WRONG_INPUT)


def _parser() -> argparse.ArgumentParser:
    # Imported for a command only: the window starts without it.
    from argparse import ArgumentParser

    from ui.command_line.commands import COMMANDS, module_of

    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            _refuse_command(self.prog, message)

    parser = Parser(
        prog="main.py",
        description="安月填报：安全生产月的两张表，从屏幕到纸面。不带命令时打开窗口。",
        epilog="结束码：0 完成；1 表里还有错误；2 命令或内容有误；3 磁盘、权限等环境问题。",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="显示这些说明")
    parser.add_argument("--version", action="version", version=f"安月填报 {__version__}", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令")

    def command(name: str, words: str) -> ArgumentParser:
        sub = commands.add_parser(name, help=words, description=words, add_help=False, allow_abbrev=False)
        sub.add_argument("-h", "--help", action="help", help="显示这些说明")
        return sub

    notices = command("notices", "列出所有通知")
    describe = command("describe", "按阅读顺序列出一张表里所有的空")
    check = command("check", "检查一张表填的内容")
    export = command("export", "把一张表导出为 PDF、Excel 或 Word")
    for sub in (describe, check, export):
        sub.add_argument("notice", metavar="NOTICE", help="通知的编号，例如 gusu-2020")
        sub.add_argument(
            "form", metavar="FORM", help="表的编号：liaison（联络员推荐表）或 statistics（统计表）"
        )
    check.add_argument("values", metavar="VALUES.json", help="填的内容；- 表示从标准输入读")
    export.add_argument("values", metavar="VALUES.json", nargs="?", help="填的内容；- 表示从标准输入读")
    export.add_argument("--example", action="store_true", help="不读文件，填入示例内容")
    export.add_argument("--blank", action="store_true", help="不读文件，导出空白表供手填")
    export.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="写到哪个文件，以 .pdf、.xlsx 或 .docx 结尾"
    )
    export.add_argument("--draft", action="store_true", help="还有错误也导出，每页印上“草稿”")
    for sub in (notices, describe, check):
        sub.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用")
    for one in COMMANDS:
        module_of(one).add_arguments(command(one.name, one.words))
    return parser


def _runner(name: str) -> Callable[[Catalogue, argparse.Namespace], int]:
    """What runs the command called ``name``: a function here, or the module that ``ui.command_line.commands`` lists."""
    from ui.command_line.commands import COMMANDS, module_of

    own = {"notices": _notices, "describe": _describe, "check": _check, "export": _export}
    return own.get(name) or next(module_of(one).run for one in COMMANDS if one.name == name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is one of those the parser tells at the end of its help."""
    _write_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = _parser().parse_args(given) if given else None
        if options is None or options.command is None:
            return _open_window()
        code = _runner(options.command)(_catalogue(), options)
        sys.stdout.flush()
        return code
    except AnyueError as error:
        _tell(error.message)
        return error.exit_code
    except KeyboardInterrupt:
        _tell("已停止。")
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        _give_up_output()
        return _DONE
    except OSError as error:
        _give_up_output()
        _tell(environment_failure(error, "输出结果").message)
        return _ENVIRONMENT_FAILED


def _tell(words: str) -> None:
    """A message for the user on standard error; where that cannot be written there is nobody to tell."""
    try:
        print(one_line(words), file=sys.stderr)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _give_up_output() -> None:
    """What is still to be written is dropped, so that the end of the process does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_utf8() -> None:
    """Chinese comes out as UTF-8 whatever the terminal says; what cannot be encoded is escaped, never a crash.

    A stream that was closed before the start leads nowhere.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _open_window() -> int:
    # Nothing is garbage before the window stands, and looking for it costs a tenth of the start; ``run`` turns it on again.
    gc.disable()
    from ui.shell.requirements import what_is_missing

    if missing := what_is_missing():
        print(missing, file=sys.stderr)
        return _ENVIRONMENT_FAILED
    from ui.shell.application import run

    return run(sys.argv)


def _catalogue() -> Catalogue:
    from forms.storage.folders import data_folder

    return Catalogue(data_folder() / "notices")


def _print_json(content: Any) -> None:
    import json

    print(json.dumps(content, ensure_ascii=False, indent=2))


def _notices(catalogue: Catalogue, options: argparse.Namespace) -> int:
    for problem in catalogue.own_problems().values():
        _tell(problem.message)
    notices = catalogue.readable()
    if options.json:
        _print_json({"notices": [_notice_content(notice) for notice in notices]})
        return _DONE
    for notice in notices:
        print(f"{notice.id}  {notice.title}")
        print(f"    {'  '.join(part for part in (notice.number, notice.office) if part)}")
        for form in notice.forms.values():
            print(f"    {form.id}  {form.name}{'' if form.official else '（不是正式附件）'}")
    return _DONE


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


def _describe(catalogue: Catalogue, options: argparse.Namespace) -> int:
    form = catalogue.form(options.notice, options.form)
    if options.json:
        _print_json(
            {
                "notice": form.notice_id,
                "form": form.id,
                "title": form.sheet.title,
                "official": form.official,
                "blanks": [_blank_content(blank) for blank in form.blanks],
            }
        )
        return _DONE
    print(form.sheet.title)
    if form.origin:
        print(form.origin)
    for number, blank in enumerate(form.blanks, start=1):
        required = "  必填" if blank.required else ""
        unit = f"（{blank.unit}）" if blank.unit else ""
        print(f"{number:3d}. {blank.id}  {blank.type}  {blank.label}{unit}{required}")
    return _DONE


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


def _check(catalogue: Catalogue, options: argparse.Namespace) -> int:
    from forms.form.checks import check, errors

    form = catalogue.form(options.notice, options.form)
    findings = check(form, _read_filing(form, options.values))
    if options.json:
        _print_json({"findings": [_finding_content(finding) for finding in findings]})
    else:
        for finding in findings:
            print(one_line(_finding_line(finding)))
        if not findings:
            print("没有发现问题。")
    return _FORM_HAS_ERRORS if errors(findings) else _DONE


def _finding_content(finding: Finding) -> dict[str, Any]:
    content = {
        "field": finding.field,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
    }
    if finding.confirmed:
        content["reason"] = finding.reason
    return content


def _finding_line(finding: Finding) -> str:
    confirmed = f"（已确认：{finding.reason}）" if finding.confirmed else ""
    return f"{finding.severity.words}  {finding.field}  {finding.message}{confirmed}"


def _read_filing(form: Form, values: str) -> Filing:
    from forms.declared.values_file import read_values, read_values_stream

    if values == "-":
        if sys.stdin is None:
            raise InputError(
                "标准输入是关闭的，读不到内容。请把内容接到标准输入，或写出 VALUES.json 的文件名。"
            )
        return read_values_stream(sys.stdin.buffer, form, "标准输入")
    return read_values(Path(values), form)


def _example_filing(form: Form) -> Filing:
    filled = {blank_id: Filled(text, Source.FILE, "示例") for blank_id, text in form.example.items()}
    return Filing(form.notice_id, form.id, filled)


def _export(catalogue: Catalogue, options: argparse.Namespace) -> int:
    from exporters.files.writing import write_file
    from exporters.registry import export, exporter_for
    from forms.form.document import make_blank_document, make_document
    from forms.progress import no_progress

    if sum([options.values is not None, options.example, options.blank]) != 1:
        raise InputError("请在 VALUES.json、--example、--blank 之中给出一个。")
    target = Path(options.output)
    suffix = exporter_for(target).suffix
    notice = catalogue.notice(options.notice)
    form = catalogue.form(options.notice, options.form)
    facts = {"notice_title": notice.title, "period_first": notice.period.first}
    if options.blank:
        document = make_blank_document(form, **facts)
    else:
        filing = _example_filing(form) if options.example else _read_filing(form, options.values)
        document, findings = make_document(form, filing, draft=options.draft or None, **facts)
        _refuse_errors(findings, options.draft)
    write_file(target, export(document, suffix, no_progress))
    return _DONE


def _refuse_errors(findings: Sequence[Finding], draft: bool) -> None:
    from forms.form.checks import errors

    wrong = errors(tuple(findings))
    for finding in wrong:
        _tell(_finding_line(finding))
    if wrong and not draft:
        raise FormHasErrors(f"表里还有{len(wrong)}处错误，没有写出文件。请改正，或加上 --draft 导出草稿。")


if __name__ == "__main__":
    sys.exit(main())
