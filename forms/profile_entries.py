"""Ids of those entries of the unit's profile that the program itself speaks of; all are declared in ``resources/profile.toml``."""

from __future__ import annotations

from typing import Final

UNIT_NAME: Final = "unit.name"
LIAISON_NAME: Final = "liaison.name"
