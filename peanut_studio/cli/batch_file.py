"""A batch as it is written down: TOML, each job a command with the options that it has on the command line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from typer.core import TyperOption
from typer.main import get_command

from peanut_studio.batch.order import DRY_RUN, ONLY_FILL, Order
from peanut_studio.model.errors import InputError

COMMANDS = ("remove", "track", "upscale")
USUAL = "remove"
OURS = ("command", "input", "output")
LEFT_OUT = ("--help", "--json", "--quiet", "--output", "--list-candidates", DRY_RUN, ONLY_FILL)
"""Options that the batch itself decides on."""


def read_orders(path: Path) -> tuple[Order, ...]:
    """The jobs of a file, its [defaults] put in where they fit. Paths in it are meant from where it lies.

    Raises InputError, with the number of the job and what is wrong in it.
    """
    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no TOML file: {error}.") from error
    if strange := sorted(set(found) - {"defaults", "job"}):
        raise InputError(f"{path} has '{strange[0]}', which a batch does not know; write [defaults] and [[job]].")
    jobs, defaults = found.get("job", []), found.get("defaults", {})
    if not isinstance(jobs, list) or not jobs or not all(isinstance(job, dict) for job in jobs):
        raise InputError(f"{path} has no job; write [[job]], and below it input, output and options.")
    if not isinstance(defaults, dict):
        raise InputError(f"{path}: [defaults] is to be a table of options.")
    _check_defaults(defaults, path)
    orders = tuple(_order(number, job, defaults, path) for number, job in enumerate(jobs, start=1))
    _check_targets(orders, path)
    return orders


def _order(number: int, job: Mapping[str, Any], defaults: Mapping[str, Any], path: Path) -> Order:
    where = f"Job {number} of {path}"
    command = job.get("command", defaults.get("command", USUAL))
    if command not in COMMANDS:
        raise InputError(f"{where} asks for the command '{command}'; there are {', '.join(COMMANDS)}.")
    for name in ("input", "output"):
        if not isinstance(job.get(name), str) or not job[name]:
            raise InputError(f'{where} has no {name}; write {name} = "...".')
    known = _options(command)
    given = {key: value for key, value in defaults.items() if _flag(key) in known} | dict(job)
    words: list[str] = []
    for key, value in given.items():
        if key in OURS:
            continue
        option = known.get(_flag(key))
        if option is None:
            raise InputError(f"{where} has '{key}', which '{command}' does not know{_meant(key, known)}.")
        words += _words(option, value, f"{where}: '{key}'")
    return Order(number, command, Path(job["input"]), Path(job["output"]), tuple(words), path.resolve().parent)


def _check_defaults(defaults: Mapping[str, Any], path: Path) -> None:
    known = {flag: option for command in COMMANDS for flag, option in _options(command).items()}
    for key in defaults:
        if key != "command" and _flag(key) not in known:
            raise InputError(f"[defaults] of {path} has '{key}', which no command knows{_meant(key, known)}.")


def _check_targets(orders: tuple[Order, ...], path: Path) -> None:
    seen: dict[Path, int] = {}
    for order in orders:
        target = (order.folder / order.target).resolve()
        if target in seen:
            raise InputError(
                f"Jobs {seen[target]} and {order.number} of {path} both write {order.target}; give each its own."
            )
        seen[target] = order.number


@cache
def _options(command: str) -> dict[str, TyperOption]:
    from peanut_studio.cli.app import app

    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    found = (option for option in commands[command].params if isinstance(option, TyperOption))
    return {option.opts[0]: option for option in found if option.opts[0] not in LEFT_OUT}


def _flag(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _meant(key: str, known: Mapping[str, TyperOption]) -> str:
    alike = difflib.get_close_matches(_flag(key), known, 1)
    return f"; did you mean '{alike[0][2:]}'?" if alike else ""


def _words(option: TyperOption, value: object, where: str) -> list[str]:
    flag = option.opts[0]
    if option.is_flag:
        if not isinstance(value, bool):
            raise InputError(f"{where} is to be true or false.")
        if value:
            return [flag]
        return list(option.secondary_opts[:1])
    values = value if isinstance(value, list) else [value]
    if len(values) > 1 and not option.multiple:
        raise InputError(f"{where} can be given once only.")
    if any(isinstance(one, bool) or not isinstance(one, str | int | float) for one in values):
        raise InputError(f"{where} is to be a text or a number, as on the command line.")
    return [word for one in values for word in (flag, str(one))]
