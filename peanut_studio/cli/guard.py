"""Every failure as one sentence on stderr and an exit code; a traceback only in a log file."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

INTERRUPTED = 130
BUG = 1
STOPPED = "Stopped; nothing was written."
OUT_OF_MEMORY = (
    "There is not enough memory; close other programs, or work on a shorter range or at a reduced size, and run it "
    "again: what was finished is kept."
)


def guarded(work: Callable[[], int]) -> int:
    """Run the command line and give its exit code: 2 for what the user can mend, 130 when stopped, 1 for a bug."""
    from typer import Abort, Exit, TyperException

    from peanut_studio.model.errors import StudioError

    try:
        code = work()
        if code == INTERRUPTED:  # What typer makes of Ctrl-C before a job has begun.
            complain(STOPPED)
        return code
    except Exit as ended:
        return ended.exit_code
    except TyperException as error:
        complain(one_sentence(error.format_message()))
        return 2
    except StudioError as error:
        complain(one_sentence(str(error)))
        return error.exit_code
    except (KeyboardInterrupt, Abort) as error:
        complain(one_sentence(str(error)) or STOPPED)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has left; what is still buffered must not raise once more at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BUG
    except (Exception, SystemExit) as error:
        from peanut_studio.engines.memory import is_out_of_memory
        from peanut_studio.engines.plugins.blame import blamed

        if is_out_of_memory(error):
            complain(OUT_OF_MEMORY)
            return StudioError.exit_code
        found = blamed(error)
        if isinstance(found, StudioError):
            complain(f"{one_sentence(str(found))[:-1]} ({_written_down(error)}).")
            return found.exit_code
        if isinstance(error, SystemExit):
            raise
        complain(f"Something went wrong inside the program ({type(error).__name__}); {_written_down(error)}.")
        return BUG


def complain(sentence: str) -> None:
    """One line on stderr."""
    print(f"peanut-studio: {sentence}", file=sys.stderr, flush=True)  # noqa: T201


def one_sentence(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def _written_down(error: BaseException) -> str:
    from peanut_studio import __version__

    text = (
        f"peanut-studio {__version__}, Python {sys.version}\n{sys.argv}\n\n{''.join(traceback.format_exception(error))}"
    )
    name = f"peanut-studio-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    for folder in _log_folders():
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(text, encoding="utf-8")
            return f"what happened is written in {path}"
    return "what happened could not be written to a log file"


def _log_folders() -> list[Path]:
    import platformdirs

    return [platformdirs.user_log_path("peanut-studio", appauthor=False), Path(tempfile.gettempdir())]
