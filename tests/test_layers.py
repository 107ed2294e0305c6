"""The layers hold: ``ui → exporters → forms``, never back; no Qt below ``ui``; no network anywhere; late heavy imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exporters.fax_samples import drawn, frame

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("forms", "exporters", "ui")
NETWORK = {
    "socket",
    "ssl",
    "urllib",
    "http",
    "requests",
    "httpx",
    "smtplib",
    "ftplib",
    "asyncio",
    "socketserver",
}
FORBIDDEN = {"forms": {"PySide6", "ui", "exporters"}, "exporters": {"PySide6", "ui"}, "ui": set()}
HEAVY = {
    "reportlab",
    "openpyxl",
    "python_calamine",
    "docx",
    "pypdfium2",
    "uharfbuzz",
    "phonenumbers",
    "email_validator",
    "chinese_calendar",
    "icalendar",
}


#: The rooms of ``forms`` from the ground up; each may use only those before it.
FORMS = ("top", "sheet", "fields", "form", "packet", "notice", "declared", "storage")

#: The most modules a folder holds, ``__init__`` not counted.
MOST_MODULES = 16


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path, only_at_import_time: bool = False) -> Iterator[str]:
    """Top-level names of everything a module imports; TYPE_CHECKING blocks are not import time."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = _import_time(tree) if only_at_import_time else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _import_time(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _import_time(node)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_import_runs_back(package: str) -> None:
    found = modules(package)
    assert found
    for path in found:
        tops = {name.partition(".")[0] for name in imports(path)}
        assert not tops & FORBIDDEN[package], f"{path.relative_to(ROOT)} imports {tops & FORBIDDEN[package]}"


def _room_in_forms(name: str) -> str:
    """The room of a module of ``forms``; what lies at the top is one room."""
    first = name.split(".")[1] if name.count(".") else ""
    if (ROOT / "forms" / first).is_dir() and first:
        return first
    return "packet" if first == "packet" else "top"


def test_rooms_of_forms_use_only_those_below() -> None:
    for path in modules("forms"):
        room = _room_in_forms(".".join(path.relative_to(ROOT).with_suffix("").parts))
        names = {name for name in imports(path) if name.startswith("forms.")}
        used = {_room_in_forms(name) for name in names if name.split(".")[1] != "errors"}
        # What lies at the top of forms is the ground, but for packets, which are made of forms. A module of the ground
        # stands alone: of it, too, it uses the errors only.
        own = set() if room == "top" else {room}
        wrong = {name for name in used - own if FORMS.index(name) >= FORMS.index(room)}
        assert not wrong, f"{path.relative_to(ROOT)} imports from {wrong}"


def test_rooms_of_ui_know_only_widgets_and_the_workspace() -> None:
    for path in modules("ui"):
        room = path.relative_to(ROOT).parts[1]
        if room in ("shell", "__init__.py"):
            continue
        used = {name.split(".")[1] for name in imports(path) if name.startswith("ui.")}
        assert used <= {room, "widgets", "workspace"}, f"{path.relative_to(ROOT)} imports from {used}"


def _declared_names() -> set[str]:
    """What code may not ask for by name: types, formats, ways, notices, their forms and things due."""
    from exporters.handing_in.ways import WAYS
    from exporters.registry import EXPORTERS
    from forms.declared.catalogue import Catalogue
    from forms.fields.registry import FIELD_TYPES

    names = {*FIELD_TYPES, *(exporter.suffix for exporter in EXPORTERS), *(way.id for way in WAYS)}
    for notice in Catalogue().readable():
        names |= {notice.id, *notice.forms, *(obligation.id for obligation in notice.obligations)}
        names |= {blank.id for form in notice.forms.values() for blank in form.blanks}
    return names


def _compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that something is compared with, asked whether it ends with, or matched against, with their line."""
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.match_case):
            parts = [node.pattern]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = list(node.args) if node.func.attr in ("endswith", "startswith", "removesuffix") else []
        for part in parts:
            if isinstance(part, ast.Call) and ast.unparse(part.func) in ("frozenset", "set", "tuple", "list"):
                part = ast.Tuple(part.args)
            if isinstance(part, ast.Constant | ast.Tuple | ast.Set | ast.List | ast.pattern):
                for constant in ast.walk(part):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        yield constant.lineno, constant.value


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_is_compared_with_a_declared_name(package: str) -> None:
    names = _declared_names()
    assert {"count", ".pdf", "mail", "gusu-2020", "statistics", "qq"} <= names
    for path in modules(package):
        if path.parent.name == "migrations":
            continue  # A migration knows the columns that were.
        for line, text in _compared(ast.parse(path.read_text("utf-8"))):
            assert text not in names, f"{path.relative_to(ROOT)}:{line} compares with “{text}”"


def test_handing_in_uses_every_format_and_no_format_uses_it() -> None:
    used: set[str] = set()
    for path in modules("exporters"):
        names = set(imports(path))
        if path.parent.name == "handing_in":
            used |= {name.split(".")[1] for name in names if name.startswith("exporters.")}
        else:
            assert not any(name.startswith("exporters.handing_in") for name in names), path
    assert {"mail", "fax", "pdf", "files"} <= used


def test_nothing_speaks_to_a_network() -> None:
    for path in [ROOT / "main.py", *(path for package in PACKAGES for path in modules(package))]:
        names = set(imports(path))
        assert not {name.partition(".")[0] for name in names} & NETWORK, path
        assert not any(part in name for name in names for part in ("QtNetwork", "QtWebEngine")), path


def test_commands_know_no_other_room_of_ui() -> None:
    found = modules("ui/command_line")
    assert found
    for path in found:
        names = set(imports(path))
        other = {name for name in names if name.startswith("ui.") and not name.startswith("ui.command_line")}
        assert not other, f"{path.relative_to(ROOT)} imports {other}"
        assert not any(name.startswith("PySide6") for name in names), path


def test_no_qt_comes_with_a_command_and_no_argparse_with_the_window() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in modules("ui/command_line")]
    script = (
        "import importlib, sys\n"
        "import main\n"
        "main._open_window = lambda: 0\n"
        "assert main.main([]) == 0\n"
        "assert not {'argparse', 'PySide6'} & set(sys.modules), 'the window loaded what only a command needs'\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name)\n"
        "assert 'argparse' in sys.modules\n"
        "found = [name for name in sys.modules if name.startswith('PySide6')]\n"
        "assert not found, found\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_holds_more_modules_than_one_can_overlook(package: str) -> None:
    folders = Counter(path.parent for path in modules(package) if path.name != "__init__.py")
    full = {str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > MOST_MODULES}
    assert folders and not full


def test_the_window_speaks_chinese_in_plain_literals() -> None:
    for path in modules("ui"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                looked_up = called.rpartition(".")[2] in ("tr", "_tr") or called.endswith(
                    "Application.translate"
                )
                assert not looked_up, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_forms_load_no_heavy_library_at_import() -> None:
    for path in modules("forms"):
        tops = {name.partition(".")[0] for name in imports(path, only_at_import_time=True)}
        assert not tops & HEAVY, f"{path.relative_to(ROOT)} imports {tops & HEAVY} at import time"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_opens_with_a_line_of_purpose(package: str) -> None:
    for path in modules(package):
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring and docstring.splitlines()[0].rstrip().endswith((".", "..", "``")), path


@pytest.mark.parametrize(
    "command",
    [
        ["notices"],
        ["describe", "gusu-2020", "statistics", "--json"],
        ["export", "gusu-2020", "liaison", "--example", "-o", "{folder}/a.pdf"],
        ["export", "gusu-2020", "liaison", "--example", "-o", "{folder}/a.xlsx"],
        ["export", "gusu-2020", "liaison", "--example", "-o", "{folder}/a.docx"],
        ["due", "gusu-2020", "--on", "2020-06-01", "--json"],
        ["calendar", "gusu-2020", "-o", "{folder}/a.ics"],
        ["fax", "{folder}/given.pdf", "-o", "{folder}/a.tiff"],
        ["mail", "heilongjiang-2020", "liaison", "README.md", "-o", "{folder}/a.eml"],
    ],
    ids=lambda command: " ".join(command[:1] + command[-1:]),
)
def test_commands_never_import_qt_and_open_no_socket(command: list[str], tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, _: opened.append(event) if event.startswith('socket.') else None)\n"
        "import main\n"
        "code = main.main(sys.argv[1:])\n"
        "assert not any(name.startswith('PySide6') for name in sys.modules), 'Qt was imported'\n"
        "assert not opened, opened\n"
        "sys.exit(code)\n"
    )
    (tmp_path / "given.pdf").write_bytes(drawn(frame).data)
    arguments = [word.format(folder=tmp_path) for word in command]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
