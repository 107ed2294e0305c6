"""What a file is in the packet it went in."""

from __future__ import annotations

import enum


class FileRole(enum.StrEnum):
    """What a file is in its packet: a form as exported, further material, the cover, or the outer file that was sent."""

    FORM = "form"
    FURTHER = "further"
    COVER = "cover"
    SENT = "sent"

    @property
    def label(self) -> str:
        """The role in the user's words."""
        return {"form": "表", "further": "材料", "cover": "封面", "sent": "发出的文件"}[self.value]
