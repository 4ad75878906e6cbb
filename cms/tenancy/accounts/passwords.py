"""Password rules beside Django's: no names of the person or the school, none of the usual Vietnamese passwords."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.text import fold
from cms.tenancy.models import Membership

#: Roots of what people choose first. With digits and signs around them they are as easy to guess.
USUAL = frozenset(
    {
        "matkhau", "matkhaumoi", "passwordmoi", "anhyeuem", "emyeuanh", "toiyeuvietnam", "vietnam", "vietnamvodich",
        "iloveyou", "password", "admin", "administrator", "quantri", "quantrivien", "giaovien", "hocsinh", "hieutruong",
        "nhatruong", "truonghoc", "mamnon", "tieuhoc", "trunghoc", "thcs", "thpt", "phapluat", "phapluathocduong",
        "giaoduc", "phonggiaoduc", "hanoi", "saigon", "hochiminh", "danang", "haiphong", "hue", "cantho", "bacho",
        "conyeume", "giadinh", "hanhphuc", "mottrieu", "motngaymoi", "khongbiet", "khongnho", "quenmatkhau", "abcdef",
        "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "xinchao", "chaoban", "tinhyeu", "thienthan", "congchua", "hoangtu",
    }
)  # fmt: skip
_LEET = str.maketrans("@013457$!", "aoieastsi")
_TAIL = re.compile(r"[\W\d_]+$")
_SHORTEST_NAME = 4


def letters(text: str) -> str:
    """Small letters without marks, digits and signs: what a name or password is made of.

    >>> letters("Mật-Khẩu 2026")
    'matkhau'
    """
    return re.sub(r"[^a-z]", "", fold(text))


def _plain(password: str) -> str:
    """With letters for the signs that stand for them: m4tkh4u."""
    return password.translate(_LEET)


class UsualPasswordValidator:
    """“MatKhau@2026”, “4nhyeuem!”: a usual word with digits and signs around it."""

    def validate(self, password, user=None):
        if {letters(text) for text in (password, _plain(password), _plain(_TAIL.sub("", password)))} & USUAL:
            raise ValidationError(
                _("Many people choose this password; it is guessed first. Use three or four words of your own."),
                code="password_usual",
            )

    def get_help_text(self):
        return _("No usual words such as “matkhau” with a number behind it.")


class OwnNamesValidator:
    """Nothing that everybody knows: the person's names and e-mail address, the school's name and web address."""

    def validate(self, password, user=None):
        if user is None:
            return
        mine = letters(password)
        if any(name in mine and len(name) * 2 > len(mine) for name in names_of(user)):
            raise ValidationError(
                _("The password must not be made of your name, your e-mail address or the name of your school."),
                code="password_names",
            )

    def get_help_text(self):
        return _("Not your name, your e-mail address or the name of your school.")


def names_of(user) -> set[str]:
    texts = [user.get_full_name(), user.first_name, *user.email.split("@")[:1], *re.split(r"[@.]", user.email)]
    if user.pk:
        for row in Membership.objects.filter(user=user, school__isnull=False).select_related("school__site")[:20]:
            name = row.school.name
            texts += [
                name,
                name.removeprefix("Trường "),
                row.school.short_name,
                row.school.site.hostname.partition(".")[0],
            ]
    return {name for text in texts if len(name := letters(text or "")) >= _SHORTEST_NAME}
