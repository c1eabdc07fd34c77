"""How a network's words are numbered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peanut_studio.model.errors import WeightsError


def load_tokens(kind: Any, vocabulary: Path, merges: Path | None = None) -> Any:
    """A tokenizer of `transformers` from its files. Raises WeightsError when they are not such files."""
    files = {"vocab": str(vocabulary)} if merges is None else {"vocab": str(vocabulary), "merges": str(merges)}
    try:
        return kind(**files)
    except Exception as error:  # The package tokenizers raises nothing more particular.
        raise WeightsError(f"{vocabulary} holds no words of a network; fetch it again.") from error
