"""Takes everything away from the calling process that turning bytes into pixels does not need.

Four locks, each worth having alone: resource limits, no new privileges, Landlock (no file, no TCP port, no
signal to others) and a seccomp filter that lists what is allowed. A kernel without one of them still gets
the others, and `assay doctor` says which are missing. Only libc by ctypes: a wrapper package would be one
more thing to trust.
"""

import ctypes
import os
import platform
import resource
import struct
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SIGKILL = 9
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446  # the same number on every architecture
_EPERM = 1

# How many file-system rights each Landlock version knows; asking for an unknown one is an error.
_LANDLOCK_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_LANDLOCK_RIGHTS_NEWEST = 16
_LANDLOCK_NET_SINCE, _LANDLOCK_SCOPES_SINCE = 4, 6

# What CPython and the decoders call once everything is loaded: their pipe, memory, threads' locks, clocks,
# leaving. No open, no socket, no fork, no exec, no prctl. In the order (x86_64, aarch64); None where it has
# no such call.
_ALLOWED: dict[str, tuple[int, int | None]] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62), "poll": (7, None), "ppoll": (271, 73),
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216),
    "madvise": (28, 233), "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132), "getpid": (39, 172), "gettid": (186, 178), "getrandom": (318, 278),
    "clock_gettime": (228, 113), "gettimeofday": (96, 169), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "getrusage": (98, 165), "sysinfo": (99, 179), "rseq": (334, 293),
    "restart_syscall": (219, 128), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


@dataclass(frozen=True)
class Locks:
    """Which locks this process wears. `landlock` is the kernel's version of it, 0 where it has none."""

    no_new_privileges: bool
    landlock: int
    seccomp: bool


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """End this process when its parent ends, also when the parent was killed. Does not survive an exec."""
    _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # It ended before the call above could count.
        os._exit(0)


def limit_memory(mebibytes: int) -> None:
    size = mebibytes * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_work(cpu_seconds: int) -> None:
    """Processor seconds from the start of this process on, no file ever written, no descriptor more than a
    few.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def lock() -> Locks:
    """Lock the calling thread, and every process it could start, for ever. The process must have one thread
    only.
    """
    libc = _libc()
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    privileges = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    return Locks(privileges, _landlock(libc), _seccomp(libc))


def landlock_version() -> int:
    """Return the kernel's Landlock version, 0 where it has none or where it is switched off."""
    version: int = _libc().syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)
    return max(version, 0)


def _landlock(libc: ctypes.CDLL) -> int:
    """Deny every right Landlock knows, with no exception. Returns its version, 0 when that did not work."""
    version = landlock_version()
    if not version:
        return 0
    files = (1 << _LANDLOCK_RIGHTS.get(version, _LANDLOCK_RIGHTS_NEWEST)) - 1
    net = 0b11 if version >= _LANDLOCK_NET_SINCE else 0
    scopes = 0b11 if version >= _LANDLOCK_SCOPES_SINCE else 0
    known = 3 if scopes else 2 if net else 1
    rules = struct.pack("=QQQ"[: 1 + known], *(files, net, scopes)[:known])
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        return 0
    refused = libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return 0 if refused else version


def _filter(architecture: int, column: int) -> bytes:
    """Return the filter program: another architecture kills, a listed call passes, everything else is
    EPERM.
    """
    load, jump_equal, jump_least, answer = 0x20, 0x15, 0x35, 0x06
    kill, refuse, allow = 0x80000000, 0x00050000 | _EPERM, 0x7FFF0000
    calls = sorted(call for pair in _ALLOWED.values() if (call := pair[column]) is not None)
    lines: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),
        (jump_equal, 1, 0, architecture),
        (answer, 0, 0, kill),
        (load, 0, 0, 0),
        # The x32 numbers of x86_64 name the same calls a second time.
        (jump_least, len(calls), 0, 0x40000000),
        *((jump_equal, len(calls) - index, 0, call) for index, call in enumerate(calls)),
        (answer, 0, 0, refuse),
        (answer, 0, 0, allow),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _seccomp(libc: ctypes.CDLL) -> bool:
    if platform.machine() not in _ARCHITECTURES:
        return False
    instructions = _filter(*_ARCHITECTURES[platform.machine()])
    program = _Program(len(instructions) // 8, instructions)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)
