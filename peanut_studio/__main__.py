"""`peanut-studio` and `python -m peanut_studio`."""

from __future__ import annotations

import importlib
import sys
from functools import partial
from pathlib import Path


def main() -> int:
    """The window, with the files it is called with, where there is one; else the command line. Gives the exit code."""
    from peanut_studio.cli.app import COMMANDS, has_display, run

    given = sys.argv[1:]
    files = [Path(name) for name in given]
    if given and not (given[0] not in COMMANDS and has_display() and all(file.exists() for file in files)):
        return run()
    from peanut_studio.cli.guard import complain, guarded

    if not has_display():
        complain("There is no display for the window, so here is the demo; 'peanut-studio --help' shows the commands.")
        return run(["demo"])
    try:
        run_window = importlib.import_module("peanut_studio.ui.app").run
    except ImportError as error:
        missing = error.name or str(error)
        complain(
            f"The window needs {missing}, which is not installed, so here is the demo; "
            "'pip install peanut-studio[app]' brings the window, 'peanut-studio --help' shows the commands."
        )
        return run(["demo"])
    return guarded(partial(run_window, files))


if __name__ == "__main__":
    sys.exit(main())
