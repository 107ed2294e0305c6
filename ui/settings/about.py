"""What the program is and whose work it stands on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import qVersion

#: The libraries that come with the program, and their licences.
LIBRARIES: Final = (
    ("Qt / PySide6", "LGPL-3.0"),
    ("openpyxl", "MIT"),
    ("reportlab", "BSD"),
    ("python-docx", "MIT"),
    ("pypdfium2 / PDFium", "BSD-3-Clause, Apache-2.0"),
    ("phonenumbers", "Apache-2.0"),
    ("email-validator", "Unlicense"),
    ("chinesecalendar", "MIT"),
    ("simpleeval", "MIT"),
    ("platformdirs", "MIT"),
    ("uharfbuzz", "Apache-2.0"),
    ("思源字体（Noto CJK，pylopdf-fonts-zh-cn）", "SIL OFL 1.1"),
)


def about_text() -> str:
    """A few lines for the screen: what the program does not do, its licence, the others'."""
    used = "；".join(f"{name}（{licence}）" for name, licence in LIBRARIES)
    return "\n".join(
        (
            "填写“安全生产月”的两张报表。程序不联网，所有内容只保存在这台电脑上。",
            f"本程序以 MIT 许可发布。Qt 版本 {qVersion()}。",
            f"使用了：{used}。",
        )
    )
