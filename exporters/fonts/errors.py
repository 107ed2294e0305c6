"""What can go wrong with fonts, in the user's words."""

from __future__ import annotations

import re
import unicodedata

from forms.errors import EnvironmentFailure, InputError

# Controls, format characters, lone surrogates, and marks such as variation selectors.
_INVISIBLE = {"Cc", "Cf", "Cs", "Mn"}
# What Unicode keeps from ever being a character.
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef]|"
    + "|".join(f"[{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}]" for plane in range(0, 0x110000, 0x10000))
)


class MissingGlyph(EnvironmentFailure):
    """No font here has a character. ``field`` is the label of the blank it stands in, where known."""

    def __init__(self, character: str, field: str = "") -> None:
        self.character = character
        self.field = field
        code = f"U+{ord(character):04X}"
        place = f"“{field}”一栏：" if field else ""
        if unicodedata.category(character) in _INVISIBLE or _NO_CHARACTER.match(character):
            # No font will ever have it: the text is wrong, not the machine.
            self.exit_code = InputError.exit_code
            what = f"有一个看不见的字符（{code}），无法印出。请把这一处删去后重新输入。"
        else:
            what = (
                f"字体里没有“{character}”（{code}）这个字，无法印出。"
                f"请安装含有该字的字体（如“宋体-ExtB”），或换一种写法。"
            )
        super().__init__(place + what)


class FontUnavailable(EnvironmentFailure):
    """Not even the fonts that come with the program can be opened. ``what`` is a path or a role."""

    def __init__(self, what: str) -> None:
        super().__init__(f"打不开程序自带的字体（{what}）。请重新安装本程序。")
