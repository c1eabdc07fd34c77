"""Whether a result could be written where it is wanted, asked before the work begins."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

from peanut_studio.media.codecs import CODECS, MOVIE_SUFFIXES, Codec, ExportSettings, carries, find_codec
from peanut_studio.media.images import SUFFIXES, is_series
from peanut_studio.media.stream_facts import open_container
from peanut_studio.model.errors import InputError, MediaError


def check_target(target: Path, source: Path, settings: ExportSettings, *, bytes_needed: int = 0) -> None:
    """Raises InputError when `target` cannot become the result of work on `source`: an unknown codec, a container
    that does not take it or the source's sound, the source itself, a folder that is missing or may not be written,
    or less room than `bytes_needed`.
    """
    codec = find_codec(settings)
    check_container(target, codec)
    check_apart(target, source)
    _check_kind(target, codec)
    check_folder(target)
    if settings.sound and not codec.is_pictures and not is_series(source):
        _check_sound(target, source)
    free = shutil.disk_usage(target.parent).free
    if free < bytes_needed:
        raise InputError(
            f"The disk of {target.parent} has {free / 1e9:.1f} GB free, about {bytes_needed / 1e9:.1f} GB are needed; "
            "make room or write elsewhere."
        )


def check_apart(target: Path, *sources: Path) -> None:
    """Raises InputError when writing `target` would write over one of `sources`: when it is the same file or folder, by
    whatever name, the folder that its pictures lie in, or one of these pictures.
    """
    place = target.resolve()
    for source in sources:
        pictures = source if source.is_dir() else source.parent
        taken = {source.resolve(), pictures.resolve()} if is_series(source) else {source.resolve()}
        is_picture = is_series(source) and target.suffix.lower() in SUFFIXES and place.parent == pictures.resolve()
        same = target.exists() and source.exists() and target.samefile(source)
        if same or place in taken or (is_picture and target.exists()):
            raise InputError(f"The output is the input, {target}; write somewhere else.")


def check_container(target: Path, codec: Codec) -> None:
    """Raises InputError when the file's ending names no container, or one that does not take the codec."""
    ending = target.suffix.lower()
    if codec.is_pictures:
        if ending in MOVIE_SUFFIXES:
            raise InputError(f"Pictures go into a folder; {target.name} is a film's name, so leave {ending} off.")
        return
    if ending not in MOVIE_SUFFIXES:
        known = ", ".join(MOVIE_SUFFIXES)
        raise InputError(f"{target.name or target} does not say what to write; end it in one of {known}.")
    if ending not in codec.endings:
        fitting = [name for name, other in CODECS.items() if ending in other.endings]
        raise InputError(
            f"{codec.title} does not go into {ending}; end the file in {' or '.join(codec.endings)}, "
            f"or choose --codec {' or '.join(fitting)}."
        )


def check_folder(target: Path) -> None:
    """Raises InputError when no file can be made beside `target`."""
    folder = target.parent
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}; make it first.")
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".peanut"):
            pass
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({os.strerror(error.errno or errno.EACCES)}).") from error


def container_of(target: Path) -> str:
    """FFmpeg's name of the container that the file's ending stands for."""
    return MOVIE_SUFFIXES[target.suffix.lower()]


def _check_kind(target: Path, codec: Codec) -> None:
    if target.is_dir() and not codec.is_pictures:
        raise InputError(f"{target} is a folder; give the name of a file.")
    if codec.is_pictures and target.is_file():
        raise InputError(f"{target} is a file; pictures need a folder.")


def _check_sound(target: Path, source: Path) -> None:
    try:
        container = open_container(source)
    except MediaError as error:
        raise InputError(str(error)) from error
    with container:
        for stream in container.streams.audio:
            if not carries(container_of(target), stream):
                name = stream.codec_context.name if stream.codec_context else "of an unknown kind"
                others = [end for end, form in MOVIE_SUFFIXES.items() if carries(form, stream)]
                raise InputError(
                    f"The sound ({name}) cannot be kept in {target.suffix}; end the file in "
                    f"{' or '.join(others) or '.mkv'} instead."
                )
