"""`peanut-studio train`: the networks that can be trained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from peanut_studio.cli import options as opt
from peanut_studio.cli.report import show_report
from peanut_studio.cli.upscale import parse_size
from peanut_studio.cli.work import run_shown
from peanut_studio.engines import device as devices
from peanut_studio.engines import registry
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Progress, run_job
from peanut_studio.training.degradation import Degradation
from peanut_studio.training.engine import EngineTraining
from peanut_studio.training.engine import train as train_engine
from peanut_studio.training.holes import HoleCutting
from peanut_studio.training.inpaint import InpaintTraining
from peanut_studio.training.inpaint import train as train_inpainter
from peanut_studio.training.loop import TrainReport
from peanut_studio.training.samples import Cutting
from peanut_studio.training.upscale import TrainRequest, train

E2FGVI = "e2fgvi-hq"

app = typer.Typer(help="Train the networks that can be trained.", no_args_is_help=True)
Log = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write curves for TensorBoard there.")]
HOW: dict[str, Degradation] = {"bicubic": "bicubic", "blur": "blur"}


@app.callback()
def _group() -> None:
    pass


@app.command()
def upscale(
    clips: Annotated[
        list[Path], typer.Argument(metavar="CLIP...", help="Large videos, folders of pictures, or of either.")
    ],
    target: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The checkpoint; goes on from it.")],
    start: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Weights to start from.")] = None,
    steps: Annotated[int, typer.Option(metavar="N", min=1, help="Steps in all.")] = 300000,
    rate: Annotated[float, typer.Option(metavar="R", help="Learning rate at the beginning.")] = 2e-4,
    degradation: Annotated[str, typer.Option(metavar="HOW", help="How frames get small: bicubic or blur.")] = "bicubic",
    compress: Annotated[bool, typer.Option("--compress", help="Small frames are compressed as well.")] = False,
    frames: Annotated[int, typer.Option(metavar="N", min=2, help="Frames a sample.")] = 7,
    side: Annotated[int, typer.Option(metavar="PX", min=64, help="Side of a small sample.")] = 64,
    log: Log = None,
    device: opt.Device = "auto",
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Train BasicVSR on videos of your own, or on a data set. Stopped training goes on where it stopped."""
    if degradation not in HOW:
        raise InputError(f"'{degradation}' is no way to make frames small; write bicubic or blur.")
    cutting = Cutting(frames, side, how=HOW[degradation], compress=compress)
    where = devices.resolve(device)
    request = TrainRequest(tuple(clips), target, start, steps, rate, device=where, cutting=cutting, log=log)
    report = run_shown(lambda _weights, on_progress: run_job(train(request), on_progress), quiet)
    _show(report, as_json=json, quiet=quiet)


@app.command()
def inpaint(
    clips: Annotated[list[Path], typer.Argument(metavar="CLIP...", help="Videos, folders of pictures, or of either.")],
    target: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The checkpoint; goes on from it.")],
    engine: Annotated[
        str, typer.Option(metavar="ID", help="Which: e2fgvi-hq, or one of a plugin that can be trained, as tgfnet.")
    ] = E2FGVI,
    start: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Weights of it to start from.")] = None,
    steps: Annotated[int, typer.Option(metavar="N", min=1, help="Steps in all.")] = 500000,
    rate: Annotated[float, typer.Option(metavar="R", help="Learning rate at the beginning.")] = 1e-4,
    frames: Annotated[int, typer.Option(metavar="N", min=1, help="Consecutive frames a sample.")] = 5,
    references: Annotated[int, typer.Option(metavar="N", min=0, help="Frames from anywhere beside them.")] = 3,
    size: Annotated[
        str, typer.Option(metavar="WxH", help="Of a sample; for e2fgvi-hq multiples of 108 and 60.")
    ] = "432x240",
    width: Annotated[
        int | None, typer.Option(metavar="N", min=4, help="Of the network's layers, for a small one; a plugin's only.")
    ] = None,
    log: Log = None,
    device: opt.Device = "auto",
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Train an inpainter on your own videos, YouTube-VOS or DAVIS, with holes drawn at random.

    Stopped training goes on where it stopped.
    """
    cutting = HoleCutting(frames, references, parse_size(size) or HoleCutting.size)
    facts: dict[str, Any] = {
        "start": start,
        "steps": steps,
        "rate": rate,
        "device": devices.resolve(device),
        "cutting": cutting,
        "log": log,
    }

    def learn(weights: WeightStore, on_progress: Callable[[Progress], None]) -> TrainReport:
        if engine == E2FGVI:
            return run_job(train_inpainter(InpaintTraining(tuple(clips), target, **facts)), on_progress)
        request = EngineTraining(tuple(clips), target, engine, width=width, **facts)
        return run_job(train_engine(request, weights), on_progress)

    if engine == E2FGVI and width is not None:
        raise InputError(f"The layers of {E2FGVI} are as wide as they are; leave --width out.")
    report = run_shown(learn, quiet)
    _show(report, as_json=json, quiet=quiet)


@app.command()
def mask(
    data: Annotated[Path, typer.Argument(metavar="FOLDER", help="Ref-YouTube-VOS, MeViS or Ref-DAVIS.")],
    target: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The checkpoint; goes on from it.")],
    start: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A whole checkpoint of SAMWISE; else the published one."),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Of the checkpoint keep only what is not trained.")] = False,
    whole: Annotated[
        Path | None, typer.Option("--whole", metavar="FILE", help="At the end write all, for the engine to take.")
    ] = None,
    size: Annotated[str, typer.Option(metavar="NAME", help="Of SAM 2's encoder: base or tiny.")] = "base",
    steps: Annotated[int, typer.Option(metavar="N", min=1, help="Steps in all.")] = 50000,
    rate: Annotated[float, typer.Option(metavar="R", help="Learning rate at the beginning.")] = 1e-4,
    frames: Annotated[int, typer.Option(metavar="N", min=2, help="Frames a sample.")] = 8,
    side: Annotated[int, typer.Option(metavar="PX", min=64, help="Side of the network's picture.")] = 1024,
    log: Log = None,
    device: opt.Device = "auto",
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Train what lets SAMWISE follow words; SAM 2 and RoBERTa stay as they are. Stopped training goes on."""
    if size not in ("base", "tiny"):
        raise InputError(f"'{size}' is no size of SAM 2's encoder; write base or tiny.")
    missing = registry.missing_packages(registry.info("segment", "samwise"))
    if missing:
        raise InputError(f"Training SAMWISE needs the Python package {missing[0]}; install it with pip.")
    from peanut_studio.engines.segment.samwise_sight import MERGES, VOCABULARY, WEIGHTS, load_words
    from peanut_studio.training.mask import MaskTraining
    from peanut_studio.training.mask import train as train_masks
    from peanut_studio.training.referring import read_referring

    if not read_referring(data):
        raise InputError(f"{data} has no phrases to learn from.")

    def work(weights: WeightStore, on_progress: Callable[[Progress], None]) -> TrainReport:
        tokens = load_words({name: weights.require(name) for name in (VOCABULARY, MERGES)})
        request = MaskTraining(
            data, target, tokens, start or weights.require(WEIGHTS), fresh, steps, rate,
            device=devices.resolve(device), size=size, side=side, frames=frames, whole=whole, log=log,
        )  # fmt: skip
        return run_job(train_masks(request), on_progress)

    _show(run_shown(work, quiet), as_json=json, quiet=quiet)


def _show(report: TrainReport, *, as_json: bool, quiet: bool) -> None:
    loss = sum(report.losses[-100:]) / max(1, len(report.losses[-100:]))
    facts = {"target": str(report.target), "step": report.step, "loss": loss}
    show_report(f"{report.target}: step {report.step}, loss {loss:.5f}.", facts, as_json=as_json, quiet=quiet)
