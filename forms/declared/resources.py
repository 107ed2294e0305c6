"""Where the files that come with the program lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The folder of notices, forms, words, styles and icons, beside the packages.
RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
