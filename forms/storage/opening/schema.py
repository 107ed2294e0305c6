"""What a database of the present version holds, so that one can be looked through without making another beside it.

It is what the migrations make; a test compares both.
"""

from __future__ import annotations

from typing import Final

#: The columns of each table, in order.
TABLES: Final = {
    "change": "revision_id blank_id before_text before_source before_note after_text after_source after_note",
    "confirmation": "filing_id field code reason text",
    "dispatch": "id packet_id channel recipient who note sent_at",
    "filing": "id unit_id notice_id form_id changed_at undo_position",
    "filled": "filing_id blank_id text source note",
    "notice_in_use": "unit_id notice_id at_rest",
    "packet": "id unit_id notice_id notice_title obligation_id what number due corrects frozen_at unit_name",
    "packet_cover": "packet_id position label text",
    "packet_file": "packet_id position name form_id role sha256 size",
    "packet_form": "packet_id position form_id name check_code",
    "packet_preparation": "packet_id content",
    "packet_value": "packet_id form_id position blank_id label text printed",
    "pending_file": "pending_id position name form_id role sha256 size",
    "pending_packet": "id unit_id notice_id obligation_id number written_at content",
    "profile_entry": "unit_id entry_id text",
    "receipt": "id dispatch_id noted_at text",
    "receipt_file": "receipt_id position name form_id role sha256 size",
    "revision": "id filing_id made_at kind",
    "setting": "key value",
    "settlement": "id unit_id notice_id obligation_id number made_at words",
    "sqlite_sequence": "name seq",
    "step": "filing_id position revision_id",
    "unit": "id set_aside",
    "unit_setting": "unit_id key value",
    "voiding": "id packet_id made_at reason",
}

#: The table of each index.
INDEXES: Final = {
    "dispatch_of_packet": "dispatch",
    "packet_of_notice": "packet",
    "receipt_of_dispatch": "receipt",
    "revision_of_filing": "revision",
    "settlement_of_notice": "settlement",
    "sqlite_autoindex_filing_1": "filing",
    "sqlite_autoindex_pending_packet_1": "pending_packet",
    "voiding_of_packet": "voiding",
}
