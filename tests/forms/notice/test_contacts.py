"""The one rule that finds where something is handed in."""

from __future__ import annotations

from dataclasses import replace

from forms.declared.catalogue import Catalogue
from forms.notice.contacts import contact_for, is_of_another_office
from forms.notice.notice import Contact

NOTICE = Catalogue().notice("heilongjiang-2020")
OBLIGATION = NOTICE.obligations[0]
OWN = NOTICE.contacts[0]


def test_the_recipients_own_entry_goes_before_all_others() -> None:
    contacts = (Contact("别的处", email="other@a.cn"), OWN)
    assert contact_for(replace(NOTICE, contacts=contacts), OBLIGATION) == OWN


def test_else_the_only_contact_there_is_else_none() -> None:
    elsewhere = replace(OBLIGATION, recipient="新设的处")
    assert contact_for(NOTICE, elsewhere) == OWN
    assert contact_for(replace(NOTICE, contacts=(OWN, Contact("别的处"))), elsewhere) == Contact("")
    assert contact_for(replace(NOTICE, contacts=()), elsewhere) == Contact("")


def test_whose_address_it_is() -> None:
    elsewhere = replace(OBLIGATION, recipient="新设的处")
    assert is_of_another_office(NOTICE, elsewhere, OWN.email)
    assert not is_of_another_office(NOTICE, OBLIGATION, OWN.email)
    assert not is_of_another_office(NOTICE, elsewhere, "typed@a.cn")
