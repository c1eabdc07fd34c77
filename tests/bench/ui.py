"""What the window promises about time and memory: `python -m tests.bench.ui` (three minutes; `--parts` for some of it).

Figures go to build/bench/ui.json, from which `python -m tests.bench --parts ""` makes the page. Without footage beside
the project nothing is measured. Runs offscreen unless QT_QPA_PLATFORM says otherwise.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import gc
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.refinement import Refinement
from peanut_studio.pipeline.live import LiveResult
from peanut_studio.ui.feed import Feed, Shown, Wanted
from peanut_studio.ui.late import forgo_features, take_turns_quickly

ROOT = Path(__file__).resolve().parents[2]
LONG_GOP = ROOT.parent / "shared" / "clips" / "sammie_dance1080" / "clip.mp4"
RESULTS = ROOT / "build" / "bench" / "ui.json"
DOG = LONG_GOP.parents[1] / "sam2_dog" / "clip.mp4"
Row = dict[str, Any]

START = """
import sys, time
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from peanut_studio.ui import theme
from peanut_studio.ui.main_window import MainWindow
application = QApplication([])
theme.apply(application)
window = MainWindow(settings=QSettings(sys.argv[1], QSettings.Format.IniFormat))
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
window.grab()
heavy = [name for name in ("torch", "av", "cv2", "PySide6.QtMultimedia") if name in sys.modules]
print(time.time(), ",".join(heavy))
window.close()
"""


def row(what: str, value: float, unit: str, bar: float | None, note: str = "", least: bool = False) -> Row:
    """A figure and its bar; `least` says that it must be reached, not kept under."""
    return {"what": what, "value": value, "unit": unit, "bar": bar, "least": least, "note": note}


def start() -> Iterator[Row]:
    """From the process's start to a window that is drawn and answers, and what was imported for it."""
    with tempfile.TemporaryDirectory() as folder:
        taken, heavy = [], ""
        for _ in range(6):
            begun = time.time()
            command = [sys.executable, "-c", START, str(Path(folder) / "settings.ini")]
            answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
            at, _, heavy = answer.stdout.strip().partition(" ")
            taken.append(float(at) - begun)
    yield row("window usable after", statistics.median(taken[1:]), "s", 1.5, f"imported for it: {heavy or 'none'}")


def scrub() -> Iterator[Row]:
    """Request to picture while the timeline is dragged, each request made when the one before was answered."""
    drag = [*range(0, 138, 3), *range(137, 0, -4), *range(0, 138, 7)]
    jumps = random.Random(0).sample(range(139), 60)
    for name, built, bar in (("before the proxy", False, 250.0), ("with the proxy", True, 50.0)):
        for way, frames in (("dragged", drag), ("jumping anywhere", jumps)):
            with _feed(built) as feed:
                taken = [_answer(feed, Wanted(frame)) for frame in frames]
                p95 = float(np.percentile(taken, 95)) * 1000
                note = f"median {statistics.median(taken) * 1000:.0f} ms, longest {max(taken) * 1000:.0f} ms"
                yield row(f"scrubbing, {way}, {name}: p95", p95, "ms", bar, note)


def play() -> Iterator[Row]:
    """Both pictures of each frame and a mask over them, drawn while they were due or at most one frame later."""
    from peanut_studio.ui.player import Player
    from peanut_studio.ui.sound import Sound
    from peanut_studio.ui.viewer import Mode, Viewer

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        film = _at_thirty(Path(name) / "film.mp4")
        with _feed(True, film) as feed, open_clip(film) as reader:
            count, clip = len(reader), reader.clip
            live = LiveResult(Path(name) / "small", Span(0, count), clip.height)
            for frame in range(count):
                live.add(255 - reader[frame])
            feed.begin_live(live)
            track = _disc_track(1, (clip.width, clip.height), count)
            viewer, player = Viewer(), Player(Sound(lambda: None))
            viewer.resize(1400, 700)
            viewer.load(clip.width, clip.height, 1.0)
            viewer.set_mode(Mode.SIDE)
            viewer.show()
            drawn: dict[int, float] = {}

            def on_shown(shown: Shown) -> None:
                viewer.set_pictures(shown.source, shown.result, shown.layers)
                viewer.repaint()
                if shown.result is not None:
                    drawn.setdefault(shown.frame, time.perf_counter())

            feed.shown.connect(on_shown)
            masks = ((track, (255, 92, 122), Refinement()),)
            asked: list[int] = []

            def on_moved(frame: int) -> None:
                if asked[-1:] != [frame]:
                    asked.append(frame)
                    feed.want(Wanted(frame, True, 0, masks))

            player.moved.connect(on_moved)
            player.load(clip)
            _answer(feed, Wanted(0, True, 0, masks))
            drawn.clear()
            begun = time.perf_counter()
            player.toggle(0)
            _until(lambda: player.rate == 0, 60)
            late = [n for n in range(count) if drawn.get(n, 1e9) - begun > (n + 2) / 30]
            skipped = [n for n in late if n not in asked]
            on_time = 1 - len(late) / count
            viewer.close()
            feed.end_live(None)
    note = f"of {count} frames {len(late)} were late, {len(skipped)} of them never asked for"
    yield row("1080p before and after with a mask, 30 frames/s: on time", on_time * 100, "%", 99.0, note, True)


def brush() -> Iterator[Row]:
    """From each move of the mouse until its piece of a stroke has been painted, over a picture of 1080p with a mask."""
    from peanut_studio.ui.modes import Tool
    from tests.bench.stroke import scene, stroke

    viewer = scene()
    for tool, diameter in ((Tool.BRUSH, 40), (Tool.BRUSH, 200), (Tool.ERASER, 60)):
        taken = 1000 * np.array(stroke(viewer, tool, diameter))
        note = f"median {np.median(taken):.1f} ms, longest {taken.max():.1f} ms, {len(taken)} moves"
        what = f"{tool.name.lower()} of {diameter} pixels, from the mouse to the picture: p95"
        yield row(what, float(np.percentile(taken, 95)), "ms", 16, note)
    viewer.close()


def heartbeat() -> Iterator[Row]:
    """The longest time for which the window does not answer while the engines that it chooses by itself work.

    Time in which its thread could have run, but other programs had every processor, is taken off, and told of.
    """
    from peanut_studio.model.prompt import Box
    from peanut_studio.ui.main_window import MainWindow

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ["PEANUT_STUDIO_CACHE"] = name
        window = MainWindow(settings=QSettings(str(Path(name) / "settings.ini"), QSettings.Format.IniFormat))
        window.show()
        gc.freeze()
        window.open(DOG)
        document = window.desk.document
        _until(lambda: document.project is not None, 60)
        document.set_range(100, 124)
        document.go_to(100)
        beats: list[tuple[float, float]] = []
        timer = QTimer(interval=4, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: beats.append((time.perf_counter(), _queued())))
        timer.start()
        document.add_marks(Box(430, 330, 700, 640, 100))
        chosen = document.project.objects[0] if document.project else None

        def is_over() -> bool:
            return not window.worker.is_running and chosen is not None and document.track_on(chosen, 100) is not None

        for work in ("a preview of the mask", "track", "remove", "export"):
            beats.clear()
            if work == "export":
                window.export_to(Path(name) / "out.mp4")
            elif work in ("track", "remove"):
                window.actions_by_id[work].trigger()
            _until(is_over, 600)
            gaps, queued = np.diff(np.array(beats), axis=0).T
            own = gaps - queued
            seconds, raw = beats[-1][0] - beats[0][0], (gaps > 0.05).sum()
            note = f"{(own > 0.05).sum()} of {len(gaps)} beats were longer than 50 ms, {seconds:.0f} s; "
            note += f"waiting for a processor counted {gaps.max() * 1000:.0f} ms, {raw} beats"
            yield row(f"longest pause of the window: {work}", float(own.max()) * 1000, "ms", 50.0, note)
        window.close()


def memory() -> Iterator[Row]:
    """The whole window's memory after ten minutes of 1080p were opened, scrubbed and played, with two long tracks."""
    command = [sys.executable, "-m", "tests.bench.ui", "--memory-here"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found = json.loads(answer.stdout.splitlines()[-1])
    yield row("memory of the window, ten minutes of 1080p", found["peak_mb"], "MB", 1500.0, found["note"])


def memory_here() -> Row:
    """The same, in this process."""
    from peanut_studio.pipeline.edit import TrackedObjects
    from peanut_studio.ui.main_window import MainWindow

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ["PEANUT_STUDIO_CACHE"] = name
        film = _ten_minutes(Path(name) / "long.mp4")
        window = MainWindow(settings=QSettings(str(Path(name) / "settings.ini"), QSettings.Format.IniFormat))
        window.show()
        window.open(film)
        document = window.desk.document
        _until(lambda: document.project is not None, 60)
        project = document.project
        assert project is not None
        clip = project.clip
        for number in (1, 2):
            document.add_object()
            track = _disc_track(number, (clip.width, clip.height), clip.frame_count)
            document.keep_tracks(TrackedObjects({number: track}, project.span), document.project or project)
        for frame in range(0, clip.frame_count, 450):
            document.go_to(frame)
            _until(lambda: False, 0.2)
        window.desk.toggle()
        _until(lambda: False, 10)
        window.timeline.zoom(50)
        _until(lambda: False, 5)
        # Not ru_maxrss, which a process takes over from the one that started it.
        told = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
        window.close()
        return {"peak_mb": int(told) / 1024, "note": f"{clip.frame_count} frames"}


MEASURES = {"start": start, "scrub": scrub, "play": play, "brush": brush, "heartbeat": heartbeat, "memory": memory}

# --- what is measured with


@contextlib.contextmanager
def _feed(built: bool, film: Path = LONG_GOP) -> Iterator[Feed]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PEANUT_STUDIO_CACHE"] = folder
        feed = Feed()
        if not built:
            feed.builder.build = lambda *_: None  # type: ignore[method-assign]
        opened: list[object] = []
        feed.opened.connect(opened.append)
        feed.open(film)
        _until(lambda: bool(opened), 60)
        if built:
            _until(lambda: not feed.builder.is_running, 300)
        yield feed
        feed.stop()


def _answer(feed: Feed, wanted: Wanted) -> float:
    """Seconds from the request to the pictures."""
    loop, got = QEventLoop(), []

    def on_shown(shown: Shown) -> None:
        if shown.frame == wanted.frame and shown.number == feed.number:
            got.append(time.perf_counter())
            loop.quit()

    feed.shown.connect(on_shown)
    begun = time.perf_counter()
    feed.want(wanted)
    QTimer.singleShot(20000, loop.quit)
    loop.exec()
    feed.shown.disconnect(on_shown)
    return got[0] - begun


def _until(true: Callable[[], bool], seconds: float) -> None:
    """Let the window live until something is true, or for so long."""
    loop, end = QEventLoop(), time.monotonic() + seconds
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if true() or time.monotonic() > end else None)
    timer.start(5)
    loop.exec()
    timer.stop()


def _queued() -> float:
    """Seconds for which the main thread was ready to run and had no processor, where the system tells."""
    try:
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def _disc_track(number: int, size: tuple[int, int], count: int) -> MaskTrack:
    down, across = np.mgrid[: size[1], : size[0]]
    shapes = [
        (across - size[0] * (0.3 + step / 20)) ** 2 + (down - size[1] / 2) ** 2 < (size[1] / 4) ** 2
        for step in range(8)
    ]
    few = MaskTrack(number, size, 8).with_frames((n, shape, 0.9) for n, shape in enumerate(shapes))
    runs = {frame: few.runs[frame % 8] for frame in range(count)}
    return MaskTrack(number, size, count, runs, dict.fromkeys(range(count), 0.9))


def _at_thirty(target: Path) -> Path:
    """The long clip's pictures twice over, 30 a second."""
    return _repeated(target, 2, Fraction(30))


def _ten_minutes(target: Path) -> Path:
    return _repeated(target, 130, Fraction(30))


def _repeated(target: Path, times: int, rate: Fraction) -> Path:
    """The long clip again and again without coding it anew; each round begins with its key frame."""
    with av.open(str(LONG_GOP)) as source, av.open(str(target), "w") as output:
        first = source.streams.video[0]
        copy = output.add_stream_from_template(first)
        packets = [packet for packet in source.demux(first) if packet.size]
        ticks = (first.time_base or Fraction(1)) * first.average_rate
        copy.time_base = 1 / rate
        stamps = [
            (round(one.pts * ticks), round((one.dts or 0) * ticks), bytes(one), one.is_keyframe) for one in packets
        ]
        for turn in range(times):
            for pts, dts, data, is_key in stamps:
                packet = av.Packet(data)
                packet.stream, packet.time_base, packet.is_keyframe = copy, 1 / rate, is_key
                packet.pts, packet.dts = pts + turn * len(stamps), dts + turn * len(stamps)
                output.mux(packet)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default=",".join(MEASURES))
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--memory-here", action="store_true")
    options = parser.parse_args()
    forgo_features()
    take_turns_quickly()
    application = QApplication([])
    if options.memory_here:
        sys.stdout.write(json.dumps(memory_here()) + "\n")
        return
    if not LONG_GOP.is_file():
        sys.stderr.write(f"There is no {LONG_GOP}; nothing was measured.\n")
        return
    known = json.loads(options.results.read_text())["figures"] if options.results.is_file() else {}
    for part in filter(None, options.parts.split(",")):
        known[part] = list(MEASURES[part]())
        for one in known[part]:
            sys.stdout.write(f"{one['what']}: {one['value']:.2f} {one['unit']} (bar {one['bar']}) {one['note']}\n")
            sys.stdout.flush()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    options.results.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "figures": known,
        "commit": commit,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {application.platformName()}, niceness {os.nice(0)}",
    }
    options.results.write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
