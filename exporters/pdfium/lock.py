"""The one lock for PDFium, which may be used by one thread at a time in the whole process."""

from __future__ import annotations

import threading
from typing import Final

#: Hold it around every call into PDFium.
LOCK: Final = threading.RLock()
