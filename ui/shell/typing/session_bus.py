"""Asks the desktop's message bus who is there, through the library that Qt uses for it, before Qt is started."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_LIBRARY: Final = "libdbus-1.so.3"
_SESSION: Final = 0


class _Error(ctypes.Structure):
    """libdbus's ``DBusError``."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("message", ctypes.c_char_p),
        ("flags", ctypes.c_uint),
        ("padding", ctypes.c_void_p),
    )


def names_on_bus(wanted: Sequence[str], environment: Mapping[str, str]) -> frozenset[str]:
    """Those of ``wanted`` that somebody owns on the session's bus; none where there is no bus, and none is started."""
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    has_bus = "DBUS_SESSION_BUS_ADDRESS" in environment or (bool(runtime) and Path(runtime, "bus").exists())
    if not has_bus or os.name != "posix":
        return frozenset()
    try:
        return _owned(ctypes.CDLL(_LIBRARY), wanted)
    except (OSError, AttributeError):
        return frozenset()


def _owned(library: ctypes.CDLL, wanted: Sequence[str]) -> frozenset[str]:
    connect, has_owner = library.dbus_bus_get_private, library.dbus_bus_name_has_owner
    connect.restype = ctypes.c_void_p
    has_owner.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    error = _Error()
    library.dbus_error_init(ctypes.byref(error))
    connection = ctypes.c_void_p(connect(_SESSION, ctypes.byref(error)))
    if not connection:
        library.dbus_error_free(ctypes.byref(error))
        return frozenset()
    # Else the library ends the program where the bus goes away.
    library.dbus_connection_set_exit_on_disconnect(connection, 0)
    owned = frozenset(name for name in wanted if has_owner(connection, name.encode("ascii"), None))
    library.dbus_connection_close(connection)
    library.dbus_connection_unref(connection)
    return owned
