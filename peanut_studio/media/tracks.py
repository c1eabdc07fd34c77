"""Sound, subtitles and chapters, carried over without decoding them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Discard, Stream

from peanut_studio.media.codecs import carries
from peanut_studio.media.stream_facts import main_stream, open_container
from peanut_studio.model.clip import Clip, Span

if TYPE_CHECKING:
    from av.container.core import Chapter

_LEAD_IN = {"audio": Fraction(1, 2), "subtitle": Fraction(60)}
"""Seconds to begin reading before a cut, so that what is still sounding or showing there is seen."""

_WARM_UP = Fraction(1, 4)
"""Seconds of sound kept before a cut, hidden by an edit list, so that the decoder is in tune when the sound begins.
Opus needs most: 80 ms (RFC 7845, 4.6) leave an error of a tenth, which halves with every 20 ms more."""

_LEFT_OUT = (
    "The sound's encoder delay, which no player plays, is left out: this container has no place for it (.mp4 has)."
)
_CUT_LATE = (
    "In this container sound is cut between packets, so it begins some milliseconds after the picture; .mp4 and .mov "
    "cut it to the sample."
)

TRANSPORT = frozenset({"mpegts", "mpeg", "rtsp", "hls"})
"""Containers in which time starts anywhere."""


class CarriedTracks:
    """The other tracks of a file, on their way into `output`; times move by `-shift` seconds."""

    def __init__(self, path: Path, output: OutputContainer, container: str, clip: Clip, span: Span) -> None:
        self.warnings: list[str] = []
        self._output, self._path = output, path
        self._input = open_container(path)
        self._whole = span.start == 0 and span.stop == clip.frame_count
        self._begin = clip.timestamps[span.start] * clip.time_base
        self._end = self._begin + duration_of(clip, span)
        self.shift = self._find_shift(clip, span)
        self._hides = container in ("mp4", "mov")
        self._pairs = dict(self._pair(container))
        self._backlog: dict[int, list[Packet[Stream]]] = {index: [] for index in self._pairs}
        self._packets = self._read()
        self._next = next(self._packets, None)

    def advance(self, seconds: Fraction) -> None:
        """Write all packets that begin before `seconds` on the new clock."""
        while self._next is not None and _time(self._next) < seconds:
            self._output.mux(self._next)
            self._next = next(self._packets, None)

    def finish(self) -> None:
        """Write what is left."""
        while self._next is not None:
            self._output.mux(self._next)
            self._next = next(self._packets, None)

    def close(self) -> None:
        """Let go of the source."""
        self._packets.close()
        self._input.close()

    @property
    def metadata(self) -> dict[str, str]:
        """The container's own tags."""
        return dict(self._input.metadata)

    @property
    def video_tags(self) -> dict[str, str]:
        """The main video track's own tags."""
        return track_tags(main_stream(self._input, self._path))

    def chapters(self) -> list[Chapter]:
        """The chapters inside the range, on the new clock."""
        kept: list[Chapter] = []
        for chapter in self._input.chapters():
            base = Fraction(chapter["time_base"] or 1)
            begin, end = chapter["start"] * base, chapter["end"] * base
            if not self._whole:
                begin, end = max(begin, self._begin), min(end, self._end)
            if begin < end:
                start, stop = ((time - self.shift) / base for time in (begin, end))
                kept.append({**chapter, "start": round(start), "end": round(stop)})
        return kept

    def _find_shift(self, clip: Clip, span: Span) -> Fraction:
        if span.start > 0:
            return self._begin
        if self._input.format.name in TRANSPORT:
            begins = [(stream.start_time, stream.time_base) for stream in self._input.streams]
            return min((start * base for start, base in begins if start is not None and base), default=self._begin)
        return Fraction(0)

    def _pair(self, container: str) -> Iterator[tuple[int, Stream]]:
        """Source stream index -> new stream, for all that can be carried."""
        main = main_stream(self._input, self._path).index
        for stream in self._input.streams:
            if stream.type == "video":
                if stream.index != main:
                    self.warnings.append(f"Video track {stream.index} (a cover or a second picture) is left out.")
                stream.discard = Discard.all
                continue
            name = stream.codec_context.name if stream.codec_context else None
            if stream.type == "attachment" and container == "matroska":
                self._output.add_stream_from_template(stream)
            elif stream.type in ("audio", "subtitle") and carries(container, stream):
                copy = self._output.add_stream_from_template(stream)
                copy.metadata.update(track_tags(stream))
                copy.disposition = stream.disposition
                yield stream.index, copy
                continue
            elif stream.type != "data":
                kind = {"audio": "Sound", "subtitle": "Subtitle"}.get(stream.type, "Attached")
                self.warnings.append(
                    f"{kind} track {stream.index} ({name or 'unknown'}) cannot be kept here; .mkv can."
                )
            stream.discard = Discard.all

    def _read(self) -> Generator[Packet[Stream], None, None]:
        """The packets in the range, on the new clock, bound to their new streams."""
        streams = [self._input.streams[index] for index in self._pairs]
        if not streams:
            return
        if not self._whole and self._begin > 0:
            lead = max(_LEAD_IN.get(stream.type, Fraction(0)) for stream in streams)
            self._input.seek(max(0, int((self._begin - lead) * av.time_base)), backward=True)
        ended: set[int] = set()
        try:
            for packet in self._input.demux(*streams):
                if packet.size and packet.pts is not None and packet.stream_index not in ended:
                    if not self._whole and _time(packet) >= self._end:
                        ended.add(packet.stream_index)
                        if len(ended) == len(streams):
                            return
                        continue
                    yield from self._moved(packet)
        except av.FFmpegError as error:
            self.warnings.append(f"The sound is damaged and ends early ({error.strerror or error}).")

    def _moved(self, packet: Packet[Stream]) -> Iterator[Packet[Stream]]:
        index = packet.stream_index
        backlog = self._backlog[index]
        ends = _time(packet) + (packet.duration or 0) * packet.time_base
        if not self._whole and ends <= self._begin:
            if packet.stream.type == "audio" and self._hides:
                backlog[:] = [one for one in [*backlog, packet] if _time(one) >= self._begin - _WARM_UP]
            return
        for one in [*backlog, packet]:
            yield from self._placed(one, self._pairs[index])
        backlog.clear()

    def _tell(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _is_delayed(self, copy: Stream) -> bool:
        """Whether FFmpeg knows the codec's lead-in, which Matroska can then hide; else it is left out here, since
        all times would have to move to make room for it."""
        return copy.name in ("opus", "libopus") or self._input.format.name.startswith("matroska")

    def _placed(self, packet: Packet[Stream], copy: Stream) -> Iterator[Packet[Stream]]:
        moved = round(self.shift / packet.time_base)
        pts = (packet.pts or 0) - moved
        if pts < 0 and packet.stream.type == "subtitle":
            packet.duration = max(0, (packet.duration or 0) + pts)
            pts = 0
        elif pts < 0 and not (self._hides or (self._whole and self._is_delayed(copy))):
            self._tell(_LEFT_OUT if self._whole else _CUT_LATE)
            return
        packet.dts = pts if packet.dts is None or packet.stream.type == "subtitle" else packet.dts - moved
        packet.pts = pts
        packet.stream = copy
        yield packet


def duration_of(clip: Clip, span: Span) -> Fraction:
    """Seconds from the first frame's start to the end of the last one."""
    if span.stop < clip.frame_count:
        return (clip.timestamps[span.stop] - clip.timestamps[span.start]) * clip.time_base
    return (clip.timestamps[-1] - clip.timestamps[span.start]) * clip.time_base + 1 / clip.frame_rate


def track_tags(stream: Stream) -> dict[str, str]:
    """A track's tags without those that the container writes itself."""
    return {key: text for key, text in stream.metadata.items() if not key.startswith(("encoder", "DURATION", "BPS"))}


def _time(packet: Packet[Stream]) -> Fraction:
    return (packet.pts or 0) * packet.time_base
