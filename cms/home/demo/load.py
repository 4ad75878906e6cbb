"""Loads the demo: a portal, five schools, their people and what they wrote. Uses the product's own functions."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from docx import Document
from wagtail.models import Page

from cms.core.models import SchoolDocument, SchoolImage
from cms.core.office_files.word_page import set_page
from cms.core.text import slugify_vi
from cms.home import demo_pictures
from cms.home.demo import content
from cms.home.models import NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage, SchoolSettings, StandardPage
from cms.legal.models import (
    LegalDocument,
    LegalMaterialPage,
    LegalNewsIndexPage,
    LegalNewsPage,
    MaterialIndexPage,
    QuestionIndexPage,
    QuestionPage,
    TrainingIndexPage,
    TrainingPage,
)
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import Role

DEMO_PASSWORD = "phap-luat-2026"  # noqa: S105  printed by the command; the demo runs on one's own machine only


@dataclass(frozen=True)
class DemoLogin:
    email: str
    role: Role
    school: School | None


def _rich_text_body(paragraphs: Iterable[str]) -> list[tuple[str, str]]:
    return [("text", "".join(f"<p>{escape(text)}</p>" for text in paragraphs))]


def _publish_page(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _get_only_page(model, home: Page):
    """The one page of this type under a home page."""
    return model.objects.descendant_of(home).get()


class DemoLoader:
    """Fills one site after the other; ``today`` makes dates relative."""

    def __init__(self):
        self.today = timezone.localdate()
        self.names = list(demo_pictures.PICTURE_NAMES)

    def days_ago(self, days: int) -> datetime.date:
        return self.today - datetime.timedelta(days=days)

    def pictures(self, collection, school: School | None) -> list[SchoolImage]:
        images = []
        for name in self.names:
            words = demo_pictures.PICTURE_NAMES[name]
            file = ImageFile(io.BytesIO(demo_pictures.render_png(name)), name=f"{name}.png")
            image = SchoolImage(
                title=words,
                description=words,
                collection=collection,
                school=school,
                file=file,
                pupil_consent=SchoolImage.PupilConsent.NO_PUPILS,  # drawn
            )
            image.save()
            images.append(image)
        return images

    def article(self, model, parent: Page, item: content.DemoArticle, images, **extra) -> Page:
        picture = images[item.picture % len(images)] if item.picture is not None and images else None
        page = model(
            title=item.title,
            summary=item.summary,
            date=self.days_ago(item.days),
            image=picture,
            body=_rich_text_body(item.body),
            **extra,
        )
        return self.publish_citing(parent, page, item.cites)

    def publish_citing(self, parent: Page, page: Page, numbers: Iterable[str]) -> Page:
        """Publish with links to those of the documents that the library holds."""
        for number in numbers:
            if document := LegalDocument.objects.filter(number_raw=number).first():
                page.document_links.add(page.document_links.model(document=document))
        return _publish_page(parent, page)

    def school(self, school: School, facts: content.DemoSchool) -> None:
        home = school.home_page
        images = self.pictures(school.collection, school)
        SchoolSettings.objects.update_or_create(
            site=school.site,
            defaults={
                "motto": facts.motto,
                "brand_colour": facts.colour,
                "hours": "7:30–16:30, thứ Hai đến thứ Sáu",
                "phone": facts.phone,
                "email": f"vanphong@{facts.host}.example",
            },
        )
        about = StandardPage.objects.child_of(home).get(slug="gioi-thieu")
        about.body = _rich_text_body(facts.about)
        about.save_revision().publish()
        news = _get_only_page(NewsIndexPage, home)
        for item in content.NEWS[facts.code]:
            self.article(NewsPage, news, item, images, topic=item.topic)
        self.notices(_get_only_page(NoticeIndexPage, home))
        legal_news = _get_only_page(LegalNewsIndexPage, home)
        for item in content.LEGAL_NEWS:
            self.article(LegalNewsPage, legal_news, item, images)
        self.section_items(home, images, school.collection)

    def notices(self, index: Page) -> None:
        for title, text, age, due, words in content.NOTICES:
            deadline = self.today + datetime.timedelta(days=due) if due is not None else None
            page = NoticePage(
                title=title,
                summary=text,
                date=self.days_ago(age),
                body=_rich_text_body([text]),
                deadline=deadline,
                deadline_note=words,
            )
            _publish_page(index, page)

    def word_file(self, title: str, collection) -> SchoolDocument | None:
        """The material as a file, where its text is written."""
        if not (paragraphs := content.MATERIAL_TEXTS.get(title)):
            return None
        document, out = Document(), io.BytesIO()
        set_page(document)
        document.add_paragraph().add_run(title).bold = True
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(out)
        file = SchoolDocument(
            title=title, file=ContentFile(out.getvalue(), f"{slugify_vi(title)}.docx"), collection=collection
        )
        file._set_document_file_metadata()
        file.save()
        return file

    def section_items(self, home: Page, images, collection) -> None:
        materials = _get_only_page(MaterialIndexPage, home)
        for number, (kind, title, summary, audience, cites) in enumerate(content.MATERIALS):
            page = LegalMaterialPage(
                kind=kind,
                title=title,
                summary=summary,
                audience=audience,
                date=self.days_ago(3 + 4 * number),
                licence=LegalMaterialPage.Licence.CC_BY,
                file=self.word_file(title, collection),
                body=_rich_text_body([summary]),
            )
            self.publish_citing(materials, page, cites)
        questions = _get_only_page(QuestionIndexPage, home)
        for number, (title, answer, cites) in enumerate(content.QUESTIONS):
            page = QuestionPage(
                title=title,
                answer=f"<p>{escape(answer)}</p>",
                date=self.days_ago(6 + 5 * number),
                answered_by="Tổ tư vấn pháp luật của trường",
            )
            self.publish_citing(questions, page, cites)
        training = _get_only_page(TrainingIndexPage, home)
        for title, days, place, summary in content.TRAININGS:
            _publish_page(
                training, TrainingPage(title=title, starts_on=self.days_ago(-days), place=place, summary=summary)
            )

    def office(self, portal) -> None:
        images = self.pictures(portal.collection, None)
        news = _get_only_page(NewsIndexPage, portal.home_page)
        for item in content.OFFICE_NEWS:
            self.article(NewsPage, news, item, images)

    def people(self, schools: list[School]) -> list[DemoLogin]:
        first, second = schools[1], schools[2]
        rows = [
            DemoLogin("phong@demo.localhost", Role.OFFICE_ADMIN, None),
            DemoLogin("thu-vien@demo.localhost", Role.OFFICE_LIBRARIAN, None),
            DemoLogin("bien-tap@demo.localhost", Role.SCHOOL_EDITOR, first),
            DemoLogin("duyet@demo.localhost", Role.SCHOOL_APPROVER, first),
            DemoLogin("quan-tri@demo.localhost", Role.SCHOOL_ADMIN, first),
            DemoLogin("bien-tap-2@demo.localhost", Role.SCHOOL_EDITOR, second),
        ]
        for row in rows:
            user = get_user_model().objects.create_user(
                row.email, DEMO_PASSWORD, last_name="Người dùng mẫu:", first_name=str(row.role.label)
            )
            Membership.objects.create(user=user, role=row.role, school=row.school)
        get_user_model().objects.create_superuser("quan-tri-he-thong@demo.localhost", DEMO_PASSWORD)
        return rows
