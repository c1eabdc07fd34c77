"""How training goes, for TensorBoard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peanut_studio.model.errors import InputError


class TrainingLog:
    """Curves in a folder that `tensorboard --logdir` shows; without a folder nothing is kept.

    A training that goes on goes on in the same curves. Raises InputError where TensorBoard is not installed.
    """

    def __init__(self, folder: Path | None) -> None:
        self._writer: Any = None
        if folder is None:
            return
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise InputError(
                "A log is written by the Python package tensorboard; install it with "
                "pip install 'peanut-studio[training]', or leave --log out."
            ) from error
        try:
            self._writer = SummaryWriter(str(folder))
        except OSError as error:
            raise InputError(f"{folder} cannot be written: {error.strerror or error}.") from error

    def add(self, step: int, terms: Mapping[str, float]) -> None:
        """What a step came to, by name."""
        if self._writer is not None:
            for name, value in terms.items():
                self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        """Write what is not written yet."""
        if self._writer is not None:
            self._writer.close()
