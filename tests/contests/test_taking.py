"""From the door to the ranking, over HTTP: what a contestant's browser asks."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from cms.contests.models import Answer, Attempt, AttemptMark, Contest, Entrant, Protest
from cms.contests.organising import transitions
from cms.contests.results import ranking, scoring
from cms.contests.taking import answers, attempts, draw, question_paper, tokens
from cms.contests.taking.answers import AnswerOutcome
from cms.contests.taking.tokens import AttemptToken
from tests.contests.factories import make_contest, make_entrant
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def visitor(school):
    return Client(headers={"host": school.site.hostname})


def post(client, path, **data):
    return client.post(f"/bai-thi/{path}/", json.dumps(data), content_type="application/json")


def enter(client, contest, **data):
    data = {"name": "Trần Bình", "class_name": "9B", "agreed": "on", **data}
    answer = client.post(f"/bai-thi/vao/{contest.pk}/", data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    path, _hash, token = answer["Location"].partition("#")
    assert path == "/bai-thi/"
    return token


def right(line):
    """What one has to send for full points, seen as the contestant sees it."""
    content, mix = line.content, line.mix
    if line.kind.code in ("one", "several"):
        return [place for place, option in enumerate(mix) if content["options"][option]["right"]]
    if line.kind.code == "true_false":
        return [int(content["right"])]
    if line.kind.code in ("order", "match"):
        return [mix.index(place) for place in range(len(mix))]
    return content["accepted"][0] if line.kind.code == "short" else "bài viết"


def running(contest, **fields):
    entrant = make_entrant(contest, **fields)
    attempt, _new = attempts.begin_attempt(entrant, contest.rounds.get(), contest.attempts_allowed)
    return attempt


def test_from_the_door_to_the_ranking(school):
    kinds = ("one", "several", "true_false", "order", "match", "short")
    contest = make_contest(school, kinds, shows_score=True)
    client = visitor(school)
    assert contest.title in client.get("/cuoc-thi/").content.decode()
    page = client.get(contest.get_absolute_url())
    assert page.status_code == 200
    assert "Kính gửi phụ huynh." in page.content.decode()
    token = enter(client, contest)
    assert client.get("/bai-thi/").status_code == 200
    told = post(client, "de", token=token).json()
    assert len(told["questions"]) == 6
    assert told["ends"] > told["now"]
    attempt = Attempt.objects.get()
    for count, line in enumerate(question_paper.iterate_lines(attempt), start=1):
        reply = post(client, "tra-loi", token=token, place=line.place, count=count, given=right(line))
        assert reply.status_code == 200
        assert reply.json()["kept"] == "kept"
    again = post(client, "de", token=token).json()
    assert all(one["given"] is not None for one in again["questions"])
    end = post(client, "nop", token=token, prediction=7).json()
    assert end["score"] == "6"
    assert end["points"] == 6
    attempt.refresh_from_db()
    assert attempt.counts
    assert attempt.score == 6
    assert attempt.prediction == 7
    assert [line.rank for line in ranking.Ranking(attempt.round, "initials")[0:10]] == [1]
    assert ranking.Ranking(attempt.round, "initials")[0:10][0].who == "T.B."
    assert client.get(contest.get_absolute_url() + "ket-qua/").status_code == 404  # not published yet
    assert post(client, "tra-loi", token=token, place=1, count=99, given=[0]).status_code == 410
    Contest.objects.update(results_at=timezone.now())
    shown = client.get(contest.get_absolute_url() + "ket-qua/").content.decode()
    assert "T.B." in shown
    assert "Trần Bình" not in shown


def test_what_is_shown_does_not_give_the_answer_away(school):
    contest = make_contest(school, ("one", "several", "true_false", "order", "match", "short", "essay"))
    attempt = running(contest)
    token = tokens.sign_token(attempt.pk, 1)
    told = json.dumps(post(visitor(school), "de", token=token).json())
    assert "accepted" not in told
    assert "rubric" not in told
    assert '"right"' not in told
    assert "Nêu đúng" not in told


class TestAnAnswer:
    def test_costs_one_statement_and_no_session(self, school, django_assert_num_queries):
        attempt = running(make_contest(school))
        client, token = visitor(school), tokens.sign_token(attempt.pk, 1)
        post(client, "tra-loi", token=token, place=1, count=1, given=[0])
        with django_assert_num_queries(1):
            reply = post(client, "tra-loi", token=token, place=2, count=2, given=[1])
        assert reply.status_code == 200
        assert not reply.cookies

    def test_sent_again_or_out_of_order_the_newest_stays(self, school):
        attempt = running(make_contest(school))
        held = AttemptToken(attempt.pk, 1)
        assert answers.save_answer(held, 1, 2, [2]) == AnswerOutcome.KEPT
        assert answers.save_answer(held, 1, 1, [1]) == AnswerOutcome.KEPT
        assert answers.save_answer(held, 1, 2, [2]) == AnswerOutcome.KEPT
        row = Answer.objects.get(attempt=attempt, place=1)
        assert row.given == [2]
        assert row.seq == Answer.DEVICE + 2

    def test_of_an_older_device_does_not_count_and_is_seen(self, school):
        attempt = running(make_contest(school))
        assert answers.save_answer(AttemptToken(attempt.pk, 2), 1, 1, [2]) == AnswerOutcome.KEPT
        assert answers.save_answer(AttemptToken(attempt.pk, 1), 1, 9, [0]) == AnswerOutcome.OTHER_DEVICE
        assert Answer.objects.get(attempt=attempt, place=1).given == [2]
        assert AttemptMark.objects.get().kind == "parallel"

    def test_in_the_grace_counts_later_is_seen_alone(self, school):
        attempt = running(make_contest(school))
        held = AttemptToken(attempt.pk, 1)
        second = datetime.timedelta(seconds=1)
        assert answers.save_answer(held, 1, 1, [0], attempt.ends_at + second) == AnswerOutcome.KEPT
        assert answers.save_answer(held, 1, 2, [1], attempt.accepts_until + second) == AnswerOutcome.LATE
        assert answers.save_answer(held, 1, 2, [1], attempt.accepts_until + second) == AnswerOutcome.LATE
        assert Answer.objects.get(attempt=attempt, place=1).given == [0]
        assert AttemptMark.objects.get().detail == {"place": 1, "device": 1, "given": [1]}

    @pytest.mark.parametrize(
        "data",
        [{"place": 0}, {"place": "1"}, {"place": True}, {"count": 0}, {"count": 10**9}, {"given": {"a": 1}},
         {"given": [1.5]}, {"given": "x" * 30_000}, {"given": [[1]]}],
    )  # fmt: skip
    def test_nonsense_is_refused(self, school, data):
        attempt = running(make_contest(school))
        data = {"token": tokens.sign_token(attempt.pk, 1), "place": 1, "count": 1, "given": [0], **data}
        assert post(visitor(school), "tra-loi", **data).status_code == 400
        assert Answer.objects.filter(received_at__isnull=False).count() == 0

    @pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"token": 5}', '{"token": "1.1:x"}', "[" * 100_000])
    def test_bodies_of_any_kind_are_answered(self, school, body):
        make_contest(school)
        reply = visitor(school).post("/bai-thi/tra-loi/", body, content_type="application/json")
        assert reply.status_code in (400, 403)

    def test_of_a_question_that_it_does_not_have(self, school):
        attempt = running(make_contest(school))
        assert answers.save_answer(AttemptToken(attempt.pk, 1), 99, 1, [0]) == AnswerOutcome.UNKNOWN


def test_the_jury_repeats_a_draw_from_seed_and_pool(school):
    contest = make_contest(school, ("one",) * 12, wanted=5)
    attempt = running(contest)
    drawn = list(Answer.objects.filter(attempt=attempt).values_list("pool__number", flat=True))
    pool = [entry for entry, _pk in attempts.list_pool(contest.rounds.get())]
    assert drawn == draw.draw_questions(pool, {2: 5}, attempt.seed)
    assert len(set(drawn)) == 5
    assert drawn != draw.draw_questions(pool, {2: 5}, "another")


class TestAgain:
    def test_on_another_device_by_the_code(self, school):
        contest = make_contest(school)
        client = visitor(school)
        token = enter(client, contest)
        post(client, "tra-loi", token=token, place=1, count=1, given=[1])
        code = post(client, "de", token=token).json()["code"]
        other = visitor(school)
        answer = other.post("/bai-thi/tiep/", {"code": code.lower()})
        newer = answer["Location"].partition("#")[2]
        told = post(other, "de", token=newer).json()
        assert told["newest"]
        assert told["questions"][0]["given"] == [1]
        assert post(other, "tra-loi", token=newer, place=1, count=1, given=[2]).json()["kept"] == "kept"
        assert post(client, "tra-loi", token=token, place=1, count=50, given=[0]).status_code == 409
        assert not post(client, "de", token=token).json()["newest"]
        assert post(client, "nop", token=token).status_code == 409
        assert Answer.objects.get(place=1).given == [2]

    def test_a_wrong_code_is_refused_in_words(self, school):
        make_contest(school)
        assert visitor(school).post("/bai-thi/tiep/", {"code": "ABCDE-FGH34"}).status_code == 422

    def test_one_attempt_means_one(self, school):
        contest = make_contest(school, who=Contest.Who.LIST)
        entrant = make_entrant(contest)
        client = visitor(school)
        token = enter(client, contest, code=entrant.code)
        enter(client, contest, code=entrant.code)  # goes on with it
        assert Attempt.objects.count() == 1
        scoring.finish_attempt(Attempt.objects.select_related("round__contest").get())
        answer = client.post(f"/bai-thi/vao/{contest.pk}/", {"code": entrant.code, "agreed": "on"})
        assert answer.status_code == 422
        assert Attempt.objects.count() == 1
        assert post(client, "nop", token=token).json()["done"]  # a second time as the first

    def test_of_several_the_best_counts(self, school):
        contest = make_contest(school, attempts_allowed=2)
        entrant, round_ = make_entrant(contest), contest.rounds.get()
        first, _new = attempts.begin_attempt(entrant, round_, 2)
        for line in question_paper.iterate_lines(first):
            answers.save_answer(AttemptToken(first.pk, 1), line.place, 1, right(line))
        scoring.finish_attempt(first)
        second, new = attempts.begin_attempt(entrant, round_, 2)
        assert new
        assert second.number == 2
        scoring.finish_attempt(second)
        assert [row.pk for row in ranking.ranked_attempts(round_)] == [first.pk]


class TestTheDoor:
    def test_a_coming_or_past_round_lets_nobody_in(self, school):
        contest = make_contest(school)
        contest.rounds.update(opens_at=timezone.now() + datetime.timedelta(minutes=5))
        answer = visitor(school).post(f"/bai-thi/vao/{contest.pk}/", {"name": "A", "agreed": "on"})
        assert answer.status_code == 409
        assert not Attempt.objects.exists()

    def test_without_the_consent_nobody_comes_in_and_nothing_typed_is_lost(self, school):
        contest = make_contest(school)
        answer = visitor(school).post(f"/bai-thi/vao/{contest.pk}/", {"name": "Lê Chi", "class_name": "9A"})
        assert answer.status_code == 422
        assert "Lê Chi" in answer.content.decode()

    def test_asks_for_no_more_than_the_rules(self, school):
        contest = make_contest(school, asks_name=False, asks_class=False)
        client = visitor(school)
        assert 'name="name"' not in client.get(contest.get_absolute_url()).content.decode()
        enter(client, contest, name="Kín", class_name="9X")
        assert Entrant.objects.values_list("name", "class_name").get() == ("", "")

    def test_by_account(self, school):
        contest = make_contest(school, who=Contest.Who.ACCOUNT)
        nobody = visitor(school)
        assert nobody.post(f"/bai-thi/vao/{contest.pk}/", {"agreed": "on"}).status_code == 422
        user = make_user("editor", school, first_name="Hoa", last_name="Lê")
        nobody.force_login(user)
        enter(nobody, contest)
        assert Entrant.objects.get().user == user

    def test_the_same_name_and_class_twice_is_seen_not_refused(self, school):
        contest = make_contest(school)
        enter(visitor(school), contest)
        enter(visitor(school), contest, name="trần bình")
        assert Attempt.objects.count() == 2
        assert AttemptMark.objects.get().kind == "twice"

    def test_another_schools_contest_is_not_there(self, school, b):
        other = b
        contest = make_contest(other)
        client = visitor(school)
        assert client.get(contest.get_absolute_url()).status_code == 404
        assert client.post(f"/bai-thi/vao/{contest.pk}/", {"name": "A", "agreed": "on"}).status_code == 404
        assert contest.title not in client.get("/cuoc-thi/").content.decode()

    def test_the_offices_stands_on_every_site_and_counts_for_that_school(self, school):
        contest = make_contest(None)
        enter(visitor(school), contest)
        assert Entrant.objects.values_list("represents", "school").get() == (school.pk, None)

    def test_at_the_portal_the_school_is_found_by_its_name(self, school):
        contest = make_contest(None, asks_school=True)
        portal = Client(headers={"host": "cong.localhost"})
        answer = portal.post(
            f"/bai-thi/vao/{contest.pk}/", {"name": "A", "class_name": "9", "school": "?", "agreed": "on"}
        )
        assert answer.status_code == 422
        enter(portal, contest, school=school.name)
        assert Entrant.objects.get().represents == school

    def test_a_draft_is_not_there(self, school):
        contest = make_contest(school, publish=False)
        assert visitor(school).get(contest.get_absolute_url()).status_code == 404


def test_what_nobody_handed_in_ends_by_itself(school):
    attempt = running(make_contest(school))
    line = next(question_paper.iterate_lines(attempt))
    answers.save_answer(AttemptToken(attempt.pk, 1), line.place, 1, right(line))
    assert scoring.finish_overdue(attempt.accepts_until - datetime.timedelta(seconds=1)) == 0
    assert scoring.finish_overdue(attempt.accepts_until) == 1
    attempt.refresh_from_db()
    assert attempt.finished_at == attempt.ends_at
    assert attempt.score == 1
    assert attempt.counts


def test_practice_explains_after_the_end_alone(school):
    contest = make_contest(school, practice=True)
    attempt = running(contest)
    client, token = visitor(school), tokens.sign_token(attempt.pk, 1)
    assert "review" not in post(client, "de", token=token).json()
    end = post(client, "nop", token=token).json()
    assert end["review"][0]["key"] == ["Đúng"]
    assert not end["protests"]


def test_a_protest_reaches_the_jury(school):
    attempt = running(make_contest(school))
    client, token = visitor(school), tokens.sign_token(attempt.pk, 1)
    assert post(client, "khieu-nai", token=token, place=2, words="Đáp án sai").json()["done"]
    assert post(client, "khieu-nai", token=token, words=" ").status_code == 400
    assert Protest.objects.values_list("place", "words").get() == (2, "Đáp án sai")


def test_who_protested_hears_what_became_of_it(school):
    attempt, other = running(make_contest(school)), running(make_contest(school))
    for one in (attempt, other):
        scoring.finish_attempt(Attempt.objects.select_related("round__contest").get(pk=one.pk))
    client, token = visitor(school), tokens.sign_token(attempt.pk, 1)
    assert post(client, "khieu-nai", token=token, place=2, words="Đáp án sai").json()["done"]
    (told,) = post(client, "de", token=token).json()["own_protests"]
    assert (told["place"], told["words"], told["answer"]) == (2, "Đáp án sai", "")
    transitions.decide_protest(
        Protest.objects.select_related("attempt__round__contest").get(), False, "Đáp án đúng.", None
    )
    (told,) = post(client, "de", token=token).json()["own_protests"]
    assert told["answer"] == "Đáp án đúng."
    assert "own_protests" not in post(client, "de", token=tokens.sign_token(other.pk, 1)).json()
