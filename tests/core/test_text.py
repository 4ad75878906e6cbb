import pytest

from cms.core.text import collapse_whitespace, fold_diacritics, normalize_dashes, normalize_nfc, slugify_vi


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Ðiều", "Điều"),  # U+00D0
        ("Điều\u200b 5", "Điều 5"),
        ("học\u00adsinh", "họcsinh"),
        ("a\x00b\x1fc", "abc"),
    ],
)
def test_nfc_removes_what_cannot_be_seen(raw, expected):
    assert normalize_nfc(raw) == expected


def test_nfc_is_idempotent_and_composes():
    decomposed = "Gia\u0301o du\u0323c"
    assert normalize_nfc(decomposed) == "Giáo dục"
    assert normalize_nfc(normalize_nfc(decomposed)) == normalize_nfc(decomposed)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Giáo dục Đào tạo", "giao duc dao tao"),
        ("ĐƯỜNG đương", "duong duong"),
        ("Ðỗ", "do"),
        ("hoà hòa", "hoa hoa"),
        ("", ""),
    ],
)
def test_fold(raw, expected):
    assert fold_diacritics(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Trường Tiểu học Ngũ Hiệp", "truong-tieu-hoc-ngu-hiep"),
        ("Đồng Lầy – cơ sở 2", "dong-lay-co-so-2"),
        ("!!!", ""),
        ("Phổ biến, giáo dục pháp luật", "pho-bien-giao-duc-phap-luat"),
    ],
)
def test_slugify(raw, expected):
    assert slugify_vi(raw) == expected


def test_slugify_cuts_at_a_word():
    slug = slugify_vi("một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba", 20)
    assert len(slug) <= 20
    assert slug == "mot-hai-ba-bon-nam"


def test_one_line_and_dashes():
    assert collapse_whitespace(" a\u00a0 b\n c ") == "a b c"
    assert normalize_dashes("2022 – 2027 — x − y") == "2022 - 2027 - x - y"
