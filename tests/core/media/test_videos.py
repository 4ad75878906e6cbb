"""Only known hosts are ever loaded into a page, and without their cookies."""

import pytest

from cms.core.media.videos import embed_address, host_of

FILM = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={FILM}",
        f"https://m.youtube.com/watch?t=4&v={FILM}&list=x",
        f"http://youtu.be/{FILM}?t=9",
        f"https://www.youtube.com/embed/{FILM}",
        f"https://youtube.com/shorts/{FILM}",
        f"https://www.youtube.com/live/{FILM}?feature=share",
        f"https://www.youtube-nocookie.com/embed/{FILM}",
    ],
)
def test_every_form_of_a_youtube_address(url):
    assert embed_address(url) == f"https://www.youtube-nocookie.com/embed/{FILM}"


def test_vimeo_without_tracking():
    assert embed_address("https://vimeo.com/channels/x/76979871") == "https://player.vimeo.com/video/76979871?dnt=1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        None,
        "https://example.vn/phim",
        "https://youtube.com.example.vn/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=short",
        'https://youtu.be/"onload="x',
        "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/",
        "http://[broken",
        "https://vimeo.com/about",
    ],
)
def test_anything_else_stays_a_link(url):
    assert embed_address(url) == ""


def test_hosts_for_people():
    assert host_of("https://www.youtube.com/watch?v=x") == "youtube.com"
    assert host_of("http://[broken") == ""
