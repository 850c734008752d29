"""Forms about tags: the search of the catalogue, tags of one's own, members to tag."""

from __future__ import annotations

import re

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.domain.tags.operations import NewTag
from regulars.domain.tags.types import Source, TagType, Words
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.web import tag_words as words

_TEXT = {"class": "form-control"}
_LARGEST_FILE = 8 * 1024 * 1024


def _families() -> list[tuple[str, str]]:
    return [("", _now("All")), *words.family_words().items()]


class TagSearchForm(forms.Form):
    """What the catalogue is narrowed to."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=80, widget=forms.TextInput(attrs=_TEXT | {"type": "search"})
    )
    family = forms.ChoiceField(
        label=pgettext_lazy("of tags", "Family"),
        required=False,
        choices=_families,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=lambda: [("", _now("All")), *((one.value, words.type_word(one)) for one in TagType)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    source = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=lambda: [("", _now("All")), *((one.value, words.source_word(one)) for one in Source)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    coverage = forms.ChoiceField(
        label=_("Coverage"),
        required=False,
        choices=[("", _("Any")), ("80", _("At least 80 %")), ("some", _("Below 80 %")), ("none", _("Nobody"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    fresh = forms.ChoiceField(
        label=_("Freshness"),
        required=False,
        choices=[("", _("Any")), ("today", _("Of the newest day")), ("older", _("Older"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class NewTagForm(forms.Form):
    """A tag of one's own: its id and its words."""

    code = forms.SlugField(
        label=_("Id"),
        max_length=60,
        help_text=_("Small letters, digits and underscores, as in weekend_families. It cannot be changed later."),
        widget=forms.TextInput(attrs=_TEXT),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, widget=forms.TextInput(attrs=_TEXT))
    name_en = forms.CharField(label=_("Name in English"), max_length=80, widget=forms.TextInput(attrs=_TEXT))
    about_zh = forms.CharField(label=_("Description in Chinese"), max_length=400, widget=forms.TextInput(attrs=_TEXT))
    about_en = forms.CharField(label=_("Description in English"), max_length=400, widget=forms.TextInput(attrs=_TEXT))

    def new_tag(self, actor: str) -> NewTag:
        """What was filled in."""
        told = self.cleaned_data
        name, about = Words(told["name_zh"], told["name_en"]), Words(told["about_zh"], told["about_en"])
        return NewTag(told["code"], name, about, actor)


class RuleForm(forms.Form):
    """What a rule tag says."""

    expression = forms.CharField(
        label=_("Members for whom"),
        max_length=2000,
        help_text=_(
            "Ids of tags, those of other rules and of tags by hand among them, with =, <>, <, >, and, or, not, in,"
            " between, is null; money in the smallest unit, shares from 0 to 1."
            " For example: spend_90 > 20000 and tier = 'growth' and not staff"
        ),
        widget=forms.Textarea(attrs=_TEXT | {"rows": 3, "spellcheck": "false"}),
    )


class NewRuleForm(NewTagForm, RuleForm):
    """A rule tag."""

    field_order = ("expression",)


class PutTagForm(forms.Form):
    """Members who get a tag: typed or as a file, until a day."""

    members = forms.CharField(
        label=_("Member numbers"),
        required=False,
        max_length=200_000,
        help_text=_("Separated by commas, spaces or lines."),
        widget=forms.Textarea(attrs=_TEXT | {"rows": 3}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Text or CSV whose first column has member numbers."),
        widget=forms.FileInput(attrs=_TEXT | {"accept": ".csv,.txt"}),
    )
    until = date_field(_("Until and with"), required=False)

    def clean_file(self) -> list[str]:
        """The first cells of the rows of the file; a heading does not count."""
        given: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if given is None:
            return []
        if (given.size or 0) > _LARGEST_FILE:
            raise forms.ValidationError(_now("The file has more than 8 MB."))
        lines = given.read().decode("utf-8-sig", errors="replace").splitlines()
        cells = [line.split(",")[0].strip().strip('"').lstrip("#") for line in lines if line.strip()]
        return cells[1:] if cells and not cells[0].isdecimal() else cells

    def clean(self) -> dict[str, object]:
        """All numbers; whatever is none is told."""
        told = super().clean() or {}
        given = [one.lstrip("#") for one in re.split(r"[\s,;，；]+", str(told.get("members") or "")) if one]
        given += told.get("file") or []
        wrong = [one for one in given if not (one.isascii() and one.isdecimal() and len(one) < 19)]
        if wrong:
            told_wrong = ", ".join(wrong[:10])
            self.add_error("members", _now("These are no member numbers: %(wrong)s") % {"wrong": told_wrong})
        elif not given:
            self.add_error("members", _now("Name at least one member."))
        told["numbers"] = [] if wrong else [int(one) for one in given]
        return told
