"""Projects as records, each under a key made of what it holds: what two steps share is kept once.

A project's record names those of its objects, an object's that of its track, a track's those of its leaves, and a
leaf those of the masks of `LEAF` frames. A hand that corrects one frame of a long track so makes five small records.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Clip
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Marker, Project, Result
from peanut_studio.model.run_length import unpack
from peanut_studio.store.project_media import is_there
from peanut_studio.store.project_records import (
    KEY_BYTES,
    LONGEST,
    clip_from,
    clip_row,
    flag,
    key_of,
    mark_from,
    mark_row,
    pair_from,
    refinement_from,
    refinement_row,
    span_from,
    span_row,
    text,
    whole,
)

LEAF = 64
_ROW = struct.Struct(f"<I{KEY_BYTES}sd")


class ProjectEncoder:
    """Turns projects into records. It remembers what it has seen, so that a second step costs what is new in it."""

    def __init__(self) -> None:
        self._masks: dict[bytes, bytes] = {}
        self._tracks: dict[int, tuple[MaskTrack, bytes]] = {}
        self._clips: dict[int, tuple[Clip, bytes]] = {}
        self._records: dict[bytes, bytes] = {}

    def project(self, project: Project) -> tuple[bytes, Mapping[bytes, bytes]]:
        """The key of a project's record, and the records that this encoder has not given before."""
        root = self._put(
            {
                "clip": self._clip(project.clip).hex(),
                "span": span_row(project.span),
                "objects": [self._object(chosen).hex() for chosen in project.objects],
                "selected": project.selected,
                "result": self._result(project.result) if project.result is not None else None,
                "markers": [[marker.frame, marker.name] for marker in project.markers],
            }
        )
        fresh, self._records = self._records, {}
        return root, fresh

    def learn(self, decoder: ProjectDecoder) -> None:
        """What a decoder has read need not be given again."""
        self._masks.update({runs: key for key, runs in decoder.masks.items()})
        self._tracks.update({id(track): (track, bytes.fromhex(name)) for name, track in decoder.tracks.items()})

    def forget(self) -> None:
        """Give everything again: what was given could not be kept."""
        self._masks.clear()
        self._tracks.clear()
        self._clips.clear()
        self._records.clear()

    def _put(self, value: object) -> bytes:
        return self._keep(json.dumps(value, separators=(",", ":"), allow_nan=False).encode())

    def _keep(self, body: bytes) -> bytes:
        key = key_of(body)
        self._records[key] = body
        return key

    def _clip(self, clip: Clip) -> bytes:
        known = self._clips.get(id(clip))
        if known is None:
            known = self._clips[id(clip)] = clip, self._put(clip_row(clip))
        return known[1]

    def _mask(self, runs: bytes) -> bytes:
        key = self._masks.get(runs)
        if key is None:
            key = self._masks[runs] = self._keep(runs)
        return key

    def _track(self, track: MaskTrack) -> bytes:
        known = self._tracks.get(id(track))
        if known is not None:
            return known[1]
        leaves: dict[int, list[bytes]] = {}
        for frame in track.frames:
            row = _ROW.pack(frame, self._mask(track.runs[frame]), track.confidence.get(frame, math.nan))
            leaves.setdefault(frame // LEAF, []).append(row)
        key = self._put(
            {
                "id": track.object_id,
                "size": track.size,
                "count": track.frame_count,
                "prompted": sorted(track.prompted),
                "leaves": [self._keep(b"".join(rows)).hex() for rows in leaves.values()],
            }
        )
        self._tracks[id(track)] = track, key
        return key

    def _corrections(self, corrections: Iterable[Correction]) -> list[object]:
        return [[one.frame, one.size, self._mask(one.runs).hex()] for one in corrections]

    def _object(self, chosen: ChosenObject) -> bytes:
        return self._put(
            {
                "id": chosen.object_id,
                "name": chosen.name,
                "colour": chosen.colour,
                "visible": chosen.visible,
                "locked": chosen.locked,
                "removed": chosen.removed,
                "marks": [mark_row(mark) for mark in chosen.marks],
                "corrections": self._corrections(chosen.corrections),
                "gone": [span_row(span) for span in chosen.gone],
                "refinement": refinement_row(chosen.refinement),
                "track": self._track(chosen.track).hex() if chosen.track is not None else None,
                "tracked_from": [mark_row(mark) for mark in chosen.tracked_from],
                "corrected_from": self._corrections(chosen.corrected_from),
            }
        )

    def _result(self, result: Result) -> object:
        return {
            "name": result.path.name,
            "span": span_row(result.span),
            "filled": [span_row(span) for span in result.filled],
            "made_from": [self._track(track).hex() for track in result.made_from],
            "refined_by": [refinement_row(how) for how in result.refined_by],
            **({} if result.whole else {"whole": False}),
        }


class ProjectDecoder:
    """Projects from records; what two of them share becomes one value. `fetch` gives a record by key.

    Results are looked for in the folder `results` and nowhere else; one that is not there counts as not made.
    Raises one of `DAMAGED` where the records are not those of a project.
    """

    def __init__(self, fetch: Callable[[bytes], bytes], results: Path) -> None:
        self._fetch, self._results = fetch, results
        self.masks: dict[bytes, bytes] = {}
        self.tracks: dict[str, MaskTrack] = {}
        self._leaves: dict[tuple[bytes, tuple[int, int]], tuple[dict[int, bytes], dict[int, float]]] = {}
        self._objects: dict[str, ChosenObject] = {}
        self._made: dict[str, Result | None] = {}

    def project(self, root: bytes, clip: Clip) -> Project:
        """The project under a key, of `clip`, which is the one that `clip_of` tells of, wherever it now lies."""
        try:
            return self._project(root, clip)
        except InputError as error:
            raise ValueError("a span without frames") from error

    def _project(self, root: bytes, clip: Clip) -> Project:
        told = self._json(root)
        project = Project(
            clip,
            span_from(told["span"]),
            self._objects_of(told["objects"]),
            None if told["selected"] is None else whole(told["selected"], 0, LONGEST),
            self._result(told["result"]),
            tuple(Marker(whole(frame, 0, LONGEST), text(name)) for frame, name in told["markers"]),
        )
        if not _is_of(project, clip):
            raise ValueError("a project of another clip")
        if len({chosen.object_id for chosen in project.objects}) < len(project.objects):
            raise ValueError("two objects of one number")
        return project

    def clip_of(self, root: bytes, path: Path) -> Clip:
        """The clip of the project under a key, lying at `path`."""
        return clip_from(self._json(bytes.fromhex(self._json(root)["clip"])), path)

    def _json(self, key: bytes) -> Any:
        return json.loads(self._fetch(key))

    def _mask(self, key: bytes, size: tuple[int, int]) -> bytes:
        runs = self.masks.get(key)
        if runs is None:
            runs = self.masks[key] = self._fetch(key)
        if int(unpack(runs).sum(dtype="int64")) != size[0] * size[1]:
            raise ValueError("a mask of another size")
        return runs

    def _track(self, name: str) -> MaskTrack:
        if name in self.tracks:
            return self.tracks[name]
        told = self._json(bytes.fromhex(name))
        size = pair_from(told["size"])
        runs: dict[int, bytes] = {}
        confidence: dict[int, float] = {}
        for leaf in told["leaves"]:
            masks, sure = self._leaf(bytes.fromhex(leaf), size)
            runs.update(masks)
            confidence.update(sure)
        count = whole(told["count"], 1, LONGEST)
        if runs and max(runs) >= count:
            raise ValueError("a mask past the end")
        prompted = frozenset(whole(frame, 0, count - 1) for frame in told["prompted"])
        self.tracks[name] = MaskTrack(whole(told["id"], 0, LONGEST), size, count, runs, confidence, prompted)
        return self.tracks[name]

    def _leaf(self, key: bytes, size: tuple[int, int]) -> tuple[dict[int, bytes], dict[int, float]]:
        if (key, size) not in self._leaves:
            rows = self._rows_of(key)
            masks = {frame: self._mask(mask, size) for frame, mask, _ in rows}
            if not all(math.isnan(sure) or 0 <= sure <= 1 for _, _, sure in rows):
                raise ValueError("a confidence that is none")
            self._leaves[key, size] = masks, {frame: sure for frame, _, sure in rows if not math.isnan(sure)}
        return self._leaves[key, size]

    def _rows_of(self, leaf: bytes) -> list[tuple[int, bytes, float]]:
        return list(_ROW.iter_unpack(self._fetch(leaf)))

    def _corrections(self, told: Iterable[Any]) -> tuple[Correction, ...]:
        return tuple(
            Correction(whole(frame, 0, LONGEST), pair_from(size), self._mask(bytes.fromhex(key), pair_from(size)))
            for frame, size, key in told
        )

    def _objects_of(self, names: Iterable[str]) -> tuple[ChosenObject, ...]:
        return tuple(self._object(name) for name in names)

    def _track_or_none(self, name: str | None) -> MaskTrack | None:
        return self._track(name) if name is not None else None

    def _object(self, name: str) -> ChosenObject:
        if name not in self._objects:
            told = self._json(bytes.fromhex(name))
            red, green, blue = (whole(value, 0, 255) for value in told["colour"])
            self._objects[name] = ChosenObject(
                whole(told["id"], 0, LONGEST),
                text(told["name"]),
                (red, green, blue),
                flag(told["visible"]),
                flag(told["locked"]),
                flag(told["removed"]),
                tuple(mark_from(mark) for mark in told["marks"]),
                self._corrections(told["corrections"]),
                tuple(span_from(span) for span in told["gone"]),
                refinement_from(told["refinement"]),
                self._track_or_none(told["track"]),
                tuple(mark_from(mark) for mark in told["tracked_from"]),
                self._corrections(told["corrected_from"]),
            )
        return self._objects[name]

    def _result(self, told: Any) -> Result | None:
        if told is None:
            return None
        shared = json.dumps(told)
        if shared not in self._made:
            inner = _inner(text(told["name"]))
            path = self._results / inner
            self._made[shared] = Result(
                path,
                span_from(told["span"]),
                tuple(span_from(span) for span in told["filled"]),
                tuple(self._track(key) for key in told["made_from"]),
                tuple(refinement_from(how) for how in told["refined_by"]),
                flag(told.get("whole", True)),
            )
            if not inner or not is_there(path):
                self._made[shared] = None
        return self._made[shared]


def _is_of(project: Project, clip: Clip) -> bool:
    """Whether all frames that a project names are a clip's, and all masks of its size."""
    size, count = (clip.width, clip.height), clip.frame_count
    stops = [project.span.stop, *(marker.frame + 1 for marker in project.markers)]
    for chosen in project.objects:
        corrections = *chosen.corrections, *chosen.corrected_from
        if any(one.size != size for one in corrections):
            return False
        if chosen.track is not None and (chosen.track.size, chosen.track.frame_count) != (size, count):
            return False
        stops += [one.frame + 1 for one in (*corrections, *chosen.marks, *chosen.tracked_from)]
        stops += [span.stop for span in chosen.gone]
    return max(stops) <= count


def result_name(root: bytes, fetch: Callable[[bytes], bytes]) -> str | None:
    """What the result of a project is called, None where it has none."""
    told = json.loads(fetch(root))["result"]
    return (_inner(str(told["name"])) or None) if told else None


def _inner(name: str) -> str:
    """A name from a file, which may not lead out of the folder of results; "" for one that is none."""
    inner = Path(name).name
    return "" if inner == ".." else inner


def keys_within(root: bytes, fetch: Callable[[bytes], bytes]) -> set[bytes]:
    """The keys of all the records that a project needs."""
    found, tracks = {root}, set[str]()
    told = json.loads(fetch(root))
    found.add(bytes.fromhex(told["clip"]))
    tracks.update(told["result"]["made_from"] if told["result"] else ())
    for name in told["objects"]:
        found.add(bytes.fromhex(name))
        chosen = json.loads(fetch(bytes.fromhex(name)))
        tracks.update([chosen["track"]] if chosen["track"] else ())
        found.update(bytes.fromhex(key) for _, _, key in (*chosen["corrections"], *chosen["corrected_from"]))
    for name in tracks:
        found.add(bytes.fromhex(name))
        for leaf in json.loads(fetch(bytes.fromhex(name)))["leaves"]:
            found.add(bytes.fromhex(leaf))
            found.update(key for _, key, _ in _ROW.iter_unpack(fetch(bytes.fromhex(leaf))))
    return found
