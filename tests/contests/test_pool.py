"""The pool of a round until it is closed, and the pictures of its questions before and after."""

from urllib.parse import urlsplit

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from cms.contests.models import BankQuestion, RoundQuestion
from cms.contests.organising import pools
from cms.contests.organising.log import StepRefused
from cms.contests.taking import tokens
from tests.contests.factories import make_contest, make_question
from tests.contests.test_taking import post, running, visitor
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def filling(school):
    """A contest whose pool is still open, with one question that has a picture."""
    contest = make_contest(school, ("one",), wanted=1, freeze=False, publish=False)
    picture = make_image("Biển báo hình tròn viền đỏ", collection=school.collection)
    BankQuestion.objects.update(picture=picture)
    return contest


def paper_of(school, attempt) -> list[dict]:
    answer = post(visitor(school), "de", token=tokens.sign_token(attempt.pk, 1))
    assert answer.status_code == 200
    return answer.json()["questions"]


def test_a_question_is_taken_out_until_the_pool_is_closed(filling):
    round_ = filling.rounds.get()
    more = make_question("one", filling.school, "Thêm một câu?")
    pools.add_questions(round_, BankQuestion.objects.filter(pk=more.pk), None)
    pools.remove_question(round_, 2, None)
    pools.remove_question(round_, 2, None)  # pressed twice
    assert list(RoundQuestion.objects.filter(round=round_).values_list("number", flat=True)) == [1]
    pools.freeze_pool(round_, None)
    for step in (
        lambda: pools.remove_question(round_, 1, None),
        lambda: pools.add_questions(round_, BankQuestion.objects.all(), None),
        lambda: pools.freeze_pool(round_, None),
    ):
        with pytest.raises(StepRefused) as refused:
            step()
        assert refused.value.code == "frozen"
    assert RoundQuestion.objects.filter(round=round_).count() == 1


@pytest.mark.parametrize("why", ["no consent", "private collection", "file gone"])
def test_a_picture_that_cannot_be_shown_closes_no_pool(filling, why):
    image = BankQuestion.objects.get().picture
    if why == "no consent":
        image.pupil_consent = "missing"
        image.save()
    elif why == "private collection":
        folder = filling.school.collection.add_child(instance=Collection(name="Kín"))
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
        image.collection = folder
        image.save()
    else:
        image.renditions.all().delete()
        image.file.storage.delete(image.file.name)
    with pytest.raises(StepRefused) as refused:
        pools.freeze_pool(filling.rounds.get(), None)
    assert refused.value.code == "picture"
    assert filling.rounds.get().frozen_at is None


def test_a_picture_is_shown_under_its_address_of_now_and_gone_once_it_is_withdrawn(filling, school):
    round_ = filling.rounds.get()
    pools.freeze_pool(round_, None)
    attempt = running(filling)
    shown = paper_of(school, attempt)[0]["picture"]
    assert shown["alt"] == "Biển báo hình tròn viền đỏ"
    assert urlsplit(shown["url"]).path.endswith(".png")
    assert (shown["width"], shown["height"]) == (320, 200)
    image = BankQuestion.objects.get().picture
    image.pupil_consent = "missing"
    image.save()
    assert paper_of(school, attempt)[0]["picture"] is None
    kept = str(RoundQuestion.objects.get(round=round_).frozen)
    assert "/images/" not in kept, "an address that was kept would be stale one day"
    assert pools.compute_pool_hash(round_) == round_.pool_hash


def test_a_deleted_picture_takes_no_paper_away(filling, school):
    pools.freeze_pool(filling.rounds.get(), None)
    attempt = running(filling)
    BankQuestion.objects.get().picture.delete()
    assert paper_of(school, attempt)[0]["picture"] is None
