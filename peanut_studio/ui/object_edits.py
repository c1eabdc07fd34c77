"""Changes to the objects of the project, each a step of its history unless it says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from peanut_studio.model.correction import Correction
from peanut_studio.model.found import with_found, with_given
from peanut_studio.model.project import ChosenObject, Colour, Mark, Project
from peanut_studio.model.refinement import Refinement
from peanut_studio.ui.ledger import Ledger
from peanut_studio.ui.words import REFINING

if TYPE_CHECKING:
    from peanut_studio.pipeline.bring import Brought


class ObjectEdits(Ledger):
    """What is asked of an object that is not there does nothing."""

    def add_marks(self, *marks: Mark) -> None:
        """Points, all of one scribble, or a box for the selected object: one step of the history."""
        project = self.project
        if project is None or not marks:
            return
        for mark in marks:
            project = project.with_mark(mark)
        name = "Add Box" if hasattr(marks[0], "x0") else "Add Point" if len(marks) == 1 else "Scribble"
        self._edit(name, project)

    def add_found(self, name: str, things: Sequence[tuple[Mark, ...]]) -> None:
        """New objects called `name`, each with the marks that point at it: one step of the history."""
        if self.project is not None and things:
            self._edit("Find by Words", with_found(self.project, name, things))

    def add_given(self, given: Sequence[Brought]) -> None:
        """New objects with masks that came from elsewhere: one step of the history."""
        if self.project is not None and given:
            self._edit("Import Masks", with_given(self.project, [(one.name, one.corrections) for one in given]))

    def clear_marks(self, frame: int) -> None:
        """Take the selected object's marks and its correction off a frame."""
        project, chosen = self.project, self.selected
        if project is not None and chosen is not None and frame in chosen.keys and not chosen.locked:
            name = "Clear Points" if chosen.marks_on(frame) else "Clear Correction"
            self._edit(name, project.without_key(frame))

    @property
    def selected(self) -> ChosenObject | None:
        """The object that marks and strokes go to."""
        return self.project.find(self.project.selected) if self.project else None

    def delete_selected(self) -> None:
        """Delete the object that marks go to."""
        if self.project is not None and self.project.selected is not None:
            self.delete_object(self.project.selected)

    # --- masks made by hand

    def correct(self, name: str, object_id: int | None, corrections: Iterable[Correction]) -> None:
        """An object's masks on some frames as somebody made them: one step of the history; None: of a new object."""
        project = self.project
        if project is not None and object_id is None:
            project = project.with_new_object()
            object_id = project.selected
        if project is not None and object_id is not None and project.find(object_id) is not None:
            self._edit(name, project.with_corrections(object_id, corrections))

    def end_object(self, object_id: int, frame: int) -> None:
        """The object is not in the picture any more from a frame on."""
        project = self.project
        if project is not None:
            count = project.clip.frame_count
            self._edit("Delete From Here On", project.with_object(object_id, lambda one: one.gone_from(frame, count)))

    def refine(self, object_id: int, how: Refinement) -> None:
        """How an object's masks are shown and used; one step for changes of one setting in a row."""
        chosen = self.project.find(object_id) if self.project else None
        if self.project is None or self._history is None or chosen is None or chosen.refinement == how:
            return
        settings = _differing(chosen.refinement, how)
        name = REFINING[settings[0] if len(settings) == 1 else ""].format(name=chosen.name)
        changed = self.project.with_object(object_id, lambda one: replace(one, refinement=how))
        is_same = self._history.undo_name == name and len(settings) == 1 and not self._history.future
        # Another object may have the same name.
        if is_same and _others(self._history.past[-1][1], object_id) == _others(self.project, object_id):
            self._amend(changed)
        else:
            self._edit(name, changed)

    def add_object(self) -> None:
        """One more object, to which the next mark goes."""
        if self.project is not None:
            self._edit("New Object", self.project.with_new_object())

    def delete_object(self, object_id: int) -> None:
        """Forget an object."""
        if self.project is not None and self.project.find(object_id) is not None:
            self._edit("Delete Object", self.project.without_object(object_id))

    def rename_object(self, object_id: int, name: str) -> None:
        """Give an object a name; an empty one is not taken."""
        chosen = self.project.find(object_id) if self.project else None
        name = " ".join(name.split())
        if self.project is None or chosen is None or chosen.name == name or not name:
            self.changed.emit()
            return
        self._edit("Rename Object", self.project.with_object(object_id, lambda one: replace(one, name=name)))

    def colour_object(self, object_id: int, colour: Colour) -> None:
        """Show an object in another colour."""
        if self.project is not None:
            self._edit("Colour", self.project.with_object(object_id, lambda one: replace(one, colour=colour)))

    def show_object(self, object_id: int, visible: bool) -> None:
        """Show or hide an object's mask; no step of the history."""
        if self.project is not None:
            self._amend(self.project.with_object(object_id, lambda one: replace(one, visible=visible)))

    def lock_object(self, object_id: int, locked: bool) -> None:
        """Keep marks and strokes off an object; no step of the history."""
        if self.project is not None:
            self._amend(self.project.with_object(object_id, lambda one: replace(one, locked=locked)))

    def set_removed(self, object_id: int, removed: bool) -> None:
        """Whether an object is to go from the picture."""
        if self.project is not None:
            name = "Remove Object" if removed else "Keep Object"
            self._edit(name, self.project.with_object(object_id, lambda one: replace(one, removed=removed)))

    def select(self, object_id: int | None) -> None:
        """The object that marks go to; no step of the history."""
        project = self.project
        if project is not None and project.selected != object_id and (object_id is None or project.find(object_id)):
            self._amend(replace(project, selected=object_id))


def _others(project: Project, object_id: int) -> dict[int, Refinement]:
    return {one.object_id: one.refinement for one in project.objects if one.object_id != object_id}


def _differing(one: Refinement, other: Refinement) -> list[str]:
    return [
        setting.name for setting in fields(Refinement) if getattr(one, setting.name) != getattr(other, setting.name)
    ]
