"""`peanut-studio demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peanut_studio.cli import options as opt
from peanut_studio.cli.report import show_report
from peanut_studio.cli.work import run_shown

if TYPE_CHECKING:
    from peanut_studio.pipeline.demo import DemoReport


def demo(
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.")] = Path(
        "peanut-demo"
    ),
    segmenter: opt.Segmenter = "auto",
    flow: opt.Flow = None,
    inpainter: Annotated[str, typer.Option(metavar="ENGINE", help="What fills the hole.")] = "propagation",
    device: opt.Device = "auto",
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Make a clip with a rolling ball, remove the ball by one click, and score the result against the truth."""
    from peanut_studio.model.progress import run_job
    from peanut_studio.pipeline.choice import Choices
    from peanut_studio.pipeline.demo import DemoRequest
    from peanut_studio.pipeline.demo import demo as show

    choices = Choices(segmenter=segmenter, flow=flow, inpainter=inpainter, device=device)
    report = run_shown(
        lambda weights, on_progress: run_job(show(DemoRequest(folder, choices, weights=weights)), on_progress), quiet
    )
    scores = {name: _score(report, path) for name, path in (("result", report.result), ("telea", report.baseline))}
    lines = [
        f"The ball was tracked with an overlap of {report.overlap:.3f} (1 is perfect) by {report.removed.segmenter}.",
        f"Inside the hole, against the truth ({report.removed.inpainter} | telea):",
        f"  PSNR {scores['result'][0]:.2f} dB | {scores['telea'][0]:.2f} dB",
        f"  SSIM {scores['result'][1]:.4f} | {scores['telea'][1]:.4f}",
        f"Look at {report.sheet}; the clip and its results lie beside it in {folder}.",
    ]
    facts = {
        "folder": str(folder),
        "segmenter": report.removed.segmenter,
        "inpainter": report.removed.inpainter,
        "overlap": round(report.overlap, 4),
        **{name: {"psnr": round(psnr, 3), "ssim": round(ssim, 5)} for name, (psnr, ssim) in scores.items()},
    }
    show_report("\n".join(lines), facts, as_json=json, quiet=quiet)


def _score(report: DemoReport, path: Path) -> tuple[float, float]:
    """Mean PSNR in dB and SSIM of the pixels where the ball was."""
    import numpy as np

    from peanut_studio.media.reader import open_clip
    from peanut_studio.ops.regions import region_of
    from peanut_studio.quality.fidelity import psnr, ssim

    found = []
    with open_clip(path) as reader:
        for index in range(report.scene.count):
            mask, truth = report.scene.mask(index), report.scene.truth(index)
            region = region_of(mask)
            assert region is not None
            patch, expected = reader[index][region.slices], truth[region.slices]
            found.append((psnr(reader[index], truth, mask), ssim(patch, expected)))
    return float(np.mean([pair[0] for pair in found])), float(np.mean([pair[1] for pair in found]))
