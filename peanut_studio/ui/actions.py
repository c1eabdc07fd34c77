"""Everything the user can ask for: name, keys, what it says, where its menu is. The keyboard page is made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from peanut_studio.ui import theme
from peanut_studio.ui.icons import icon
from peanut_studio.ui.words import action_text


@dataclass(frozen=True)
class ActionSpec:
    """One action. `needs_clip` ones are off until a clip is open."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    needs_clip: bool = True
    tip: str = ""


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "File", "Open Clip…", ("Ctrl+O",), "open", needs_clip=False, tip="Open a video file"),
    ActionSpec("open_folder", "File", "Open Folder of Images…", ("Ctrl+Shift+O",), needs_clip=False),
    ActionSpec("add_clips", "File", "Add Clips to the Project…", ("Ctrl+Alt+O",), needs_clip=False),
    ActionSpec("open_project", "File", "Open Project…", ("Ctrl+Alt+P",), needs_clip=False),
    ActionSpec("save", "File", "Save Project", ("Ctrl+S",), tip="It is saved as you work; one without a name gets one"),
    ActionSpec("save_project", "File", "Save Project As…", ("Ctrl+Shift+S",), tip="Give the project a name and place"),
    ActionSpec("collect", "File", "Collect Into a Folder…", tip="Copy the project with its media"),
    ActionSpec("import_masks", "File", "Import Masks…", ("Ctrl+Alt+K",), tip="Masks made elsewhere become objects"),
    ActionSpec("export", "File", "Export…", ("Ctrl+E",), "export", tip="Write a film, pictures or mattes"),
    ActionSpec("quit", "File", "Quit", ("Ctrl+Q",), needs_clip=False),
    ActionSpec("undo", "Edit", "Undo", ("Ctrl+Z",)),
    ActionSpec("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("clear_marks", "Edit", "Clear This Frame", ("Backspace",), tip="Take its points and correction away"),
    ActionSpec("new_object", "Edit", "New Object", ("N",), "add", tip="The next point makes another object"),
    ActionSpec("delete_object", "Edit", "Delete Object", ("Del",), "delete"),
    ActionSpec("add_marker", "Edit", "Add Marker", ("M",), tip="Mark this frame; once more: name the marker"),
    ActionSpec("delete_marker", "Edit", "Delete Marker", ("Alt+M",), tip="Take the marker of this frame away"),
    ActionSpec("tool_points", "Mask", "Points", ("P", "V"), "points", True, tip="Click what should go"),
    ActionSpec("tool_box", "Mask", "Box", ("R",), "box", True, tip="Drag a box round the object"),
    ActionSpec("tool_scribble", "Mask", "Scribble", ("S",), "scribble", True, tip="Scribble over what should go"),
    ActionSpec("tool_brush", "Mask", "Brush", ("B",), "brush", True, tip="Paint the mask; Alt takes away"),
    ActionSpec("tool_eraser", "Mask", "Eraser", ("E",), "eraser", True, tip="Take parts of the mask away"),
    ActionSpec("tool_lasso", "Mask", "Lasso", ("A",), "lasso", True, tip="Draw round what to add; Alt takes away"),
    ActionSpec("tool_fill", "Mask", "Fill", ("G",), "fill", True, tip="Fill a hole; Alt takes a part away"),
    ActionSpec("tool_hand", "Mask", "Hand", ("H",), "hand", True, tip="Drag the picture about"),
    ActionSpec("tool_zoom", "Mask", "Zoom", ("Z",), "zoom", True, tip="Click to see it closer; Alt: from farther away"),
    ActionSpec("find_words", "Mask", "Find by Words…", ("T", "/"), "words", tip="Say what should go"),
    ActionSpec("brush_smaller", "Mask", "Smaller Brush", ("[",)),
    ActionSpec("brush_larger", "Mask", "Larger Brush", ("]",)),
    ActionSpec("copy_mask", "Mask", "Copy Mask to Next Frames…", ("Ctrl+D",), "copy"),
    ActionSpec("interpolate", "Mask", "Interpolate Corrected Frames", ("Ctrl+I",), "between",
               tip="Fill in the frames between two corrected ones"),
    ActionSpec("end_object", "Mask", "Delete From Here On", ("Shift+Del",), "end",
               tip="The object is not in the picture any more"),
    ActionSpec("preferences", "Edit", "Preferences…", ("Ctrl+,",), needs_clip=False),
    ActionSpec("view_edit", "View", "Edit", ("F2",), "edit", True, tip="The clip with its masks"),
    ActionSpec("view_result", "View", "Result", ("F3",), "result", True, tip="The clip without the objects"),
    ActionSpec("view_side", "View", "Side by Side", ("F4",), "side", True, tip="Before and after beside each other"),
    ActionSpec("view_wipe", "View", "Wipe", ("F5",), "wipe", True, tip="Before and after under a line to drag"),
    ActionSpec("view_flow", "View", "Motion", ("F6",), "flow", True, tip="Motion to the next frame, in colours"),
    ActionSpec("flow_completed", "View", "Motion Behind the Objects", ("Shift+F6",), "", True,
               tip="Motion as it is completed where the objects are, to fill from"),
    ActionSpec("view_difference", "View", "Difference", ("F7",), "difference", True, tip="What the result changed"),
    ActionSpec("view_onion", "View", "Onion Skin", ("Shift+F5",), "onion", True, tip="The result laid over the clip"),
    ActionSpec("compare_enlarged", "View", "Compare With the Enlarged Film", ("Shift+F7",), "", True,
               tip="After is the larger film that was made, not the result"),
    ActionSpec("view_matte", "View", "Matte", ("Shift+F4",), "matte", True, tip="The masks, white on black"),
    ActionSpec("view_outline", "View", "Outlines", ("Shift+F3",), "outline", True, tip="Only the edges of the masks"),
    ActionSpec("view_frame", "View", "Clip Only", ("Shift+F2",), "film", True, tip="The clip without anything"),
    ActionSpec("fit", "View", "Fit Picture", ("F",), "fit"),
    ActionSpec("actual", "View", "Actual Size", ("Ctrl+1",)),
    ActionSpec("zoom_timeline_in", "View", "Zoom Timeline In", ("=", "+")),
    ActionSpec("zoom_timeline_out", "View", "Zoom Timeline Out", ("-",)),
    ActionSpec("fit_timeline", "View", "Fit Timeline", ("0",)),
    ActionSpec("panel_media", "View", "Media", ("Ctrl+Alt+M",), "", True, False, tip="The clips of the project"),
    ActionSpec("panel_objects", "View", "Objects", ("Ctrl+Alt+1",), "", True, False, tip="What was chosen"),
    ActionSpec("panel_refine", "View", "Refine", ("Ctrl+Alt+2",), "", True, False, tip="Edges and holes of masks"),
    ActionSpec("panel_review", "View", "Review", ("Ctrl+Shift+R",), "", True, False, tip="Frames to be looked at"),
    ActionSpec("panel_history", "View", "History", ("Ctrl+Alt+H",), "", True, False, tip="The steps made so far"),
    ActionSpec("panel_curves", "View", "Curves", ("Ctrl+Alt+G",), "", True, False, tip="How sure, how large, how fast"),
    ActionSpec("panel_jobs", "View", "Jobs", ("Ctrl+Alt+J",), "", True, False, tip="What is being done, what waits"),
    ActionSpec("panel_inspector", "View", "Inspector", ("Ctrl+Alt+I",), "", True, False, tip="Facts in numbers"),
    ActionSpec("panel_log", "View", "Log", ("F12",), "", True, False, tip="What the program said"),
    ActionSpec("panel_timeline", "View", "Timeline", ("Ctrl+Alt+T",), "", True, False),
    ActionSpec("workspace_select", "View", "Workspace: Select", ("Alt+1",), "", True, False, tip="Point at objects"),
    ActionSpec("workspace_refine", "View", "Workspace: Refine", ("Alt+2",), "", True, False, tip="Correct masks"),
    ActionSpec("workspace_compare", "View", "Workspace: Compare", ("Alt+3",), "", True, False, tip="Large pictures"),
    ActionSpec("workspace_review", "View", "Workspace: Review", ("Alt+4",), "", True, False, tip="What is suspicious"),
    ActionSpec("reset_workspace", "View", "Reset Workspace", needs_clip=False),
    ActionSpec("play", "Play", "Play or Pause", ("Space",), "play"),
    ActionSpec("backward", "Play", "Play Backwards, Faster", ("J",)),
    ActionSpec("stop", "Play", "Stop", ("K",)),
    ActionSpec("forward", "Play", "Play Forwards, Faster", ("L",)),
    ActionSpec("step_back", "Play", "One Frame Back", ("Left",), "back"),
    ActionSpec("step_on", "Play", "One Frame On", ("Right",), "next"),
    ActionSpec("second_back", "Play", "One Second Back", ("Shift+Left",)),
    ActionSpec("second_on", "Play", "One Second On", ("Shift+Right",)),
    ActionSpec("first", "Play", "First Frame", ("Home",), "first"),
    ActionSpec("last", "Play", "Last Frame", ("End",), "last"),
    ActionSpec("go_to_time", "Play", "Go to Frame or Time…", ("Ctrl+G",), tip="Type a number, +10, or a timecode"),
    ActionSpec("mark_back", "Play", "Previous Points", ("Up",)),
    ActionSpec("mark_on", "Play", "Next Points", ("Down",)),
    ActionSpec("marker_back", "Play", "Previous Marker", ("Ctrl+Up",)),
    ActionSpec("marker_on", "Play", "Next Marker", ("Ctrl+Down",)),
    ActionSpec("suspicious_back", "Play", "Previous Suspicious Frame", (",",)),
    ActionSpec("suspicious_on", "Play", "Next Suspicious Frame", (".",)),
    ActionSpec("mute", "Play", "Mute", ("Shift+M",), "sound", True, tip="No sound"),
    ActionSpec("loop", "Play", "Loop the Range", ("Ctrl+L",), "loop", True),
    ActionSpec("set_in", "Range", "Set In", ("I",), "in", tip="The range begins here"),
    ActionSpec("set_out", "Range", "Set Out", ("O",), "out", tip="The range ends here"),
    ActionSpec("go_in", "Range", "Go to In", ("Shift+I",)),
    ActionSpec("go_out", "Range", "Go to Out", ("Shift+O",)),
    ActionSpec("clear_range", "Range", "Clear In and Out", ("Alt+X",)),
    ActionSpec("track", "Run", "Track", ("Shift+T",), "track", tip="Follow the objects through the range"),
    ActionSpec("track_on", "Run", "Forward", ("Ctrl+T",), "track_on", tip="Track the object on from this frame"),
    ActionSpec("track_back", "Run", "Back", ("Ctrl+Shift+T",), "track_back", tip="Track the object back from here"),
    ActionSpec("track_both", "Run", "Both Ways", icon="track_both", tip="Track the object both ways from here"),
    ActionSpec("remove", "Run", "Remove", ("Ctrl+Return", "Ctrl+Enter"), "remove", tip="Fill them away"),
    ActionSpec("refill", "Run", "Fill Range With…", ("Ctrl+Shift+Return",), tip="Another engine from In to Out"),
    ActionSpec("upscale", "Run", "Upscale…", ("Ctrl+U",), tip="Write a larger film of the clip or of its result"),
    ActionSpec("try_engines", "Run", "Try Engines on Range…", ("Ctrl+Shift+U",), tip="Which engine fills this best?"),
    ActionSpec("pause_job", "Run", "Pause Job", ("Ctrl+P",), "pause", tip="Let the work in hand stand still, or go on"),
    ActionSpec("cancel", "Run", "Cancel", ("Ctrl+.",), tip="Stop the work in hand"),
    ActionSpec("show_report", "Run", "Show Report", needs_clip=False, tip="What became of the jobs, with pictures"),
    ActionSpec("clear_results", "Run", "Clear Results…", tip="Take what was filled in away"),
    ActionSpec("keyboard", "Help", "Keyboard…", ("F1",), needs_clip=False),
    ActionSpec("models", "Help", "Models…", needs_clip=False, tip="The engines, their files and licences"),
    ActionSpec("plugins", "Help", "Plugins…", needs_clip=False, tip="Engines from outside the program"),
    ActionSpec("copy_report", "Help", "Copy Report", needs_clip=False, tip="What to send when something is wrong"),
    ActionSpec("tour", "Help", "Hints for the Beginning", needs_clip=False),
    ActionSpec("about", "Help", "About Peanut Studio…", needs_clip=False),
)  # fmt: skip

MENUS = ("File", "Edit", "Mask", "View", "Play", "Range", "Run", "Help")

MOUSE: tuple[tuple[str, str], ...] = (
    ("Click", "A point on the object"),
    ("Right click, Alt+click", "A point on something that does not belong to it"),
    ("Drag (after R)", "A box round the object"),
    ("1 … 9", "Select that object, or pick that candidate"),
    ("\\ held", "The original, for as long as it is held"),
    ("K held + J / L", "One frame back / on"),
    ("Shift held", "The mask that a click here would make"),
    ("Alt+drag, right drag (brush)", "Take away instead of adding"),
    ("Ctrl+wheel, Alt+wheel (brush)", "Size of the brush"),
    ("Escape", "Give up what is being drawn"),
    ("Wheel", "Zoom to the cursor"),
    ("Middle drag", "Move the picture"),
    ("Wheel on the timeline", "Zoom; with Shift move along, with Ctrl up and down"),
    ("Drag the ends of the range", "Set In and Out"),
    ("Double click on a marker", "Give it a name"),
)
"""What has no menu entry."""


def make_actions(parent: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """An action for every spec, wired to its handler, yet without keys. Raises KeyError where a handler is missing."""
    made = {}
    for spec in SPECS:
        action = QAction(action_text(spec.text), parent)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setEnabled(not spec.needs_clip)
        if spec.icon:
            action.setIcon(icon(spec.icon, theme.TEXT))
        handler = handlers[spec.id]
        action.triggered.connect(lambda _checked=False, handler=handler: handler())
        parent.addAction(action)
        made[spec.id] = action
    return made
