"""Faults tried and survived: `python -m tests.faults [--share S]` writes the table of docs/reliability.md.

The whole campaign takes some twenty minutes on two cores; `--share 0.1` does a tenth of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import campaign
from tests.faults.campaign import ROOT, Tally

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"


def tried(share: float) -> list[Tally]:
    """The campaign, each part in a folder of its own."""

    def many(count: int) -> int:
        return max(20, round(share * count))

    parts = (
        lambda folder: campaign.projects_damaged(folder, many(320)),
        lambda folder: campaign.projects_rewritten(folder, many(1000)),
        lambda folder: campaign.fills_damaged(folder, many(320)),
        lambda folder: campaign.masks_damaged(folder, many(320)),
        lambda folder: campaign.films_damaged(folder, 4 * many(100)),
        lambda folder: campaign.weights_damaged(folder, many(200)),
        lambda folder: campaign.edits_killed(folder, max(4, round(share * 150))),
        lambda folder: campaign.jobs_killed(folder, max(4, round(share * 50))),
        lambda folder: campaign.windows_killed(folder, max(4, round(share * 40))),
        lambda folder: campaign.disks_full(folder, max(4, round(share * 20))),
        lambda folder: campaign.writes_refused(folder, share),
        campaign.strange_films,
    )
    tallies = []
    for part in parts:
        with tempfile.TemporaryDirectory(prefix="peanut-faults-") as folder:
            begun = time.monotonic()
            tally = part(Path(folder))
            tally.seconds = time.monotonic() - begun
        tallies.append(tally)
        sys.stdout.write(f"{tally.survived} of {tally.tried} in {tally.seconds:.0f} s: {tally.name}\n")
        sys.stdout.writelines(f"    {failure}\n" for failure in tally.failures[:10])
        sys.stdout.flush()
    return tallies


def table(tallies: list[Tally]) -> str:
    """The table, with commit and date."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.strip()
    rows = [f"| {tally.name} | {tally.tried} | {tally.survived} |" for tally in tallies]
    total = f"| **all** | **{sum(t.tried for t in tallies)}** | **{sum(t.survived for t in tallies)}** |"
    made = f"Made by `python -m tests.faults`, commit {commit}, {time.strftime('%Y-%m-%d')}."
    return "\n".join([made, "", "| Fault | Tried | Survived |", "|---|---|---|", *rows, total])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    tallies = tried(options.share)
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table(tallies)}\n{END}{after}", encoding="utf-8")
    return int(any(tally.failures for tally in tallies))


if __name__ == "__main__":
    raise SystemExit(main())
