"""`peanut-studio track`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peanut_studio.cli import finding
from peanut_studio.cli import options as opt
from peanut_studio.cli.report import show_report
from peanut_studio.cli.work import run_shown


def track(
    source: opt.Source,
    target: Annotated[Path | None, typer.Option("--output", "-o", metavar="MASKS", help="What to write.")] = None,
    text: opt.Text = None,
    grounder: opt.Grounder = "auto",
    candidate: opt.CandidateNumber = None,
    list_candidates: opt.ListCandidates = False,
    point: opt.Points = None,
    minus_point: opt.MinusPoints = None,
    box: opt.Boxes = None,
    key_mask: opt.KeyMasks = None,
    begin: opt.Begin = None,
    end: opt.End = None,
    fps: opt.Rate = None,
    mask_format: Annotated[
        str,
        typer.Option(
            "--format", metavar="NAME", help="davis, youtube-vos, exr, png (folders), coco-rle or npz (files)."
        ),
    ] = "davis",
    refine: opt.Refine = "none",
    smooth: opt.Smooth = 0,
    band: opt.Band = None,
    shadows: Annotated[
        bool, typer.Option("--shadows", help="Write the shadow and reflection of the object as part of its mask.")
    ] = False,
    segmenter: opt.Segmenter = "auto",
    flow: opt.Flow = None,
    device: opt.Device = "auto",
    overwrite: opt.Overwrite = False,
    dry_run: opt.DryRun = False,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Track an object and write its masks, one for each frame of the clip; outside --in and --out they are empty."""
    points = [opt.parse_point(text) for text in point or ()]
    minus_points = [opt.parse_point(text) for text in minus_point or ()]
    boxes = [opt.parse_box(text) for text in box or ()]
    frame_rate = opt.parse_rate(fps)
    if list_candidates:
        finding.list_candidates(
            source, text, target, start=begin, end=end, frame_rate=frame_rate, grounder=grounder, device=device,
            overwrite=overwrite, as_json=json, quiet=quiet,
        )  # fmt: skip
        return
    written = opt.required(target)
    from peanut_studio.pipeline import api

    report = run_shown(
        lambda weights, on_progress: api.track_and_report(
            source,
            text=text,
            candidate=candidate,
            grounder=grounder,
            points=points,
            minus_points=minus_points,
            boxes=boxes,
            key_masks=[opt.parse_key_mask(text) for text in key_mask or ()],
            start=begin,
            end=end,
            frame_rate=frame_rate,
            refine=refine,
            smooth=smooth,
            band=band,
            shadows=shadows,
            segmenter=segmenter,
            flow=flow,
            device=device,
            target=written,
            mask_format=mask_format,
            overwrite=overwrite,
            weights=weights,
            on_progress=on_progress,
        ),
        quiet,
        dry_run,
    )
    lost, unsure = (sum(map(len, spans)) for spans in (report.lost, report.unsure))
    facts = {
        "source": str(source),
        "target": str(written),
        "first_frame": report.span.start,
        "frames": len(report.span),
        "segmenter": report.segmenter,
        "lost": [[span.start, span.stop] for span in report.lost],
        "low_confidence": [[span.start, span.stop] for span in report.unsure],
    }
    sentence = (
        f"{written}: the masks of {len(report.span)} frames by {report.segmenter}; "
        f"lost on {lost}, of low confidence on {unsure}."
    )
    show_report(sentence, facts, as_json=json, quiet=quiet)
