"""What can go wrong with a project's file, in one sentence each."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peanut_studio.model.errors import InputError
from peanut_studio.store.project_records import DAMAGED

SUFFIX = ".peanut"
LOCKS_FAIL = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_IOERR)
"""What SQLite also says where a file cannot be locked at all."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What SQLite, the disk or a damaged record raise becomes an InputError about the project's file at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
            raise damaged(path) from error
        raise InputError(_sentence(path, error)) from error
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror or error}); choose another folder.") from error
    except DAMAGED as error:
        raise damaged(path) from error


class DamagedProject(InputError):
    """A project's file in which something is not as it was written; what is whole of it can be salvaged."""


def damaged(path: Path) -> DamagedProject:
    """The file does not hold what it should."""
    return DamagedProject(f"{path} is damaged; take an older copy of it, or begin anew from the clip.")


def _sentence(path: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in LOCKS_FAIL and not _can_lock(path.parent):
        return (
            f"{path.parent} lets no program hold a file for itself, as some network folders do not; save the project "
            "on a disk of this computer."
        )
    return {
        sqlite3.SQLITE_BUSY: f"{path} is open in another window; close it there first.",
        sqlite3.SQLITE_LOCKED: f"{path} is open in another window; close it there first.",
        sqlite3.SQLITE_FULL: f"The disk that holds {path} is full; make room, the last steps are kept as soon as there "
        "is some.",
        sqlite3.SQLITE_READONLY: f"{path} cannot be written; save the project in another folder.",
        sqlite3.SQLITE_CANTOPEN: f"{path} cannot be opened or made; save the project in another folder.",
        sqlite3.SQLITE_PROTOCOL: f"{path} is open in another window; close it there first.",
        sqlite3.SQLITE_IOERR: f"The disk that holds {path} does not answer; save the project in another folder.",
        sqlite3.SQLITE_NOTADB: f"{path} is not a project of this program; open a file that ends in {SUFFIX}.",
    }.get(code, f"{path} cannot be used as a project ({error}).")


def _can_lock(folder: Path) -> bool:
    """Whether files of a folder can be locked; also true where that cannot be tried."""
    if os.name != "posix":
        return True
    import fcntl

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
    return True
