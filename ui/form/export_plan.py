"""What an export will write and where, and the work itself. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from exporters.files.names import file_name, suggest_name
from exporters.files.writing import write_file
from exporters.registry import export
from forms.form.document import Document
from forms.progress import Progress


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One document in several formats under one name in one folder."""

    document: Document
    suffixes: tuple[str, ...]
    folder: Path
    name: str

    @property
    def files(self) -> tuple[Path, ...]:
        """The files to write, their name made safe."""
        return tuple(self.folder / file_name(self.name, suffix=suffix) for suffix in self.suffixes)

    @property
    def existing(self) -> tuple[Path, ...]:
        """Those that are there already."""
        return tuple(path for path in self.files if path.exists())

    def carry_out(self, progress: Progress) -> tuple[Path, ...]:
        """Make every file, then write them all: a stop or an error in one leaves none.

        Raises ``forms.errors.AnyueError``.
        """
        count = len(self.suffixes)
        made = []
        for number, suffix in enumerate(self.suffixes):

            def part(done: int, total: int, number: int = number) -> None:
                progress(number * 100 + 100 * done // max(1, total), count * 100)

            part(0, 1)
            made.append(export(self.document, suffix, part))
        progress(count * 100, count * 100)
        for path, data in zip(self.files, made, strict=True):
            write_file(path, data)
        return self.files


def suggested_stem(document: Document) -> str:
    """The suggested file name without its suffix."""
    return PurePath(suggest_name(document, ".pdf")).stem
