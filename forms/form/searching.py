"""Finds blanks by the words printed around them."""

from __future__ import annotations

import unicodedata

from forms.form.form import Blank, Form


def blanks_with(form: Form, words: str) -> tuple[Blank, ...]:
    """The blanks, in printed order, whose label, sentence or cell holds every word of ``words``.

    Words are parted by spaces; full-width and half-width, capitals and small letters are alike. First come the blanks whose
    own label has the words. Empty words find nothing.
    """
    wanted = _plain(words).split()
    if not wanted:
        return ()
    by_label, by_place = [], []
    for blank in form.blanks:
        if _holds(blank.full_label, wanted):
            by_label.append(blank)
        elif _holds(f"{blank.full_label} {blank.sentence} {blank.cell_text}", wanted):
            by_place.append(blank)
    return (*by_label, *by_place)


def _holds(text: str, wanted: list[str]) -> bool:
    plain = _plain(text)
    return all(word in plain for word in wanted)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
