"""What the check accepts every format prints; what no page is for every format refuses, by the blank's name."""

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


#: Signs that cannot be seen, spaces that look like one, radicals for words, a letter with its mark apart, a blank of tabs.
HIDDEN = "\u200b\u200d\u2066\u2069\u061c\u034f\u180e\u3164\u2800\ufe0f\ufffc\ufeff\u00ad\U000e0100\u00a0\u2009\u3000"


@pytest.mark.parametrize("format_", EXPORTERS, ids=[format_.suffix for format_ in EXPORTERS])
def test_what_the_check_accepts_is_printed(format_: Exporter) -> None:
    texts = {
        "unit": f"姑苏区{HIDDEN}⾦⻔站{HIDDEN}",
        "name": f"{HIDDEN}王⼩⽅",
        "mobile": f"138{HIDDEN}12345678",
        "position": "e\u0301",
    }
    filled = {blank_id: Filled(text) for blank_id, text in (LIAISON.example | texts).items()}
    document = document_of("gusu-2020", "liaison", filled)
    assert not document.printed.draft
    assert import_module(format_.module).export(document)
