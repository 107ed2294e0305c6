"""A way to hand something in, as a notice names it."""

from __future__ import annotations

import enum


class Channel(enum.StrEnum):
    """A way to hand something in, as a notice names it."""

    FAX = "fax"
    EMAIL = "email"
    PAPER = "paper"
    ELECTRONIC = "electronic"
    OA = "oa"
    QQ = "qq"

    @property
    def label(self) -> str:
        """The channel in the user's words."""
        return {
            "fax": "传真",
            "email": "电子邮件",
            "paper": "纸质文件",
            "electronic": "电子版",
            "oa": "OA 系统",
            "qq": "QQ 邮箱",
        }[self.value]
