"""What the process that draws PDF files may take of the machine: memory, no dialogue and no core file at its end."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any, Final

#: The most memory of the child in bytes: enough for a page scanned at 600 dots an inch in colour, a few times over.
MEMORY: Final = 1 << 30

_EXTENDED_LIMITS: Final = 9
_PROCESS_MEMORY: Final = 0x100
_DIE_WITH_JOB: Final = 0x2000
_NO_DIALOGUES: Final = 0x1 | 0x2 | 0x8000


class _Counters(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("a", "b", "c", "d", "e", "f"))


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class JobLimits(ctypes.Structure):
    """Windows' JOBOBJECT_EXTENDED_LIMIT_INFORMATION: 144 bytes on a system of 64 bits."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("counters", _Counters),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("most_process_memory", ctypes.c_size_t),
        ("most_job_memory", ctypes.c_size_t),
    )


def limit_own_process(memory: int = MEMORY) -> None:
    """Bound this process. Where the system does not know such a bound, that of time remains."""
    if sys.platform == "win32":
        _limit_on_windows(memory)
    else:
        _limit_on_posix(memory)


def _limit_on_posix(memory: int) -> None:
    import resource

    for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (amount, amount))


def _limit_on_windows(memory: int) -> None:
    """Put this process into a job with a limit; its handle stays open as long as the process lives."""
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.SetErrorMode(_NO_DIALOGUES)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = JobLimits()
    limits.basic.flags = _PROCESS_MEMORY | _DIE_WITH_JOB
    limits.process_memory = memory
    if job and kernel.SetInformationJobObject(
        job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    ):
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
