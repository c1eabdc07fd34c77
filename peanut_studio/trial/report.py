"""A comparison on the disk: a page, or a folder with the page and its figures."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.model.errors import InputError
from peanut_studio.pipeline.footage import check_free
from peanut_studio.trial.compare import Comparison
from peanut_studio.trial.page import facts_of, page
from peanut_studio.trial.table import write_json, write_text

PAGE, FIGURES = "report.html", "report.json"


def check_place(target: Path, overwrite: bool = False) -> Path:
    """The target, where it can be written. Raises InputError, before any work is done."""
    if target.suffix.lower() in (".html", ".htm"):
        check_free(target, overwrite)
    elif target.suffix and not target.is_dir():
        raise InputError(f"{target} is neither a .html file nor a folder; give one of them.")
    elif target.exists() and not target.is_dir():
        raise InputError(f"{target} is a file; give a folder, or a name that ends in .html.")
    else:
        for name in (PAGE, FIGURES):
            check_free(target / name, overwrite)
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}; make it first.")
    return target


def write(found: Comparison, target: Path, frame_rate: float = 25.0) -> Path:
    """Write the page, and beside it in a folder the figures as JSON; gives the page. Raises InputError."""
    if target.suffix.lower() in (".html", ".htm"):
        write_text(target, page(found, frame_rate))
        return target
    try:
        target.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {target} cannot be made: {error.strerror or error}.") from error
    write_json(target / FIGURES, facts_of(found))
    write_text(target / PAGE, page(found, frame_rate))
    return target / PAGE
