"""What a file of ours that came back holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.values import Filled


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a file of ours holds, exactly as it was exported.

    ``changed`` are the blanks whose value on the sheet 数据 is no longer the one that was exported; ``changed_on_form``
    those in a cell of the printed sheet whose text was changed. What stands there now is not in ``filled``. ``first_code`` is
    the check code on the page where the file was written before codes took their present form, else empty.
    """

    notice_id: str
    form_id: str
    filled: Mapping[str, Filled]
    changed: tuple[str, ...]
    changed_on_form: tuple[str, ...] = ()
    first_code: str = ""
