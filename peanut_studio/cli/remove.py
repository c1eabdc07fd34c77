"""`peanut-studio remove`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from peanut_studio.cli import finding
from peanut_studio.cli import options as opt
from peanut_studio.cli.report import show_report
from peanut_studio.cli.work import run_shown

if TYPE_CHECKING:
    from peanut_studio.pipeline.remove import RemoveReport


def remove(
    source: opt.Source,
    target: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="The video to write.", show_default=False)
    ] = None,
    text: opt.Text = None,
    grounder: opt.Grounder = "auto",
    candidate: opt.CandidateNumber = None,
    list_candidates: opt.ListCandidates = False,
    point: opt.Points = None,
    minus_point: opt.MinusPoints = None,
    box: opt.Boxes = None,
    key_mask: opt.KeyMasks = None,
    mask: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER|FILE", help="Masks instead: one for each frame, or one still mask for all."),
    ] = None,
    begin: opt.Begin = None,
    end: opt.End = None,
    fps: opt.Rate = None,
    grow: Annotated[
        float | None,
        typer.Option(metavar="PX", help="Grow masks by so many pixels; 4 at 854 pixels wide by default.", min=0),
    ] = None,
    feather: Annotated[
        float | None,
        typer.Option(metavar="PX", help="Soft edge outside of that; 3 at 854 pixels wide by default.", min=0),
    ] = None,
    refine: opt.Refine = "none",
    smooth: opt.Smooth = 0,
    band: opt.Band = None,
    segmenter: opt.Segmenter = "auto",
    flow: opt.Flow = None,
    shadows: Annotated[
        bool | None,
        typer.Option(help="Remove the shadow beside the object too: yes when it is tracked, no when masks are given."),
    ] = None,
    handles: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Frames round the range to look at as well; enough for a short one by default.", min=0
        ),
    ] = None,
    grain: Annotated[bool, typer.Option(help="Give the fill the grain that it lacks of its surroundings.")] = True,
    inpainter: Annotated[
        str, typer.Option(metavar="ENGINE", help="What fills the hole; 'auto' looks at the clip, chooses and says why.")
    ] = "propagation",
    upscaler: Annotated[
        str | None,
        typer.Option(metavar="ENGINE", help="What enlarges a hole filled at reduced size; bicubic otherwise."),
    ] = None,
    reduce: Annotated[
        int, typer.Option(metavar="N", help="Fill holes at 1/N of the size: faster, less sharp.", min=1, max=16)
    ] = 1,
    device: opt.Device = "auto",
    memory: opt.Memory = None,
    codec: opt.Codec = "h264",
    crf: opt.Crf = None,
    keep_masks: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the masks that were used there as well.")
    ] = None,
    mask_format: Annotated[
        str,
        typer.Option(
            "--format", metavar="NAME", help="Of --keep-masks: png, davis, youtube-vos, exr, coco-rle or npz."
        ),
    ] = "png",
    overwrite: opt.Overwrite = False,
    only_fill: opt.OnlyFill = None,
    dry_run: opt.DryRun = False,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Remove an object from a video.

    Say which (--text) or point at it (--point, --box) and it is tracked, or give its masks (--mask). Pixels outside
    the mask stay as they are, sound and timing too.
    """
    points = [opt.parse_point(text) for text in point or ()]
    minus_points = [opt.parse_point(text) for text in minus_point or ()]
    boxes = [opt.parse_box(text) for text in box or ()]
    frame_rate = opt.parse_rate(fps)
    filled_now = opt.parse_frames(only_fill)
    if list_candidates:
        finding.list_candidates(
            source, text, target, start=begin, end=end, frame_rate=frame_rate, grounder=grounder, device=device,
            overwrite=overwrite, as_json=json, quiet=quiet,
        )  # fmt: skip
        return
    written = opt.required(target)
    from peanut_studio.pipeline import api

    report = run_shown(
        lambda weights, on_progress: api.remove(
            source,
            written,
            text=text,
            candidate=candidate,
            grounder=grounder,
            points=points,
            minus_points=minus_points,
            boxes=boxes,
            key_masks=[opt.parse_key_mask(text) for text in key_mask or ()],
            masks=mask,
            start=begin,
            end=end,
            frame_rate=frame_rate,
            grow=grow,
            feather=feather,
            refine=refine,
            smooth=smooth,
            band=band,
            segmenter=segmenter,
            flow=flow,
            inpainter=inpainter,
            upscaler=upscaler,
            device=device,
            reduce=reduce,
            codec=codec,
            crf=crf,
            shadows=shadows,
            grain=grain,
            handles=handles,
            keep_masks=keep_masks,
            mask_format=mask_format,
            overwrite=overwrite,
            only_fill=filled_now,
            weights=weights,
            on_progress=on_progress,
        ),
        quiet,
        dry_run,
        memory,
    )
    described = _described(report) if filled_now is None else _ahead(report)
    show_report(*described, as_json=json, quiet=quiet)


def _described(report: RemoveReport) -> tuple[str, dict[str, Any]]:
    frames = len(report.span)
    tracked = f", {report.seconds_tracking:.1f} s tracking with {report.segmenter}" if report.segmenter else ""
    sentence = (
        f"{report.target}: {frames} {'frame' if frames == 1 else 'frames'}, {report.filled} of them filled with "
        f"{report.inpainter} "
        f"({report.seconds_filling:.1f} s filling and writing{tracked})."
    )
    if report.windows_made < report.windows:
        sentence += f" {report.windows_made} of {report.windows} windows computed again, the others were kept."
    facts = {
        "source": str(report.source),
        "target": str(report.target),
        "first_frame": report.span.start,
        "frames": frames,
        "looked_at": [report.reach.start, report.reach.stop],
        "frames_filled": report.filled,
        "segmenter": report.segmenter,
        "inpainter": report.inpainter,
        "lost": [[span.start, span.stop] for span in report.lost],
        "low_confidence": [[span.start, span.stop] for span in report.unsure],
        "windows": report.windows,
        "windows_computed": report.windows_made,
        "concealed_frames": report.concealed,
        "seconds_tracking": round(report.seconds_tracking, 3),
        "seconds_filling": round(report.seconds_filling, 3),
    }
    return sentence, facts


def _ahead(report: RemoveReport) -> tuple[str, dict[str, Any]]:
    """What was filled without a film being written."""
    sentence = f"{report.windows_made} of {report.windows} windows computed and kept; no film was written."
    facts = {
        "parts": [[part.start, part.stop] for part in report.parts],
        "windows": report.windows,
        "windows_computed": report.windows_made,
    }
    return sentence, facts
