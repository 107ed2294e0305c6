"""Which attachment goes into which mail: each exactly once, as few mails as it takes, in the given order where possible."""

from __future__ import annotations

from collections.abc import Sequence

Groups = tuple[tuple[int, ...], ...]


def split(sizes: Sequence[int], room: int) -> Groups:
    """Groups of indices of ``sizes``; no group is larger than ``room`` unless it holds a single one."""
    in_order = _fill_up(sizes, range(len(sizes)), room)
    largest_first = _fill_up(sizes, sorted(range(len(sizes)), key=lambda index: -sizes[index]), room)
    return in_order if len(in_order) <= len(largest_first) else largest_first


def _fill_up(sizes: Sequence[int], order: Sequence[int], room: int) -> Groups:
    """Each into the first group that has room for it."""
    groups: list[list[int]] = []
    left: list[int] = []
    for index in order:
        fits = next((number for number, rest in enumerate(left) if sizes[index] <= rest), None)
        if fits is None:
            groups.append([index])
            left.append(room - sizes[index])
        else:
            groups[fits].append(index)
            left[fits] -= sizes[index]
    return tuple(sorted(tuple(sorted(group)) for group in groups))
