"""What is said of a job in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from peanut_studio.ui.dialogs.sizes import size_text
from peanut_studio.ui.pace import time_left
from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.words import stage_text

if TYPE_CHECKING:
    from peanut_studio.batch.estimate import Estimate


def stage_of(job: QueuedJob) -> str:
    """'Filling: 12 of 240', or how it stands."""
    title = job.work.title
    if job.state is State.STOPPING:
        return QCoreApplication.translate("JobWords", "{work}: stopping…").format(work=title)
    if job.state is State.PAUSING:
        return QCoreApplication.translate("JobWords", "{work}: pausing…").format(work=title)
    count = job.pace.count_text
    if job.state is State.PAUSED:
        text = QCoreApplication.translate("JobWords", "{work}: paused").format(work=title)
        return f"{text} · {count}" if count else text
    if not count:
        return QCoreApplication.translate("JobWords", "{work}: starting…").format(work=title)
    return f"{stage_text(job.pace.stage)}: {count}"


def standing_of(job: QueuedJob) -> str:
    """What stands under the name of a job in the list: a line or two."""
    if job.state.is_waiting:
        waits = QCoreApplication.translate("JobWords", "Waits for its turn")
        held = QCoreApplication.translate("JobWords", "Held back until you let it go on")
        told = held if job.state is State.HELD else waits
        return f"{told}\n{expected_text(job.expected)}" if job.expected is not None else told
    if job.state is State.DONE:
        return job.said or QCoreApplication.translate("JobWords", "Done")
    if job.state is State.FAILED:
        return job.said or QCoreApplication.translate("JobWords", "Failed")
    pace = [job.pace.rate_text, job.pace.left_text] if job.state is State.RUNNING else []
    second = "  ·  ".join(part for part in pace if part)
    return f"{stage_of(job)}\n{second}" if second else stage_of(job)


def expected_text(expected: Estimate) -> str:
    """'240 frames, 1280×720: at most 12 min 5 s and 1.9 GB'; what was never measured is said to be not known."""
    frames = QCoreApplication.translate("Timeline", "%n frames", "", expected.frames)
    work = f"{frames}, {expected.size[0]}×{expected.size[1]}"
    if expected.seconds is None:
        text = QCoreApplication.translate("JobWords", "{work}: how long it takes is not known")
        return text.format(work=work)
    if expected.memory is None:
        text = QCoreApplication.translate("JobWords", "{work}: at most {time}; how much memory is not known")
        return text.format(work=work, time=time_left(expected.seconds))
    text = QCoreApplication.translate("JobWords", "{work}: at most {time} and {memory}")
    return text.format(work=work, time=time_left(expected.seconds), memory=size_text(expected.memory))


def hint_of(job: QueuedJob) -> str:
    """What is said of a job when the mouse stays over it."""
    if not job.state.is_waiting or job.expected is None or job.expected.seconds is None:
        return job.said
    return QCoreApplication.translate(
        "JobWords",
        "Times are those of two cores without a GPU, for an object that fills the frame; smaller ones take less.",
    )
