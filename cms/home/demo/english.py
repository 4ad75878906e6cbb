"""One demo school in English: its home, the section and a few pages. The sentences are the project's own."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from wagtail.models import Locale, Page

from cms.home.models import ContactPage, NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage, StandardPage
from cms.legal.models import (
    LegalEducationSectionPage,
    LegalLinksPage,
    LegalMaterialPage,
    LegalNewsIndexPage,
    LegalNewsPage,
    MaterialIndexPage,
    NewDocumentsPage,
    QuestionIndexPage,
    QuestionPage,
    TrainingIndexPage,
)

SCHOOL_CODE = "DEMO-TH-01"
HOME_TITLE, PORTAL_TITLE = "Phượng Hồng Primary School", "Thanh Trì Education Portal"
PORTAL_LEAD = "Five sample schools share one portal, one library of documents and one search."

#: Fixed pages, parents before children: model, slug in Vietnamese where a model has several, title in English.
FIXED_PAGES = (
    (StandardPage, "gioi-thieu", "About us"),
    (NewsIndexPage, "", "News"),
    (NoticeIndexPage, "", "Notices"),
    (LegalEducationSectionPage, "", "Legal education"),
    (LegalNewsIndexPage, "", "Activities"),
    (NewDocumentsPage, "", "New legal documents"),
    (MaterialIndexPage, "", "Materials"),
    (QuestionIndexPage, "", "Questions and answers"),
    (TrainingIndexPage, "", "Training"),
    (LegalLinksPage, "", "Links"),
    (StandardPage, "cong-khai", "Disclosure"),
    (ContactPage, "", "Contact"),
)
ABOUT_PARAGRAPHS = (
    "The school has three two-storey buildings with yellow walls and green shutters, and four flame trees planted in "
    "its first year.",
    "Every week ten minutes of the class hour belong to one article of a law that touches children.",
)
#: Title in Vietnamese begins with, title, summary, paragraphs.
ARTICLES = (
    (
        NewsPage, "Sân trường thành", "The schoolyard becomes a market of laws",
        "Twenty stalls built by pupils: answer a question and get a packet of seeds.",
        (
            "On Monday morning twenty stalls of cardboard and scraps of cloth grew around the four flame trees. Who "
            "wanted seeds had to answer a question about the rights of children.",
            "The busiest stall was that of class 5B: read one article of the Law on Children aloud and get a stamp. "
            "Five stamps buy a storybook.",
        ),
    ),
    (
        NewsPage, "Phụ huynh cùng nếm", "Parents taste the school lunch",
        "The parents' committee checks the kitchen, compares the menu and signs the record on the spot.",
        (
                "Ten parents of all five grades ate with the pupils and marked four dishes. "
                "The record hung at the gate the same afternoon.",
            ),
    ),
    (
        LegalNewsPage, "Học sinh thi trực tuyến", "Pupils take the online quiz on the Law on Children",
        "Twenty questions, fifteen minutes, and a second try to learn.",
        (
                "Each question names its article. Most pupils tried again to understand what they had got wrong. "
                "Results are published by class, without names.",
            ),
    ),
)  # fmt: skip
NOTICES = (
    ("Lịch kiểm tra", "Timetable of the end-of-term tests", "By grade; pupils arrive fifteen minutes before the test."),
    ("Lấy ý kiến", "Your opinion on the draft code of conduct",
        "The draft comes through the class teacher; answer on paper or by e-mail."),
)  # fmt: skip
MATERIAL = ("Đội mũ", "Helmet on, home safe", "One sheet folded in three, printed on both sides.")
QUESTION = (
    "Nhà trường có được đăng ảnh", "May the school publish a picture of my child at an outing?",
    "Only with the consent of the family; a child of seven or older is asked as well. Consent can be withdrawn at any "
    "time, and the school takes the picture down.",
)  # fmt: skip
TASKS = (
    ("cong-khai", "Disclosure"),
    ("hoi-dap", "Questions and answers"),
    ("tai-lieu", "Materials"),
    ("lien-he", "Contact us"),
)


def _join_paragraphs(paragraphs: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


class EnglishTranslation:
    """Translates page by page, as a person would: a copy in the other language, its words, published."""

    def __init__(self, home: Page):
        self.home = home
        self.locale = Locale.objects.get(language_code="en")

    def page(self, original: Page, **fields) -> Page:
        page = original.specific.copy_for_translation(self.locale)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()
        return page

    def _one(self, model, **conditions) -> Page:
        return model.objects.descendant_of(self.home).get(**conditions)

    def school(self) -> None:
        english = self.page(self.home, title=HOME_TITLE)
        for model, slug, title in FIXED_PAGES:
            fields = {"body": [("text", _join_paragraphs(ABOUT_PARAGRAPHS))]} if slug == "gioi-thieu" else {}
            self.page(self._one(model, **({"slug": slug} if slug else {})), title=title, **fields)
        for model, begins, title, summary, paragraphs in ARTICLES:
            body = [("text", _join_paragraphs(paragraphs))]
            self.page(self._one(model, title__startswith=begins), title=title, summary=summary, topic="", body=body)
        for begins, title, summary in NOTICES:
            original = self._one(NoticePage, title__startswith=begins)
            self.page(
                original, title=title, summary=summary, deadline_note="", body=[("text", _join_paragraphs([summary]))]
            )
        begins, title, summary = MATERIAL
        original = self._one(LegalMaterialPage, title__startswith=begins)
        self.page(original, title=title, summary=summary, body=[("text", _join_paragraphs([summary]))])
        begins, title, answer = QUESTION
        original = self._one(QuestionPage, title__startswith=begins)
        self.page(
            original, title=title, answer=_join_paragraphs([answer]), answered_by="Legal advice group of the school"
        )
        self._front(english)

    def _front(self, english: Page) -> None:
        """The parts of the home page in English, its links to the English pages."""
        pages = {page.slug: page for page in Page.objects.descendant_of(english)}
        tasks = [{"text": text, "page": pages[slug], "url": "", "note": ""} for slug, text in TASKS]
        english.body = [
            ("lead", {"title": "", "page": None}),
            ("notices", {"title": "Notices", "count": 4}),
            ("tasks", {"links": tasks}),
            ("news", {"title": "News", "count": 3}),
            ("legal", {"title": "Legal education", "count": 4}),
            ("contacts", {"title": "Contact"}),
        ]
        english.save_revision().publish()


def translate_demo(school_home: Page, office_home: Page) -> None:
    EnglishTranslation(school_home.specific).school()
    EnglishTranslation(office_home.specific).page(office_home, title=PORTAL_TITLE, lead=PORTAL_LEAD)
