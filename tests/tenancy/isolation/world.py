"""Two schools with one thing of every kind, each named by a word that occurs nowhere else.

Numbers of rows are unique over all tables and six digits long, so that a number in an answer tells whose it is.
"""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from cms.advice.intake import form_tokens, question_intake
from cms.advice.intake.question_intake import QuestionInput
from cms.advice.models import Draft, ExpertProfile, Question, QuestionEvent, Review
from cms.advice.workflow import transitions as question_steps
from cms.advice.workflow.transitions import ExpectedVersion
from cms.certificates.models import Certificate, CertificateBatch, CertificateTemplate, PrintFile
from cms.contests.models import Attempt, BankQuestion, Contest, Entrant, Round
from cms.core.models import SchoolImage, User
from cms.district import notifications
from cms.district.broadcasts import responses
from cms.district.models import Broadcast, Receipt, Submission
from cms.district.submissions import transitions
from cms.home.models import NewsPage, SchoolSettings, StandardPage
from cms.legal.models import LegalNewsPage, QuestionPage
from cms.tenancy import sites
from cms.tenancy.models import Membership, Notice, School
from cms.tenancy.notifications import sending
from cms.tenancy.roles import SCHOOL_ROLES, Role
from cms.tenancy.staff import invitations
from cms.training.models import Course, CourseSession, Enrolment, LawReporter, Lesson
from tests.certificates.factories import make_batch, make_person, make_template
from tests.district.factories import make_broadcast
from tests.factories import make_office, make_school, make_superuser, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page

MARKERS = {"A": "wqvalfa", "B": "zqxbeta"}
#: Stands beside the marker in titles and tags: what one can search for without writing the marker oneself.
WORDS = {"A": "kexalen", "B": "jyvoram"}
MISSING = 987_654  # no row of any table; as many digits as the others
_starts = itertools.count(101_000, 1_000)

NUMBERED = (
    Page, Revision, TaskState, WorkflowState, SchoolImage, get_document_model(), Collection, Redirect, User,
    UploadedFile, EditingSession, Comment, PageViewRestriction, Membership, School, Translation, TranslationSource,
    StringSegment, OverridableSegment, Broadcast, Receipt, Submission, Notice,
    BankQuestion, Contest, Round, Entrant, Attempt,
    CertificateTemplate, CertificateBatch, Certificate, PrintFile,
    Course, CourseSession, Lesson, Enrolment, LawReporter,
    Question, QuestionEvent, Draft, Review, ExpertProfile,
)  # fmt: skip


@dataclass
class Side:
    """One school: ``ids`` has one number per kind; ``people`` one user per role."""

    code: str
    school: School
    people: dict[str, User]
    marker: str
    ids: dict[str, int] = field(default_factory=dict)
    rows: list = field(default_factory=list)

    @property
    def word(self) -> str:
        return WORDS[self.code]

    @property
    def numbers(self) -> set[int]:
        return set(self.ids.values())


def build_world() -> dict[str, Side]:
    make_office()
    sides = {code: build_side(code) for code in "AB"}
    make_superuser(email="boss@example.vn")
    return sides


def build_side(code: str) -> Side:
    for model in NUMBERED:
        _start_numbers(model, next(_starts))
    marker = MARKERS[code]
    school = make_school(code, name=f"Trường {marker}", commune=f"Xã {marker}")
    people = {
        role.value: make_user(role, school, email=f"{role.value}@{marker}.vn", last_name=marker, first_name=role.value)
        for role in SCHOOL_ROLES
    }
    side = Side(code, school, people, marker)
    _media(side)
    _pages(side)
    _work(side)
    _translation(side)
    _rest(side)
    _flows(side)
    _contests(side)
    _certificates(side)
    _training(side)
    _questions(side)
    return side


def _start_numbers(model, start: int) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, start])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])


def _keep(side: Side, kind: str, row) -> None:
    side.ids[kind] = row.pk
    side.rows.append(row)


def _pages(side: Side) -> None:
    editor = side.people["editor"]
    page = make_page(
        NewsPage,
        side.school,
        f"{side.word} {side.marker} tin",
        topic=side.marker,
        owner=editor,
        image_id=side.ids["image"],
    )
    revision = page.save_revision(user=editor, log_action=True)
    revision.publish(user=side.people["approver"])
    draft = make_page(LegalNewsPage, side.school, f"{side.word} {side.marker} nháp", live=False, owner=editor)
    draft.save_revision(user=editor, log_action=True)
    parent = StandardPage.objects.descendant_of(side.school.home_page).first() or side.school.home_page
    private = parent.add_child(
        instance=StandardPage(title=f"{side.word} {side.marker} kín", slug=f"kin-{side.marker}", owner=editor)
    )
    _keep(side, "page", page)
    _keep(side, "draft", draft)
    _keep(side, "home", side.school.home_page)
    _keep(side, "private", private)
    _keep(side, "revision", revision)
    _keep(side, "restriction", PageViewRestriction.objects.create(page=private, restriction_type="login"))


def _media(side: Side) -> None:
    child = side.school.collection.add_child(instance=Collection(name=f"{side.word} {side.marker} kho"))
    image = make_image(f"{side.word} {side.marker} ảnh", collection=child, uploaded_by_user=side.people["editor"])
    image.tags.add(f"{side.word}-{side.marker}")
    file = ContentFile(side.marker.encode(), f"{side.marker}.txt")
    document = get_document_model().objects.create(title=f"{side.word} {side.marker} tệp", file=file, collection=child)
    document.tags.add(f"{side.word}-{side.marker}")
    closed = side.school.collection.add_child(instance=Collection(name=f"{side.marker} kín"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    _keep(side, "picture", make_image(f"{side.marker} ảnh kín", collection=closed).get_rendition("max-165x165"))
    _keep(side, "collection", child)
    _keep(side, "image", image)
    _keep(side, "document", document)
    upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(SchoolImage), uploaded_by_user=side.people["editor"],
        file=ContentFile(side.marker.encode(), f"{side.marker}-up.png"),
    )  # fmt: skip
    _keep(side, "upload", upload)


def _work(side: Side) -> None:
    draft = LegalNewsPage.objects.get(pk=side.ids["draft"])
    state = draft.get_workflow().start(draft, side.people["editor"])
    _keep(side, "workflow_state", state)
    _keep(side, "task_state", state.current_task_state)
    comment = Comment.objects.create(page=draft, user=side.people["approver"], text=side.marker, contentpath="title")
    _keep(side, "comment", comment)
    page = Page.objects.get(pk=side.ids["page"])
    session = EditingSession.objects.create(
        user=side.people["editor"], content_type=page.content_type, object_id=str(page.pk), last_seen_at=timezone.now()
    )
    _keep(side, "session", session)


def _translation(side: Side) -> None:
    page = NewsPage.objects.get(pk=side.ids["page"])
    source, _created = TranslationSource.get_or_create_from_instance(page)
    source.update_from_db()
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    home = TranslationSource.get_or_create_from_instance(side.school.home_page.specific)[0]
    home.update_from_db()
    for row in (Translation.objects.create(source=home, target_locale=translation.target_locale), translation):
        row.save_target(user=side.people["admin"], publish=False)
    _keep(side, "english", translation.get_target_instance())
    _keep(side, "source", source)
    side.rows.append(source.object)
    _keep(side, "translation", translation)
    _keep(side, "string_segment", StringSegment.objects.filter(source=source).first())
    _keep(side, "overridable_segment", OverridableSegment.objects.filter(source=source).first())


def _flows(side: Side) -> None:
    """Something the office sent to this school alone, with the school's answer."""
    # The page is the office's and public; that this school was sent it, and with which words, is the school's.
    row = make_broadcast(audience="list", school_ids=[side.school.pk], mode="recommended", note=side.marker)
    Broadcast.objects.filter(pk=row.pk).update(title=f"{side.word} {side.marker} tin")
    responses.decline_broadcast(side.school, row.pk, side.people["approver"], side.marker)
    _keep(side, "broadcast", row)
    _keep(side, "receipt", Receipt.objects.get(broadcast=row))
    submission = transitions.nominate_page(
        NewsPage.objects.get(pk=side.ids["page"]), side.people["approver"], side.marker
    )
    _keep(side, "submission", submission)
    sending.notify_school(notifications.LINKS, side.school, f"{side.word} {side.marker}", side.marker, "/admin/")
    _keep(side, "notice", Notice.objects.get(user=side.people["approver"], kind="links"))


def _contests(side: Side) -> None:
    """A draft: what is announced is public. Its class list and what a pupil did are the school's for ever."""
    now = timezone.now()
    words = f"{side.word} {side.marker} nháp"
    contest = Contest.objects.create(school=side.school, title=words, rules=side.marker)
    round_ = Round.objects.create(
        contest=contest, title=side.marker, opens_at=now, closes_at=now + datetime.timedelta(days=1)
    )
    entrant = Entrant.objects.create(contest=contest, school=side.school, name=side.marker, listed=True)
    attempt = Attempt.objects.create(
        round=round_, entrant=entrant, school=side.school, seed="0" * 32, started_at=now, ends_at=now, accepts_until=now
    )
    for row in (contest, round_, entrant, attempt):
        _keep(side, row._meta.label, row)
    question = BankQuestion.objects.create(
        school=side.school, kind="short", text=words, content={"accepted": [side.marker]}
    )
    _keep(side, question._meta.label, question)


def _certificates(side: Side) -> None:
    """The school's own. What the office issues is found by its people through their own certificates."""
    template = make_template(side.school, name=f"{side.word} {side.marker}", organiser=side.marker, series=side.code)
    person = make_person(1, side.school, name=side.marker, unit=side.marker)
    batch = make_batch(
        side.school, [person], template, source=f"contest:{side.code}", title=f"{side.word} {side.marker}"
    )
    row = batch.certificates.get()
    file = PrintFile.objects.create(batch=batch, school=side.school)
    for one in (template, batch, row, file):
        _keep(side, one._meta.label, one)


def _training(side: Side) -> None:
    """A draft: what is announced is public. Who takes part is the school's for ever, and so is a hidden entry."""
    now = timezone.now()
    course = Course.objects.create(
        school=side.school, title=f"{side.word} {side.marker} tập huấn", programme=side.marker
    )
    session = CourseSession.objects.create(
        course=course, title=side.marker, starts_at=now, ends_at=now + datetime.timedelta(hours=1)
    )
    lesson = Lesson.objects.create(course=course, number=1, title=side.marker, body=f"<p>{side.marker}</p>")
    enrolment = Enrolment.objects.create(course=course, school=side.school, name=side.marker)
    reporter = LawReporter.objects.create(
        school=side.school, name=f"{side.word} {side.marker}", decision_number=side.marker, shown=False,
        decided_on=datetime.date(2025, 1, 5),
    )  # fmt: skip
    for one in (course, session, lesson, enrolment, reporter):
        _keep(side, one._meta.label, one)


def _questions(side: Side) -> None:
    """Asked on the school's site and given to its expert, with a step, a draft and a review."""
    info, person = sites.sites_by_id()[side.school.site_id], side.people["expert"]
    asked = QuestionInput(
        f"{side.word} {side.marker} hỏi về pháp luật", "parent", None, side.marker, f"hoi@{side.marker}.vn"
    )
    code = question_intake.submit_question(form_tokens.create_form_token(info.id), asked, info, "vi", True)
    question = Question.objects.get(code_hash=form_tokens.hash_code(code))
    question_steps.assign_question(question, ExpectedVersion(side.people["editor"], 1), person)
    question.refresh_from_db()
    _keep(side, "question", question)
    _keep(side, "question_event", question.events.last())
    draft = Draft.objects.create(
        question=question, number=1, title=f"{side.word} {side.marker}", answer=f"<p>{side.marker}</p>", by=person,
        at=timezone.now(),
    )  # fmt: skip
    _keep(side, "answer_draft", draft)
    page = make_page(QuestionPage, side.school, f"{side.marker} trả lời", answer="<p>x</p>")
    review = Review.objects.create(
        school=side.school, page=page, document=make_document(), status="expired", opened_at=timezone.now(),
        note=side.marker,
    )  # fmt: skip
    _keep(side, "review", review)
    profile = ExpertProfile.objects.create(user=person, school=side.school, name=side.marker)
    _keep(side, "expert_profile", profile)


def _invitation(side: Side):
    admin, address = side.people["admin"], f"moi@{side.marker}.vn"
    return invitations.create_invitation(admin, side.school, address, side.marker, Role.SCHOOL_EDITOR)[0]


def _rest(side: Side) -> None:
    redirect = Redirect.objects.create(
        old_path=f"/{side.marker}-cu", redirect_link=f"/{side.marker}", site=side.school.site
    )
    settings = SchoolSettings.objects.update_or_create(site=side.school.site, defaults={"motto": side.marker})[0]
    _keep(side, "redirect", redirect)
    _keep(side, "settings", settings)
    _keep(side, "site", side.school.site)
    _keep(side, "school", side.school)
    _keep(side, "user", side.people["editor"])
    _keep(side, "membership", side.people["editor"].memberships.get(role=Role.SCHOOL_EDITOR))
    _keep(side, "invitation", _invitation(side))
