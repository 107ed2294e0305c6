"""No draft is laid out without end: each format refuses, by the blank's name, what no page is for."""

from __future__ import annotations

from importlib import import_module

import pytest

from exporters.registry import EXPORTERS, Exporter
from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.values import Filled
from tests.exporters.example_documents import document_of

LIAISON = Catalogue().form("gusu-2020", "liaison")


@pytest.mark.parametrize("format_", EXPORTERS, ids=[format_.suffix for format_ in EXPORTERS])
@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"address": "长" * 10_001}, "通信地址：有10001个字、1行"),
        ({"position": "a\n" * 501}, "501行"),
        ({blank.id: "长" * 9_999 for blank in LIAISON.blanks}, "整张表"),
    ],
    ids=["characters", "lines", "form"],
)
def test_refused_before_it_is_laid_out(format_: Exporter, texts: dict[str, str], words: str) -> None:
    filled = {blank_id: Filled(text) for blank_id, text in texts.items()}
    with pytest.raises(InputError, match=words):
        import_module(format_.module).export(document_of("gusu-2020", "liaison", filled))
