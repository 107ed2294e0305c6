"""Ids of those entries of the unit's profile that the program itself speaks of; all are declared in ``resources/profile.toml``."""

from __future__ import annotations

from typing import Final

UNIT_NAME: Final = "unit.name"
LIAISON_NAME: Final = "liaison.name"
LIAISON_OFFICE_PHONE: Final = "liaison.office_phone"
LIAISON_MOBILE: Final = "liaison.mobile"
LIAISON_FAX: Final = "liaison.fax"
LIAISON_EMAIL: Final = "liaison.email"
