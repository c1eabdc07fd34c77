"""`peanut-studio` and `python -m peanut_studio`."""

from __future__ import annotations

import importlib
import sys


def main() -> int:
    """The window when called without arguments where there is one, else the command line; gives the exit code."""
    from peanut_studio.cli.app import has_display, run

    if len(sys.argv) > 1:
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
    return guarded(run_window)


if __name__ == "__main__":
    sys.exit(main())
