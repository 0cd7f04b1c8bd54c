# SPDX-License-Identifier: Apache-2.0
"""Finding the sentences that need a translation."""

import pytest
from babel.messages.catalog import Catalog

from tools import translations


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Give an empty package to write code and catalogues into."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "SIDAN", tmp_path / "sidan")
    (tmp_path / "sidan" / "web" / "templates").mkdir(parents=True)
    return tmp_path / "sidan" / "web"


def write(path, text):
    """Write a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_sentences_are_found_in_code_and_templates(package):
    """Calls of gettext and refusals in Python, and both tags in templates, with context and plural."""
    write(
        package / "views.py",
        'raise Refused("No more than %(most)d.", most=1)\n_("Save" " all")\npgettext("month", "May")\nnot_this("x")\n',
    )
    write(
        package / "templates" / "page.html",
        "<p class=\"it's\">{% translate 'Hello' %}</p>{% blocktranslate count n=n %}One order{% plural %}{{ n }} orders"
        '{% endblocktranslate %}{% translate "May" context "verb" %}',
    )

    found = {(s.context, s.text, s.plural) for s in translations.sentences()}

    assert found == {
        (None, "No more than %(most)d.", None),
        (None, "Save all", None),
        ("month", "May", None),
        (None, "Hello", None),
        (None, "One order", "%(n)s orders"),
        ("verb", "May", None),
    }


def test_updating_adds_what_is_missing_and_keeps_what_is_there(package):
    """Translations stay; new sentences stand empty beside them and are then reported."""
    write(package / "views.py", '_("Hello")\n_("Goodbye")\n')
    write(
        package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hello"\nmsgstr "你好"\n',
    )

    translations.update()

    (catalogue,) = translations.read_catalogues().values()
    assert {m.id: m.string for m in catalogue if m.id} == {"Hello": "你好", "Goodbye": ""}
    assert translations.faults() == ["sidan/web/locale/zh_Hans/LC_MESSAGES/django.po: “Goodbye” is not translated yet"]


def test_a_face_with_its_own_catalogue_keeps_its_sentences(package):
    """A sentence goes to the nearest catalogue above its file, else to its package's."""
    (package / "desk" / "locale").mkdir(parents=True)

    assert translations.catalogue_path(package / "desk" / "order.py").is_relative_to(package / "desk")
    assert translations.catalogue_path(package / "sign_in.py").parents[2] == package / "locale"


@pytest.mark.parametrize(
    ("english", "chinese", "faulty"),
    [
        ("%(count)d orders", "%(count)d 单", False),
        ("%(count)d orders", "许多单", True),
        ("Order", "%(number)s 号单", True),
        ("100 percent", "100%", False),
    ],
)
def test_a_translation_names_the_same_values(english, chinese, faulty):
    """A place that only one language fills would show a gap or fail."""
    message = Catalog().add(english, chinese)

    assert bool(list(translations._message_faults(message))) is faulty


def test_every_sentence_of_ours_has_its_chinese():
    """Whoever reads Chinese never meets an English sentence."""
    assert translations.faults() == []


def test_a_sentence_that_no_function_marks_is_told(package):
    """A dict of sentences would be shown in English for good; what is said in two languages needs no catalogue."""
    write(
        package / "views.py",
        'WHY = {"away": "%(name)s is away now."}\nSQL = "SELECT %(day)s"\nBOTH = Words("%(n)s", "All %(n)s go.")\n',
    )

    (fault,) = translations.faults()

    assert "views.py:1: “%(name)s is away now.” is in no catalogue" in fault
