"""What a catalogue file (TOML) says of engines and of the weight files they need. Nothing here imports torch."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from peanut_studio.engines.contract import EngineInfo, Task
from peanut_studio.model.errors import InputError

TASKS: tuple[Task, ...] = get_args(Task)
BUILT_IN = Path(__file__).with_name("engines.toml")


@dataclass(frozen=True)
class WeightInfo:
    """One file of trained weights.

    `sha256` is the whole digest, its first 8 or more hexadecimal digits where that is all its makers publish, or ""
    where they publish none: the digest of the first file fetched is then kept and compared with from then on.
    `size` is in bytes; with `exact_size` false it is rounded and only announces. `homes` are the makers' own
    addresses, tried first; `mirrors` are package locators (see `engines.packages`). `page` is where a person reads
    of the file and can download it by hand. With neither of them nor a digest nobody published such a file: `note` says
    how to make one. A `gated` file is given only to those who have accepted its licence at `page`.
    """

    name: str
    title: str
    size: int
    sha256: str
    licence: str
    licence_url: str
    page: str
    homes: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    exact_size: bool = True
    note: str = ""
    gated: bool = False
    origin: str = "built-in"


@dataclass(frozen=True)
class Catalogue:
    """Engines and weights, in the order in which they were written down."""

    engines: tuple[EngineInfo, ...] = ()
    weights: tuple[WeightInfo, ...] = ()

    def users(self, weight: str) -> tuple[EngineInfo, ...]:
        """The engines that use the weight file of that name."""
        return tuple(engine for engine in self.engines if weight in (*engine.weights, *engine.optional_weights))


@lru_cache(maxsize=1)
def built_in() -> Catalogue:
    """The catalogue that comes with the program."""
    return load_catalogue(BUILT_IN)


def load_catalogue(path: Path, origin: str = "built-in") -> Catalogue:
    """Read a catalogue file: tables `[[engine]]` and `[[weights]]` with the fields of EngineInfo and WeightInfo.

    Raises InputError, naming file and entry, when the file is missing, is no TOML, or an entry is not as it must be.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(f"The engine catalogue {path} cannot be read: {error.strerror}.") from error
    return parse_catalogue(text, path, origin)


def parse_catalogue(text: bytes, path: Path, origin: str) -> Catalogue:
    """The same of a text that was read from `path`, which is only named."""
    try:
        content = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The engine catalogue {path} is not valid TOML: {error}.") from error
    unknown = sorted(set(content) - {"engine", "weights"})
    if unknown:
        raise InputError(f"{path}: unknown table '{unknown[0]}'; a catalogue holds [[engine]] and [[weights]].")
    engines = [_entry(EngineInfo, table, origin, path) for table in content.get("engine", [])]
    for engine in engines:
        if engine.task not in TASKS:
            raise InputError(f"{path}: engine '{engine.id}' has task '{engine.task}'; known: {', '.join(TASKS)}.")
        if engine.entry.count(":") != 1:
            raise InputError(f"{path}: engine '{engine.id}' has entry '{engine.entry}'; write 'module:Class'.")
    weights = [_entry(WeightInfo, table, origin, path) for table in content.get("weights", [])]
    for weight in weights:
        if (weight.sha256 and len(weight.sha256) < 8) or set(weight.sha256) - set("0123456789abcdef"):
            raise InputError(
                f"{path}: weights '{weight.name}' need a sha256 of 8 to 64 lower-case hexadecimal digits, or none."
            )
        if Path(weight.name).name != weight.name or weight.name == "..":
            raise InputError(f"{path}: weights '{weight.name}' must be a plain file name.")
    return merge([Catalogue(tuple(engines), tuple(weights))])


def merge(catalogues: Iterable[Catalogue]) -> Catalogue:
    """All engines and weights of several catalogues. Raises InputError when two use the same name."""
    parts = list(catalogues)
    engines = tuple(engine for part in parts for engine in part.engines)
    weights = tuple(weight for part in parts for weight in part.weights)
    _refuse_twins([f"engine '{engine.task}/{engine.id}'" for engine in engines])
    _refuse_twins([f"weights '{weight.name}'" for weight in weights])
    return Catalogue(engines, weights)


def _refuse_twins(names: list[str]) -> None:
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise InputError(f"The engine catalogues describe {twins[0]} twice; rename or remove one of the entries.")


T = TypeVar("T", EngineInfo, WeightInfo)


def _entry(kind: type[T], table: Mapping[str, Any], origin: str, path: Path) -> T:
    label = f"{path}: entry '{table.get('id', table.get('name', '?'))}'"
    known = {field.name: field for field in fields(kind) if field.name != "origin"}
    for key in table:
        if key not in known:
            raise InputError(f"{label} has the unknown key '{key}'; known: {', '.join(known)}.")
    values: dict[str, Any] = {"origin": origin}
    for name, field in known.items():
        if name not in table:
            if field.default is MISSING:
                raise InputError(f"{label} lacks the key '{name}'.")
            continue
        value = table[name]
        if isinstance(value, list):
            value = tuple(value)
        wanted = type(field.default) if field.default is not MISSING else (int if name == "size" else str)
        if type(value) is not wanted:
            raise InputError(f"{label}: '{name}' is {table[name]!r}, which is not a {wanted.__name__}.")
        values[name] = value
    return kind(**values)
