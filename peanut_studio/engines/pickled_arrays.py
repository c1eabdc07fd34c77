"""Arrays out of a pickle file of which nothing is run: dictionaries, text, numbers and NumPy arrays, nothing else."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
from numpy._core.multiarray import _reconstruct

from peanut_studio.model.errors import WeightsError

_ALLOWED: dict[tuple[str, str], Any] = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class _ArraysOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"it wants {module}.{name}")
        return _ALLOWED[module, name]


def load_arrays(path: Path) -> dict[str, Any]:
    """A tree of dictionaries with arrays as leaves. Raises WeightsError where the file holds anything else."""
    try:
        with path.open("rb") as file:
            found = _ArraysOnly(file).load()
    except (OSError, EOFError, ValueError, TypeError, IndexError, AttributeError, pickle.UnpicklingError) as error:
        raise WeightsError(f"{path} is not a file of arrays, or it is damaged ({error}); fetch it again.") from error
    if not isinstance(found, dict):
        raise WeightsError(f"{path} is not a file of arrays, or it is damaged; fetch it again.")
    return found
