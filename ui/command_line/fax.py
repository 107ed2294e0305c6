"""The command ``fax``: PDF files into a fax file, with what it takes on the line and what would be lost."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from ui.command_line.output import DONE, guard_inputs, tell

_SUFFIXES: Final = (".tif", ".tiff")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``fax FILE.pdf… -o FILE.tiff [--resolution fine|standard] [--cover VALUES.json]``."""
    parser.add_argument("files", metavar="FILE.pdf", nargs="+", help="要传真的 PDF，按先后顺序")
    parser.add_argument("-o", "--output", metavar="FILE.tiff", required=True, help="传真文件写到哪里")
    parser.add_argument(
        "--resolution",
        default="fine",
        metavar="fine|standard",
        help="分辨率：fine 精细（默认），standard 标准",
    )
    parser.add_argument("--cover", metavar="VALUES.json", help="在前面加一页封面，内容取自这个文件")


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Make the fax and write it; what the pages would lose goes to standard error, the rest to standard output."""
    from exporters.fax.cover import read_cover
    from exporters.fax.fax import make_fax
    from exporters.fax.line_time import RATES, in_words
    from exporters.fax.pages import resolution
    from exporters.files.writing import write_file
    from exporters.pdfium.reading import read_pdf

    at = resolution(options.resolution)
    target = Path(options.output)
    if target.suffix.lower() not in _SUFFIXES:
        raise InputError(f"传真文件名请以 .tiff 或 .tif 结尾，现在是“{target.name}”。")
    guard_inputs([target], [*options.files, options.cover])
    cover = None if options.cover is None else read_cover(Path(options.cover))
    sources = [read_pdf(Path(name)) for name in options.files]
    fax = make_fax(sources, at, cover)
    write_file(target, fax.data)
    for remark in fax.advice:
        file = f"“{remark.file}”" if len(sources) + (cover is not None) > 1 else ""
        tell(f"{file}{remark.message}")
    times = "，".join(f"传真速度 {rate} 约{in_words(fax.seconds(rate))}" for rate in RATES)
    print(f"{fax.pages}页，{at.label}，{len(fax.data)}字节；线路时间：{times}。")
    return DONE
