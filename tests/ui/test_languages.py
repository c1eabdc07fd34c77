import ast
import importlib.util
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from peanut_studio.ui import languages, words
from peanut_studio.ui.consent import question
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.timeline_menu import NameDialog

ROOT = Path(__file__).parents[2]
UI = ROOT / "peanut_studio" / "ui"
CHINESE = ("zh_CN", "zh_TW")
SHOWING = {
    "setText", "setToolTip", "setStatusTip", "setWindowTitle", "setAccessibleName", "setPlaceholderText",
    "setInformativeText", "setSpecialValueText", "setTitle", "addAction", "addMenu", "addItem", "addRow", "addTab",
    "addButton", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QMenu", "QToolBar", "QAction",
    "QDockWidget", "described", "complain", "note", "paint_tag", "drawText", "getOpenFileName", "getSaveFileName",
    "getExistingDirectory", "getInt", "getText", "question", "warning", "information",
}  # fmt: skip
WORKSPACE_ACTIONS = ("workspace_refine", "workspace_compare", "workspace_review", "workspace_select")
EVERYWHERE_THE_SAME = {"Peanut Studio", "English", "Apache-2.0", "x {}, y {}", "{} - Peanut Studio"}


def script():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "installer" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path: Path) -> Iterator[tuple[str, str, ElementTree.Element]]:
    for context in ElementTree.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            yield context.findtext("name", ""), message.findtext("source", ""), translation


@pytest.fixture
def in_language(qapp: QApplication) -> Iterator[None]:
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    for path in languages.FOLDER.glob("*.ts"):
        shutil.copy(path, folder)
    script().collect(folder)
    return folder


@pytest.mark.parametrize("language", ["en", *CHINESE])
def test_everything_the_window_says_is_translated(collected: Path, language: str) -> None:
    open_ones = [
        f"{context}: {source}"
        for context, source, translation in messages(collected / f"peanut_studio_{language}.ts")
        if translation.get("type") or not "".join(translation.itertext()).strip()
    ]
    assert not open_ones, "run installer/translations.py and translate what is unfinished"
    compiled = languages.FOLDER / f"peanut_studio_{language}.qm"
    before = compiled.read_bytes()
    shutil.copy(compiled, collected)
    script().compile_all(collected)
    assert (collected / compiled.name).read_bytes() == before, "run installer/translations.py"


@pytest.mark.parametrize("language", CHINESE)
def test_placeholders_and_mnemonics_survive_translation(language: str) -> None:
    seen = 0
    for _, source, translation in messages(languages.FOLDER / f"peanut_studio_{language}.ts"):
        text = "".join(translation.itertext()).strip()
        fields = re.compile(r"\{\w+\}|%n|Ctrl\+[A-Z.]")
        assert sorted(fields.findall(source)) == sorted(fields.findall(text)), source
        letter = re.search(r"&(\w)", source)
        if letter:
            assert f"(&{letter[1].upper()})" in text, source
        assert source.endswith("…") == text.endswith("…"), source
        seen += 1
    assert seen > 400


def test_taiwan_does_not_speak_mainland_chinese_in_other_characters() -> None:
    texts = [
        "".join(translation.itertext()) for *_, translation in messages(languages.FOLDER / "peanut_studio_zh_TW.ts")
    ]
    for word in ("幀", "視頻", "文件", "撤銷", "質量", "緩存", "默認", "時間線", "菜單", "窗口", "打開", "导", "帧"):
        assert not [text for text in texts if word in text], word


def words_in(node: ast.AST) -> Iterator[str]:
    """What a call shows without asking for a translation of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from words_in(node.body)
        yield from words_in(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from words_in(node.left)
        yield from words_in(node.right)


def untranslated(source: str) -> Iterator[str]:
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            signal = getattr(getattr(call.func, "value", None), "attr", "")
            if name in SHOWING or (name == "emit" and signal in ("said", "failed", "waiting_changed")):
                for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                    yield from words_in(argument)


def test_no_bare_words_are_shown() -> None:
    assert list(untranslated('box.setText("Bare"); label = QLabel(f"{n} bare")')) == ["Bare", "{} bare"]
    bare = [
        f"{path.name}: {text}"
        for path in sorted(UI.rglob("*.py"))
        for text in untranslated(path.read_text(encoding="utf-8"))
        if re.search(r"[A-Z][a-z]+|[a-z]+ [a-z]|^[a-z]{4,}$| [a-z]{3,}", text.replace("{}", ""))
        and text not in EVERYWHERE_THE_SAME
        and "<" not in text
        and not re.fullmatch(r"[a-z_]+", text)
    ]
    assert not bare


def test_lupdate_sees_every_call() -> None:
    # It reads no f-strings, so a call in one would never be translated.
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sorted(UI.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("tr", "translate")
    ]
    assert not hidden


def test_steps_of_the_history_are_listed() -> None:
    names = set()
    for file in ("document.py", "object_edits.py", "handwork.py"):
        for call in ast.walk(ast.parse((UI / file).read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("_edit", "_add"):
                names |= {text for text in words_in(call.args[0]) if text}
    assert len(names) > 10
    assert names <= set(words.STEPS)


@pytest.mark.parametrize(("language", "file", "cancel", "step"), [
    ("zh_CN", "文件", "取消", "细化 球"), ("zh_TW", "檔案", "取消", "細修 球"), ("en", "File", "Cancel", "Refine 球"),
])  # fmt: skip
def test_a_language_is_spoken(
    qapp: QApplication, in_language: None, language: str, file: str, cancel: str, step: str
) -> None:
    assert languages.speak(qapp, language) == language
    assert words.action_text("File") == file
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == cancel
    assert words.step_text("Refine 球") == step
    assert words.step_text("Feather 球") == {"en": "Feather 球"}.get(language, "羽化 球")
    assert words.step_text("") == ""


def test_one_frame_is_not_one_frames(qapp: QApplication, in_language: None) -> None:
    languages.speak(qapp, "en")
    assert QCoreApplication.translate("Timeline", "%n frames", "", 1) == "1 frame"
    assert QCoreApplication.translate("Timeline", "%n frames", "", 2) == "2 frames"


@pytest.mark.parametrize(("system", "language"), [
    (["zh-Hans-CN", "en"], "zh_CN"), (["zh-TW"], "zh_TW"), (["zh-Hant-HK"], "zh_TW"), (["zh"], "zh_CN"),
    (["de-DE", "zh-CN"], "zh_CN"), (["de-DE"], "en"), ([], "en"), (["en-GB", "zh-CN"], "en"),
])  # fmt: skip
def test_the_systems_language(monkeypatch: pytest.MonkeyPatch, system: list[str], language: str) -> None:
    class Locale:
        @staticmethod
        def system() -> "Locale":
            return Locale()

        def uiLanguages(self) -> list[str]:
            return system

    monkeypatch.setattr(languages, "QLocale", Locale)
    assert languages.chosen("system") == language
    assert languages.chosen("zh_TW") == "zh_TW"


class Longer(QTranslator):
    """Every text of the program, 40 % longer; a short word stays one word."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, _hint: str | None = None, n: int = -1) -> str | None:
        if not re.search(r"[A-Za-z]{2}", text) or context.startswith("Q"):
            return None
        said = text.replace("%n", str(n))
        longer = "".join("x" if number % 10 else " " for number in range(1, 1 + max(1, round(len(said) * 0.4))))
        return f"{said[:-1]}{longer}…" if said.endswith("…") else f"{said}{longer}"


def clipped(widget: QWidget) -> list[str]:
    """Buttons and labels of a window that have less room than their text needs."""
    found = []
    for one in (*widget.findChildren(QPushButton), *widget.findChildren(QToolButton), *widget.findChildren(QLabel)):
        if not one.isVisible() or not one.text() or one.objectName().startswith("qt_"):
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            tight = one.height() < one.heightForWidth(one.width())
        elif isinstance(one, QToolButton) and one.toolButtonStyle().name == "ToolButtonIconOnly":
            tight = False
        else:
            tight = one.width() < one.minimumSizeHint().width() or one.height() < one.minimumSizeHint().height() - 1
        if tight:
            found.append(f"{one.text()} {one.size().toTuple()} {one.minimumSizeHint().toTuple()}")
    return found


@pytest.mark.parametrize("language", ["en", *CHINESE])
def test_every_workspace_fits_the_smallest_window(
    qtbot: QtBot, qapp: QApplication, in_language: None, tmp_path: Path, language: str
) -> None:
    languages.speak(qapp, language)
    window = MainWindow(settings=QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(900, 560)
    window.show()
    for name in WORKSPACE_ACTIONS:
        window.actions_by_id[name].trigger()
        qtbot.wait(50)
        assert not clipped(window), name


@pytest.mark.parametrize("size", [(900, 560), (1280, 800)])
def test_long_words_fit(qtbot: QtBot, qapp: QApplication, tmp_path: Path, size: tuple[int, int]) -> None:
    longer = Longer(qapp)
    qapp.installTranslator(longer)
    try:
        window = MainWindow(settings=QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.wait(50)
        found = clipped(window)
        # In the smallest window the panels of the other workspaces leave no room for words that no language here has.
        for name in WORKSPACE_ACTIONS if size[0] >= 1280 else ():
            window.actions_by_id[name].trigger()
            qtbot.wait(50)
            found += [f"{name}: {one}" for one in clipped(window)]
        for dialog in (NameDialog("", window), question(window, ())):
            dialog.show()
            qtbot.wait(20)
            found += clipped(dialog)
            dialog.close()
        for name in ("preferences", "keyboard", "models", "about"):
            window.actions_by_id[name].trigger()
            qtbot.wait(50)
            for dialog in window.findChildren(QDialog):
                if dialog.isVisible():
                    pages = getattr(dialog, "pages", None)
                    for page in range(pages.count() if pages else 1):
                        if pages:
                            dialog.names.setCurrentRow(page)
                            qtbot.wait(20)
                        found += [f"{name}: {one}" for one in clipped(dialog)]
                    dialog.close()
        assert not found, "\n".join(found)
    finally:
        qapp.removeTranslator(longer)
