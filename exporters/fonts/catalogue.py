"""Which fonts are wanted for which role: the declaration in resources/fonts.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Candidate:
    """One font that would do. Either ``file`` or ``bundled`` is set."""

    file: str = ""
    face: str = ""
    """The PostScript name of the face inside a collection; empty for the first."""
    bundled: str = ""
    stroke: float = 0.0
    """How thick a line around the glyphs makes up for a missing weight, as a part of the font size."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All candidates, the best first, and the folders to look in for each system."""

    roles: dict[str, tuple[Candidate, ...]]
    fallbacks: tuple[Candidate, ...]
    folders: dict[str, tuple[str, ...]]

    def only_bundled(self) -> Catalogue:
        """The same without any font of the system, so that every machine gives the same bytes."""
        roles = {
            role: tuple(candidate for candidate in candidates if candidate.bundled)
            for role, candidates in self.roles.items()
        }
        return Catalogue(roles, tuple(candidate for candidate in self.fallbacks if candidate.bundled), {})


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the program."""
    declared = tomllib.loads((files("resources") / "fonts.toml").read_text("utf-8"))
    return Catalogue(
        roles={
            role: tuple(Candidate(**candidate) for candidate in candidates)
            for role, candidates in declared["roles"].items()
        },
        fallbacks=tuple(Candidate(**candidate) for candidate in declared["fallbacks"]),
        folders={system: tuple(folders) for system, folders in declared["folders"].items()},
    )
