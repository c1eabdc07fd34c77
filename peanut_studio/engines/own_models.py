"""Networks that the user put into a folder, as engines. Only names are looked at: nothing is imported or read."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.weights import default_root

FOLDER = "upscalers"
ENDINGS = frozenset({".pth", ".pt", ".ckpt", ".safetensors"})


def own_folder(root: Path | None = None) -> Path:
    """Where the user puts image upscalers: a folder beside the weights."""
    return (root or default_root()) / FOLDER


def own_upscalers(root: Path | None = None) -> tuple[EngineInfo, ...]:
    """An engine for each file, called after it; of two files of one name the first in the alphabet counts."""
    folder = own_folder(root)
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS and file.is_file())
    except OSError:
        return ()
    named = {file.stem: file for file in reversed(files)}
    return tuple(_info(name, file) for name, file in sorted(named.items()))


def _info(name: str, file: Path) -> EngineInfo:
    return EngineInfo(
        id=name,
        task="upscale",
        title=f"{name}, your own: every picture by itself",
        entry="peanut_studio.engines.upscale.own:OwnUpscaler",
        licence="see where it comes from",
        source=str(file),
        devices=("cpu", "cuda", "mps"),
        window=1,
        working_bytes=24000,
        file=str(file),
        packages=("spandrel",),
        origin="your own",
    )
