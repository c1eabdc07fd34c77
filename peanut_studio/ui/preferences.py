"""What somebody prefers, kept in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, get_args

from PySide6.QtCore import QSettings

from peanut_studio.ui.theme import Wish

GROUP = "preferences"
FOLLOWING = "follow:"
"""Before the id of a segmenter that follows words, where it is to answer phrases in place of a grounder."""

LANGUAGES = ("system", "en", "zh_CN", "zh_TW")
PROXY_SIDES = (480, 640, 960, 1280, 1920)
DEVICES = ("auto", "cpu", "cuda", "mps")

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Preferences:
    """All of them. Sizes are in GB, 0 is no limit; an empty `cache_folder` is the user's own; engines are named as the
    registry does, empty for what the program chooses; `ground` may be FOLLOWING and a segmenter. `shortcuts` holds only
    actions whose keys were changed.
    """

    theme: Wish = "dark"
    language: str = "system"
    device: str = "auto"
    memory_gb: int = 0
    cache_folder: str = ""
    cache_gb: int = 8
    proxy_side: int = 960
    segment: str = ""
    ground: str = ""
    flow: str = ""
    inpaint: str = ""
    upscale: str = ""
    shortcuts: Mapping[str, Keys] = field(default_factory=dict)
    notify: bool = True

    @property
    def follower(self) -> str:
        """The segmenter that follows phrases through the clip, empty where things are to be found on a frame."""
        return self.ground.removeprefix(FOLLOWING) if self.ground.startswith(FOLLOWING) else ""

    @property
    def grounder(self) -> str:
        """What finds things on a frame, empty for what the program chooses."""
        return "" if self.follower else self.ground

    def checked(self) -> Preferences:
        """The same with what makes no sense, such as from a settings file edited by hand, as it is usually."""
        usual = Preferences()
        allowed: dict[str, tuple[object, ...]] = {
            "theme": get_args(Wish), "language": LANGUAGES, "device": DEVICES, "proxy_side": PROXY_SIDES,
        }  # fmt: skip
        values: dict[str, Any] = {}
        for one in fields(self):
            value, normal = getattr(self, one.name), getattr(usual, one.name)
            fits = isinstance(value, type(normal)) and value in allowed.get(one.name, (value,))
            if isinstance(value, int) and not 0 <= value <= 100_000:
                fits = False
            values[one.name] = value if fits else normal
        return Preferences(**values)


def load(settings: QSettings) -> Preferences:
    """What was saved; whatever is missing or makes no sense is as usual."""
    usual = Preferences()
    values: dict[str, Any] = {}
    for one in fields(Preferences):
        kept, normal = settings.value(f"{GROUP}/{one.name}"), getattr(usual, one.name)
        if one.name == "shortcuts" or kept is None:
            continue
        if isinstance(normal, bool):
            values[one.name] = {"true": True, "false": False}.get(str(kept).lower(), normal)
        elif isinstance(normal, int):
            values[one.name] = int(str(kept)) if str(kept).isdigit() else normal
        else:
            values[one.name] = str(kept)
    settings.beginGroup(f"{GROUP}/shortcuts")
    shortcuts = {name: _keys(settings.value(name)) for name in settings.childKeys()}
    settings.endGroup()
    return Preferences(**values, shortcuts=shortcuts).checked()


def save(settings: QSettings, preferences: Preferences) -> None:
    """Keep them."""
    for one in fields(Preferences):
        if one.name != "shortcuts":
            settings.setValue(f"{GROUP}/{one.name}", getattr(preferences, one.name))
    settings.remove(f"{GROUP}/shortcuts")
    for name, keys in preferences.shortcuts.items():
        settings.setValue(f"{GROUP}/shortcuts/{name}", list(keys) or "")


def _keys(kept: object) -> Keys:
    if isinstance(kept, list):
        return tuple(str(key) for key in kept)
    return (str(kept),) if kept else ()
