"""Password rules in addition to Django's: no names of the person, the school or the office, no common Vietnamese
passwords."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from cms.tenancy import rights
from cms.tenancy.accounts import password_strength
from cms.tenancy.models import Invitation, Membership, School

#: Common roots of passwords. Digits and signs around them make them no harder to guess.
COMMON_WORDS = frozenset(
    {
        "matkhau", "matkhaumoi", "passwordmoi", "anhyeuem", "emyeuanh", "toiyeuvietnam", "vietnam", "vietnamvodich",
        "iloveyou", "password", "admin", "administrator", "quantri", "quantrivien", "giaovien", "hocsinh", "hieutruong",
        "nhatruong", "truonghoc", "mamnon", "tieuhoc", "trunghoc", "thcs", "thpt", "phapluat", "phapluathocduong",
        "giaoduc", "phonggiaoduc", "hanoi", "saigon", "hochiminh", "danang", "haiphong", "hue", "cantho", "bacho",
        "conyeume", "giadinh", "hanhphuc", "mottrieu", "motngaymoi", "khongbiet", "khongnho", "quenmatkhau", "abcdef",
        "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "xinchao", "chaoban", "tinhyeu", "thienthan", "congchua", "hoangtu",
    }
)  # fmt: skip


class CommonWordPasswordValidator:
    """Rejects “MatKhau@2026”, “4nhyeuem!”: a common word with digits and signs around it."""

    def validate(self, password, user=None):
        if password_strength.password_readings(password) & COMMON_WORDS:
            raise ValidationError(
                _("Many people choose this password; it is guessed first. Use three or four words of your own."),
                code="password_usual",
            )

    def get_help_text(self):
        return _("No usual words such as “matkhau” with a number behind it.")


class PersonalNamesValidator:
    """Rejects what everybody knows: names of the person, of the schools and of the office, also as initials, without
    diacritics or with signs for letters."""

    def validate(self, password, user=None):
        if user is None:
            return
        if password_strength.is_made_of_names(password, password_strength.NameParts.of(personal_names(user))):
            raise ValidationError(
                _(
                    "The password must not be made of your name, your e-mail address or the name of your school or "
                    "office, not even with a year behind it."
                ),
                code="password_names",
            )

    def get_help_text(self):
        return _("Not your name, your e-mail address or the name of your school or office.")


def personal_names(user) -> list[str]:
    """Includes schools where the person is suspended or only invited: an attacker knows them as well."""
    texts = [user.get_full_name(), *re.split(r"@", user.email)]
    mine = Membership.objects.filter(user=user).values("school") if user.pk else []
    invited = Invitation.objects.filter(email=user.email.lower()).values("school")
    for school in School.objects.filter(Q(pk__in=mine) | Q(pk__in=invited)).select_related("site"):
        texts += [school.name, school.short_name, school.site.hostname.partition(".")[0], school.code, school.commune]
    if office := rights.get_portal():
        texts += [office.name, office.short_name, office.site.hostname.partition(".")[0]]
    return texts
