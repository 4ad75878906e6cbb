"""Pages of schools for tests: ``make_page(LegalNewsPage, school)`` stands where an editor would put it."""

from __future__ import annotations

import datetime
import itertools

from django.apps import apps
from wagtail.models import Page

_numbers = itertools.count(1)

_NEEDED = {
    "legal.LegalMaterialPage": {"kind": "leaflet"},
    "legal.QuestionPage": {"answer": "<p>Có.</p>"},
    "legal.TrainingPage": {"starts_on": datetime.date(2026, 3, 2)},
}


def only_page(model, school):
    """The school's single page of a fixed type (an index, the section)."""
    return model.objects.descendant_of(Page.objects.get(pk=school.home_page_id)).get()


def make_page(model, school, title: str | None = None, **fields):
    """A page of ``model`` (live unless ``live=False``) under the school's index of that type."""
    number = next(_numbers)
    index = only_page(apps.get_model(model.parent_page_types[0]), school)
    needed = _NEEDED.get(model._meta.label, {})
    page = model(title=title or f"Bài {school.code} số {number}", slug=f"bai-{number}", **{**needed, **fields})
    return index.add_child(instance=page)


def make_image(title: str = "Sân trường", width: int = 320, height: int = 200, colour: str = "#0B5D55", **fields):
    """A real PNG of one colour."""
    import io

    from django.core.files.base import ContentFile
    from PIL import Image
    from wagtail.images import get_image_model

    data = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "PNG")
    fields.setdefault("description", title)
    fields.setdefault("pupil_consent", "no_pupils")
    return get_image_model().objects.create(
        title=title, file=ContentFile(data.getvalue(), f"anh-{next(_numbers)}.png"), **fields
    )
