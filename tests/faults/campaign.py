"""What can go wrong, tried many times: each function gives a `Tally`. The same seeds give the same faults."""

from tests.faults.damage import fills_damaged, films_damaged, masks_damaged, projects_damaged, weights_damaged
from tests.faults.disks import disks_full, writes_refused
from tests.faults.films import strange_films
from tests.faults.kills import edits_killed, jobs_killed, windows_killed
from tests.faults.programs import ROOT, Tally
from tests.faults.rewritten import projects_rewritten

__all__ = [
    "ROOT",
    "Tally",
    "disks_full",
    "edits_killed",
    "fills_damaged",
    "films_damaged",
    "jobs_killed",
    "masks_damaged",
    "projects_damaged",
    "projects_rewritten",
    "strange_films",
    "weights_damaged",
    "windows_killed",
    "writes_refused",
]
