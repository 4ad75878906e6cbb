"""Texts of posts and what the environment says. Pure."""

import doctest

import pytest

from cms.channels.outbox import channel_config
from cms.channels.post_drafts import post_text
from cms.channels.post_drafts.post_text import MAX_LENGTHS, PostDraft, compose_text
from cms.home import channels

LONG = PostDraft(
    "Tuyên truyền " * 40, "Điều khoản mới " * 500, "https://th-mau-a.example.vn/tin-tuc/bai-1/", ("#PhapLuat",)
)


@pytest.mark.parametrize("module", [post_text, channels, channel_config])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("kind", MAX_LENGTHS)
def test_a_post_is_as_long_as_its_channel_allows_and_keeps_its_link(kind):
    text = compose_text(LONG, kind)
    assert len(text) <= MAX_LENGTHS[kind]
    assert LONG.link in text
    short = compose_text(PostDraft("Hội thi", "Sáng thứ hai.", LONG.link, ("#PhapLuat",)), kind)
    assert len(short) <= MAX_LENGTHS[kind]
    if kind != "sms":
        assert short == f"Hội thi\n\nSáng thứ hai.\n\n{LONG.link}\n\n#PhapLuat"


def test_a_message_of_a_telephone_has_letters_without_marks_alone():
    text = compose_text(PostDraft("“Đường” – ngõ 5’ 🎉", "", "https://a.vn/"), "sms")
    assert text == '"Duong" - ngo 5\'  https://a.vn/'
    assert text.isascii()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A|facebook|123|", "needs a key"), ("A|facebook|trang|k", "number"), ("A|webhook|ftp://x|k", "address"),
        ("A|sms|0900|", "mail address"), ("A|file|tmp|", "whole path"), ("A", "owner|kind"), ("", "owner|kind"),
        ("|zalo||k", "owner|kind"), ("A|zalo|oa|k", "number"), ("A|telex|x|bi-mat-lam", "no kind"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_environment_is_said_without_its_key(line, said):
    found, wrong = channel_config.parse_channels([line])
    assert not found
    assert said in wrong[0]
    assert "bi-mat" not in wrong[0]


def test_a_key_shows_in_no_repr_and_may_hold_the_sign_between():
    found, wrong = channel_config.parse_channels(["A|zalo||a|b", "A|zalo||c"])
    assert found["A", "zalo"].key == "a|b"
    assert "a|b" not in repr(found)
    assert "twice" in wrong[0]


@pytest.mark.parametrize(
    ("kind", "url", "good"),
    [
        ("facebook", "https://www.facebook.com/truong", True), ("youtube", "https://www.youtube.com/@truong", True),
        ("zalo", "https://zalo.me/123456", True), ("tiktok", "https://www.tiktok.com/@truong", True),
        ("facebook", "http://facebook.com/truong", False), ("facebook", "https://facebook.com/", False),
        ("facebook", "https://facebook.com@example.vn/x", False), ("youtube", "https://youtube.com.vn/@x", False),
        ("tiktok", "https://www.youtube.com/@x", False), ("zalo", "https://zalo.me:99999/x", False),
        ("zalo", "javascript:alert(1)", False), ("zalo", "https://[broken", False),
    ],
)  # fmt: skip
def test_where_a_channel_may_lie(kind, url, good):
    assert channels.is_channel(kind, url) is good
