"""Nothing but the picture: what cameras write in is gone, what one sees is the same."""

import io
import random

import pytest
from PIL import Image, ImageOps, ImageSequence

from cms.core.media.image_metadata import Unreadable, strip_metadata
from tests.factories import pictures

LOSSLESS = ("jpg", "png", "webp", "gif")


def opened(data):
    return Image.open(io.BytesIO(data))


def shown(data):
    """All frames as somebody sees them, with their times."""
    with opened(data) as image:
        return [
            (ImageOps.exif_transpose(frame).convert("RGBA").tobytes(), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(image)
        ]


@pytest.mark.parametrize("kind", pictures.MAKERS)
def test_place_and_person_are_gone_and_the_colours_stay(kind):
    data = pictures.MAKERS[kind]()
    assert pictures.leaks(data), "the picture of this test tells nothing"
    clean = strip_metadata(data)
    assert pictures.leaks(clean) == []
    with opened(clean) as image:
        assert image.size == (64, 40)
        assert not image.getexif()
        assert not image.info.keys() & {"exif", "xmp", "comment", "photoshop", "Author", "Comment", "thumbnail"}
        if kind != "gif":
            assert image.info["icc_profile"] == pictures.PROFILE
    if kind in LOSSLESS:
        assert shown(clean) == shown(data)
    assert strip_metadata(clean) == clean


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
def test_the_orientation_stays_and_nothing_beside_it(kind, orientation):
    data = pictures.MAKERS[kind](orientation=orientation)
    clean = strip_metadata(data)
    with opened(data) as before, opened(clean) as after:
        turned = ImageOps.exif_transpose(after).size
        assert turned == ImageOps.exif_transpose(before).size == ((64, 40) if orientation < 5 else (40, 64))
        assert set(after.getexif()) <= {0x0112}
    assert pictures.leaks(clean) == []
    assert strip_metadata(clean) == clean
    if kind in LOSSLESS:
        assert shown(clean) == shown(data)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("jpg", {"progressive": True}),
        ("jpg", {"picture": pictures.drawn(mode="CMYK")}),
        ("jpg", {"picture": pictures.drawn(mode="L"), "icc_profile": None}),
        ("png", {"picture": pictures.drawn(mode="RGBA")}),
        ("png", {"picture": pictures.drawn(mode="P"), "transparency": 0}),
        ("png", {"picture": pictures.drawn(mode="LA")}),
        ("png", {"picture": pictures.drawn(mode="L").convert("I;16")}),
        ("webp", {"lossless": True}),
        ("webp", {"picture": pictures.drawn(mode="RGBA")}),
    ],
)
def test_every_way_of_coding_colours(kind, options):
    data = pictures.MAKERS[kind](**options)
    clean = strip_metadata(data)
    assert pictures.leaks(clean) == []
    assert shown(clean) == shown(data)
    with opened(data) as before, opened(clean) as after:
        assert before.mode == after.mode


@pytest.mark.parametrize("kind", ["gif", "webp", "png", "avif"])
def test_moving_pictures_move_on(kind):
    frames = [pictures.drawn().rotate(40 * number) for number in range(4)]
    if kind == "gif":
        data = pictures.gif(frames=4)
    else:
        data = pictures.MAKERS[kind](frames[0], save_all=True, append_images=frames[1:], duration=120)
    clean = strip_metadata(data)
    assert pictures.leaks(clean) == []
    with opened(clean) as image:
        assert image.n_frames == 4
    if kind != "avif":
        assert shown(clean) == shown(data)


def test_a_phones_file_of_two_pictures():
    """MPO: a JPEG with a second one behind it."""
    out = io.BytesIO()
    pictures.drawn().save(out, "MPO", save_all=True, append_images=[pictures.drawn()], exif=pictures.exif(6))
    clean = strip_metadata(out.getvalue())
    with opened(clean) as image:
        assert image.format == "JPEG"
        assert image.getexif() == {0x0112: 6}
    assert pictures.leaks(clean) == []


@pytest.mark.parametrize("kind", pictures.MAKERS)
def test_half_a_picture_is_none(kind):
    data = pictures.MAKERS[kind]()
    with pytest.raises(Unreadable):
        strip_metadata(data[: len(data) // 3])


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"GIF89a", b"RIFF0000WEBP", b"<svg onload=alert(1)></svg>", b"\0" * 99]
)
def test_what_is_no_picture_is_none(data):
    with pytest.raises(Unreadable):
        strip_metadata(data)


@pytest.mark.parametrize("kind", pictures.MAKERS)
def test_spoiled_bytes_never_raise_anything_else(kind):
    chance = random.Random(kind)  # noqa: S311
    data = pictures.MAKERS[kind]()
    for _ in range(300):
        spoiled = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        spoiled = spoiled[: chance.randrange(1, len(spoiled) + 1)]
        try:
            clean = strip_metadata(bytes(spoiled))
        except Unreadable:
            continue
        assert pictures.leaks(clean) == []


def test_a_file_that_breaks_its_format_is_written_anew():
    """A byte between two segments: Pillow reads over it."""
    data = pictures.jpeg(orientation=6)
    end = 4 + int.from_bytes(data[4:6], "big")
    odd = data[:end] + b"\0" + data[end:]
    with opened(odd) as image:
        image.load()
    clean = strip_metadata(odd)
    assert pictures.leaks(clean) == []
    with opened(clean) as image:
        assert image.getexif() == {0x0112: 6}
        assert image.info["icc_profile"] == pictures.PROFILE
