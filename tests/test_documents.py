"""The documents say what is so: paths, links and pictures exist, README names every option, notices.md every key that is read."""

from __future__ import annotations

import argparse
import ast
import json
import re
from pathlib import Path

import pytest

from forms.declared.catalogue import Catalogue
from forms.declared.values_file import parse_values
from forms.fields.registry import FIELD_TYPES
from forms.form.checks import check, errors
from ui.command_line.commands import COMMANDS, Command, module_of

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "resources").rglob("*.md")),
]
FOLDERS = ("docs", "exporters", "forms", "resources", "tests", "ui")

#: The modules that read a notice, and the ways to ask a table of TOML for a key.
READERS = ("notice_file", "form_file", "sheet_file", "blanks_file")
GETTERS = {
    "date",
    "each_table",
    "flag",
    "integer",
    "number",
    "raw",
    "table",
    "tables",
    "text",
    "text_table",
    "texts",
}


def code_in(text: str) -> list[str]:
    """What stands between backticks within a line."""
    return re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_named_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    named = {code.split()[0] for code in code_in(text) if code.split("/")[0] in FOLDERS}
    assert not [path for path in named if not list(ROOT.glob(path.rstrip("/")))]
    targets = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert not [link for link in targets if link and not (document.parent / link).is_file()]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_readme_names_every_option(command: Command) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(rf"^main\.py {command.name} .*(?:\n .*)*", readme, re.MULTILINE)
    parser = argparse.ArgumentParser(add_help=False)
    module_of(command).add_arguments(parser)
    for action in parser._actions:
        names = action.option_strings or [str(action.metavar or action.dest)]
        assert any(re.search(rf"{re.escape(name)}\b", "\n".join(found)) for name in names), names


def test_the_values_in_readme_are_read_and_clean() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    form = Catalogue().form("gusu-2020", "statistics")
    filing = parse_values(example.encode(), form, "README")
    assert len(filing.filled) == len(json.loads(example)["values"])
    findings = check(form, filing)
    assert not errors(findings)
    assert [finding.field for finding in findings if finding.confirmed] == ["study.people"]


def keys_read() -> set[str]:
    """The keys that the readers of a notice ask for by name."""
    keys: set[str] = set()
    for reader in READERS:
        tree = ast.parse((ROOT / "forms" / "declared" / f"{reader}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                arguments = (
                    node.args[:1] if called in GETTERS else node.args[1:2] if called == "_one_of" else []
                )
                keys |= {str(each.value) for each in arguments if isinstance(each, ast.Constant)}
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "keys":
                keys |= set(ast.literal_eval(node.value))
    return keys


def test_notices_md_names_every_key_that_is_read_and_no_other() -> None:
    text = (ROOT / "docs" / "notices.md").read_text("utf-8")
    words = {word for code in code_in(text) for word in re.findall(r"[a-z_]+", code)}
    keys = keys_read()
    assert {"format", "repeat", "postcode", "role", "continues", "default_lines", "each"} <= keys
    assert not keys - words
    documented: set[str] = set()
    for table in re.findall(r"^\| key \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE):
        for line in table.splitlines():
            documented |= set(re.findall(r"`\[*([a-z_]+)", line.split("|")[1]))
    assert documented and not documented - keys


def test_notices_md_names_every_field_type() -> None:
    text = (ROOT / "docs" / "notices.md").read_text("utf-8")
    (line,) = [line for line in text.splitlines() if "a blank of another type" in line]
    assert set(code_in(line)) >= set(FIELD_TYPES)
