"""What is said of a job in a line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.words import stage_text


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
    if job.state is State.WAITING:
        return QCoreApplication.translate("JobWords", "Waits for its turn")
    if job.state is State.HELD:
        return QCoreApplication.translate("JobWords", "Held back until you let it go on")
    if job.state is State.DONE:
        return job.said or QCoreApplication.translate("JobWords", "Done")
    if job.state is State.FAILED:
        return job.said or QCoreApplication.translate("JobWords", "Failed")
    pace = [job.pace.rate_text, job.pace.left_text] if job.state is State.RUNNING else []
    second = "  ·  ".join(part for part in pace if part)
    return f"{stage_of(job)}\n{second}" if second else stage_of(job)
