from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from cms.tenancy.roles import EVERY_SCHOOL, TABLE, Rights, Role, display_rights

INTRODUCTION = """\
# Roles, as they are composed

The table of `cms/tenancy/roles.py` with what the apps add to it (`permissions.py`), as `manage.py show_roles` prints
it. A test holds this page to the code: a right that is new is a line that is new."""


class Command(BaseCommand):
    help = "Print what each role may do: the table of roles with what every app adds to it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join(role_lines()))


def role_lines() -> Iterator[str]:
    yield INTRODUCTION
    for role, rights in TABLE.items():
        yield from ("", f"## {role.value}", "")
        yield f"- reach: {_reach_text(role, rights)}"
        yield from _rights_text(rights)
    yield from ("", "## what Wagtail's screens are told of a role that reads, while a request changes nothing", "")
    yield from _rights_text(display_rights())


def _reach_text(role: Role, rights: Rights) -> str:
    if role in EVERY_SCHOOL or rights.reads:
        return "every school and the office"
    return "the office" if role.value.startswith("office") else "one school"


def _rights_text(rights: Rights) -> Iterator[str]:
    for name in ("page", "media", "collections"):
        if actions := getattr(rights, name):
            yield f"- {name}: {', '.join(sorted(actions))}"
    flags = {"settings": rights.settings, "approves": rights.approves, "people": rights.people, "reads": rights.reads}
    if held := [name for name, is_held in flags.items() if is_held]:
        yield f"- {', '.join(held)}"
    for label, actions in sorted(rights.models.items()):
        yield f"- `{label}`: {', '.join(sorted(actions))}"
    for name in sorted(rights.extra):
        yield f"- `{name}`"
