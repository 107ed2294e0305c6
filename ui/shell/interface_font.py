"""The font of the window: the system's own Chinese one, or a plain word where there is none."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

#: Sans-serif families with Chinese characters, the best for a screen first.
PREFERRED: Final = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "HarmonyOS Sans SC",
    "MiSans",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "SimSun",
)

#: For a machine that can show nothing else: readable in any font.
NO_CHINESE_FONT: Final = (
    "This computer has no Chinese font, so the window cannot show Chinese. Please install one "
    "(Debian/Ubuntu: sudo apt install fonts-noto-cjk) and start the program again. "
    "这台电脑没有中文字体，窗口显示不了中文。请安装一种中文字体（Debian/Ubuntu：sudo apt install fonts-noto-cjk）后重新打开程序。"
)


def set_interface_font(app: QApplication) -> bool:
    """Give the window a font with Chinese characters; false where the machine has none, which is also told on stderr."""
    font = QFont(app.font())
    size = font.pointSizeF()
    family = next((name for name in PREFERRED if QFontInfo(QFont(name)).family() == name), "")
    if not family:
        known = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
        if not known:
            print(NO_CHINESE_FONT, file=sys.stderr)
            return False
        family = known[0]
    font.setFamilies([family])
    font.setPointSizeF(max(size, 9.5))
    font.setHintingPreference(QFont.HintingPreference.PreferDefaultHinting)
    app.setFont(font)
    return True
