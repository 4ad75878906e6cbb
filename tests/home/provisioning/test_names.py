"""Names → levels, host labels, codes; pure, with names that really occur."""

import doctest

import pytest

from cms.home.provisioning import interpret, names, school_sheet
from cms.home.provisioning.names import (
    build_host_label,
    build_stable_code,
    detect_level,
    find_free_label,
    is_host_label,
)


@pytest.mark.parametrize("module", [names, school_sheet, interpret])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("name", "level", "label"),
    [
        ("Trường Tiểu học Ngũ Hiệp", "TH", "th-ngu-hiep"),
        ("TRƯỜNG THPT Đại Từ", "THPT", "thpt-dai-tu"),
        ("Mầm Non Thị trấn Long Hồ", "MN", "mn-thi-tran-long-ho"),
        ("Mẫu giáo Hướng Dương", "MN", "mn-huong-duong"),
        ("Nhà trẻ Trinh Vương", "MN", "mn-trinh-vuong"),
        ("Trường Trung học cơ sở Tứ Hiệp", "THCS", "thcs-tu-hiep"),
        ("Trường Trung học phổ thông Ngọc Hồi", "THPT", "thpt-ngoc-hoi"),
        ("Trường Phổ thông liên cấp Lương Thế Vinh", "LC", "lc-luong-the-vinh"),
        ("Trường TH&THCS Đông Mỹ", "LC", "th-thcs-dong-my"),
        ("Trung tâm GDNN - GDTX Thanh Trì", "GDTX", "gdtx-thanh-tri"),
        ("Trường Tiểu học Ðông Mỹ", "TH", "th-dong-my"),  # Ð (U+00D0), a typing error for Đ
        ("Trường Tiểu học Tả Thanh Oai cơ sở 2", "TH", "th-ta-thanh-oai-co-so-2"),
        ("Trường THPT 19\\/5", "THPT", "thpt-19-5"),
    ],
)
def test_host_labels(name, level, label):
    assert build_host_label(name, level) == label
    assert is_host_label(label)


def test_tone_mark_position_and_form_make_no_difference():
    assert build_host_label("Trường Tiểu học Hoà Bình", "TH") == build_host_label("Trường Tiểu học Hòa Bình", "TH")
    assert build_stable_code("Trường THPT Hoà Bình", "Huyện Lạc Sơn") == build_stable_code(
        "trường thpt  HÒA BÌNH", "huyện Lạc Sơn"
    )
    assert build_stable_code("Trường THPT Hòa Bình", "Lạc Sơn") != build_stable_code("Trường THPT Hòa Bình", "Tân Lạc")


def test_very_long_names_stay_within_dns():
    long = build_host_label("Trường Tiểu học " + "Nguyễn Thị Minh Khai " * 12, "TH")
    assert len(long) <= 63
    assert is_host_label(long)
    again = find_free_label(long, {long}, ["Xã " + "Rất Dài " * 20])
    assert len(again) <= 63
    assert is_host_label(again)
    assert is_host_label(find_free_label(long, {long, again, f"{long}-2"[:63]}))


def test_a_name_of_generic_words_only_still_gives_a_label():
    assert is_host_label(build_host_label("Trường Mầm non", "MN"))


@pytest.mark.parametrize("label", ["", "-a", "a-", "a_b", "đ", "a" * 64, "ab--c", "A B", "xn--abc"])
def test_labels_that_dns_would_refuse(label):
    assert not is_host_label(label)


def test_reserved_labels_are_stepped_over():
    assert find_free_label("admin", set()) == "admin-2"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("tiểu học", "TH"), ("mầm non", "MN"), ("THPT", "THPT"), ("tiểu học+THPT", "LC"), ("THCS&THPT", "LC"),
        ("Trung học cơ sở", "THCS"), ("Trung tâm GDTX", "GDTX"), ("", None), ("Trường Họa Mi", None),
    ],
)  # fmt: skip
def test_levels(text, level):
    assert detect_level(text) == level
