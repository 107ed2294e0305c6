"""Measures every budget as a ratio, both sides in one run, and prints a table in Markdown.

    .venv/bin/python tests/benchmarks/run.py

What it prints is the first part of ``docs/benchmarks.md``. It is no test: nothing here fails for being slow on a busy
machine. Needs Linux; LibreOffice for the third row.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).resolve().parent / "scripts"
sys.path.insert(0, str(ROOT))

ROUNDS = 9
FRAME = 16.0


@dataclass(frozen=True)
class Row:
    """One budget: what was measured against what, both with their unit, and the most the ratio may be."""

    what: str
    ours: float
    against: str
    theirs: float
    unit: str
    most: float

    def line(self) -> str:
        ratio = self.ours / self.theirs
        verdict = "holds" if ratio <= self.most else f"**missed by {ratio / self.most - 1:.0%}**"
        return (
            f"| {self.what} | {self.ours:.0f} {self.unit} | {self.against} | {self.theirs:.0f} {self.unit} "
            f"| {ratio:.2f} × | {self.most:.2f} × | {verdict} |"
        )


def environment(home: Path) -> dict[str, str]:
    """The environment of every measured process: offscreen, its own data, compiled modules kept as for any user."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "ANYUE_HOME": str(home)}


def run(command: Sequence[str], home: Path) -> tuple[float, str]:
    """Seconds a whole process took, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return taken, done.stdout


def ready(script: str, home: Path) -> tuple[float, float]:
    """Seconds from a process's start to its line ``ready``, and its resident memory in MB then."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(SCRIPTS / script)],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - start
        process.communicate()
    if not line.startswith("ready"):
        raise SystemExit(f"{script} was never ready")
    return taken, int(line.split()[1]) / 1024


def prepare(home: Path) -> None:
    """A data folder whose window opens on the statistics table, half of it filled in."""
    from forms.declared.catalogue import Catalogue
    from forms.storage.store import Store
    from forms.values import Filled
    from ui.shell.pages import FORM_PREFIX
    from ui.workspace import CURRENT_NOTICE, LAST_PAGE

    store = Store.open(home).store
    form = Catalogue().form("gusu-2020", "statistics")
    store.first_unit().save_profile({"unit.name": "姑苏区平江街道社区卫生服务中心"})
    store.first_unit().use_notice("gusu-2020")
    store.first_unit().set_setting(CURRENT_NOTICE, "gusu-2020")
    store.set_setting(LAST_PAGE, FORM_PREFIX + "statistics")
    store.first_unit().write(
        "gusu-2020", "statistics", {key: Filled(text) for key, text in list(form.example.items())[::2]}
    )
    store.close()


def measure_windows(home: Path) -> list[Row]:
    prepare(home)
    ready("form_window.py", home)
    ready("empty_window.py", home)
    form, empty = [], []
    for _ in range(ROUNDS):
        form.append(ready("form_window.py", home))
        empty.append(ready("empty_window.py", home))
    median = statistics.median
    return [
        Row(
            "start to a form that can be typed in",
            1000 * median(taken for taken, _ in form),
            "an empty PySide6 window",
            1000 * median(taken for taken, _ in empty),
            "ms",
            1.5,
        ),
        Row(
            "memory with the statistics table open",
            median(memory for _, memory in form),
            "the empty window",
            median(memory for _, memory in empty),
            "MB",
            1.4,
        ),
    ]


def measure_typing(home: Path) -> Row:
    _, printed = run([sys.executable, str(SCRIPTS / "key_to_paint.py")], home)
    times = sorted(float(line) for line in printed.split())
    worst = times[int(len(times) * 0.95)]
    return Row(
        f"a key typed to its paint, 95th percentile of {len(times)} keys",
        worst,
        "one frame",
        FRAME,
        "ms",
        1.0,
    )


def measure_export(home: Path) -> Row | None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice is not installed: the whole-process export was not measured", file=sys.stderr)
        return None
    example = [sys.executable, "main.py", "export", "gusu-2020", "statistics", "--example", "-o"]
    run([*example, str(home / "a.docx")], home)
    convert = [
        office,
        f"-env:UserInstallation=file://{home}/office",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(home),
        str(home / "a.docx"),
    ]
    run(convert, home)
    run([*example, str(home / "ours.pdf")], home)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(run([*example, str(home / "ours.pdf")], home)[0])
        theirs.append(run(convert, home)[0])
    return Row(
        "`export … .pdf`, whole process",
        1000 * statistics.median(ours),
        "LibreOffice headless, the same table from .docx",
        1000 * statistics.median(theirs),
        "ms",
        0.25,
    )


def measure_pdf(home: Path) -> Row:
    _, printed = run([sys.executable, str(SCRIPTS / "hand_written_pdf.py")], home)
    rounds = [tuple(map(float, line.split())) for line in printed.splitlines()]
    return Row(
        "PDF in process",
        statistics.median(ours for ours, _ in rounds),
        "reportlab by hand, the same lines",
        statistics.median(theirs for _, theirs in rounds),
        "ms",
        1.5,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start, memory = measure_windows(home)
        rows = [start, measure_typing(home), measure_export(home), measure_pdf(home), memory]
    print("# Benchmarks\n")
    print(
        "Both sides of each ratio are measured in one run on one machine; medians unless said otherwise. Printed by\n"
    )
    print("    .venv/bin/python tests/benchmarks/run.py\n")
    print(
        f"on {platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores, window offscreen.\n"
    )
    print("| what | ours | against | theirs | ratio | budget | |\n|---|---|---|---|---|---|---|")
    for row in rows:
        if row is not None:
            print(row.line())


if __name__ == "__main__":
    main()
