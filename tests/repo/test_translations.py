"""The interface is whole in Chinese: every text is translated, compiled, and still in use."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from regulars.project.settings.paths import ROOT
from tests.repo.sources import files, python_files, text, tree

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
IN_TEMPLATE = re.compile(r"""\b(?:n?gettext|_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def in_python(path: Path) -> set[str]:
    """Texts that a Python file asks translations of."""
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    texts = set()
    for call in calls:
        if call.func.id in CALLS and call.args:
            given = call.args[1 if call.func.id.startswith("pgettext") else 0]
            texts |= {given.value} if isinstance(given, ast.Constant) and isinstance(given.value, str) else set()
    return texts


def in_template(path: Path) -> set[str]:
    """Texts that a template asks translations of."""
    return {ast.literal_eval(found) for found in IN_TEMPLATE.findall(templatize(text(path)))}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_entry_is_translated(catalogue) -> None:
    assert [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy] == []


def test_every_text_in_use_is_an_entry(catalogue) -> None:
    used = set()
    for path in python_files("src"):
        used |= in_python(path)
    for path in files():
        if path.parts[0] == "src" and path.suffix in {".html", ".txt"}:
            used |= in_template(path)
    entries = {entry.msgid for entry in catalogue if not entry.obsolete}
    assert sorted(used - entries) == []
    assert sorted(entries - used) == []


def test_placeholders_survive_translation(catalogue) -> None:
    names = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")
    pairs = [
        (entry.msgid_plural or entry.msgid, translation)
        for entry in catalogue
        for translation in [entry.msgstr, *entry.msgstr_plural.values()]
        if translation
    ]
    assert [english for english, chinese in pairs if set(names.findall(english)) != set(names.findall(chinese))] == []


def test_the_compiled_catalogue_is_up_to_date(catalogue) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled} == {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in catalogue if entry.translated()
    }
