"""The second factor: forced, without a side door, kept encrypted, its codes used once."""

import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageViewRestriction

from cms.home.models import NewsPage
from cms.tenancy.accounts import secrets
from cms.tenancy.models import Letter
from cms.tenancy.roles import OFFICE_ROLES, SCHOOL_ROLES, Role
from tests.factories import PASSWORD, make_superuser, make_user
from tests.factories.pages import make_page
from tests.tenancy.accounts.conftest import HOME, LOGIN, code_of
from tests.tenancy.isolation import walker
from tests.tenancy.isolation.walker import addresses, fillings, path_of
from tests.tenancy.isolation.world import Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]
SET_UP = "/admin/second-factor/set-up/"


@pytest.fixture
def admin(school):
    return make_user(Role.SCHOOL_ADMIN, school)


def person(role, school):
    return make_superuser() if role is None else make_user(role, school)


# --- who needs one -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*(role for role in SCHOOL_ROLES if role != Role.SCHOOL_EDITOR), *OFFICE_ROLES, None])
def test_every_role_but_the_editor_sets_one_up_before_anything_else(school, browser, role):
    visitor = browser()
    user = person(role, school)
    assert visitor.sign_in(user).url == HOME
    assert visitor.get(HOME).url == SET_UP
    assert not visitor.is_in()
    visitor.set_up()
    assert visitor.is_in()


def test_an_editor_may_do_without_and_may_have_one(school, browser):
    editor, visitor = make_user(Role.SCHOOL_EDITOR, school), browser()
    visitor.sign_in(editor)
    assert visitor.is_in()
    visitor.set_up()
    again = browser()
    assert again.sign_in(editor).url == reverse("mfa_authenticate")
    assert not again.is_in()
    again.type_code("000000")
    assert not again.is_in()


def test_an_editor_who_becomes_more_needs_one_at_once(school, browser):
    editor, visitor = make_user(Role.SCHOOL_EDITOR, school), browser()
    visitor.sign_in(editor)
    assert visitor.is_in()
    editor.memberships.update(role=Role.SCHOOL_APPROVER)
    assert visitor.get(HOME).url == SET_UP


@pytest.mark.parametrize("value", ["required", "", "yes", "optinal"])
def test_only_one_word_makes_it_optional(admin, browser, settings, value):
    settings.SECOND_FACTOR = value
    visitor = browser()
    visitor.sign_in(admin)
    assert not visitor.is_in()
    settings.SECOND_FACTOR = "optional"
    assert visitor.is_in()


# --- nothing before it, no side door -------------------------------------------------------------------------


def test_no_address_of_the_admin_opens_before_it(school, admin):
    """Every address of the resolver, with numbers of the own school where it takes one."""
    visitor = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
    visitor.force_login(admin)
    page = school.home_page.pk
    kinds = {*walker.BY_ARGUMENT.values(), *walker.BY_NAMESPACE.values(), "submission", "broadcast"}
    kinds |= {"question", "review", "expert_profile"}
    side = Side("A", school, {}, "", dict.fromkeys(kinds, page))
    open_ones = {
        "mfa_activate_totp", "account_reauthenticate", "wagtailadmin_logout", "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
    }  # fmt: skip
    asked = 0
    for address in addresses():
        if address.name in open_ones:
            continue
        for arguments, _foreign in fillings(address, side, side, page):
            path = path_of(address, arguments)
            if path in (SET_UP, "/admin/sprite/", "/admin/jsi18n/", "/admin/logout/", "/admin/confirm/"):
                continue
            for answer in (visitor.get(path), visitor.post(path, {})):
                assert (answer.status_code, answer.get("Location")) == (302, SET_UP), path
            asked += 1
            break
    assert asked > 250


def test_scripts_get_words(admin):
    visitor = Client(headers={"host": "cong.localhost", "x-requested-with": "XMLHttpRequest"})
    visitor.force_login(admin)
    answer = visitor.get(HOME)
    assert answer.status_code == 403
    assert answer.json()["detail"]


def test_wagtails_own_views_do_not_sign_in(admin, school, browser):
    """The same paths, other views; the sign-in of private pages leads to ours."""
    for path in ("/_util/login/", "/en/_util/login/"):
        visitor = browser(school.site.hostname)
        answer = visitor.post(path + "?next=/tin-tuc/", {"username": admin.email, "password": PASSWORD})
        assert answer.status_code == 302
        assert answer.url.startswith(LOGIN)
        assert "_auth_user_id" not in visitor.session
    visitor = browser()
    visitor.post(LOGIN, {"username": admin.email, "password": PASSWORD})
    assert "_auth_user_id" not in visitor.session


def test_no_view_of_the_resolver_signs_in_by_itself():
    from django.contrib.auth.views import LoginView
    from django.urls import URLPattern, get_resolver, resolve

    def walk(patterns, route=""):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield here, pattern.callback
            else:
                yield from walk(pattern.url_patterns, here)

    found = [
        route
        for route, view in walk(get_resolver().url_patterns)
        if isinstance(getattr(view, "view_class", None), type) and issubclass(view.view_class, LoginView)
    ]
    assert found == ["admin/login/", "_util/login/"]  # Wagtail's, behind ours
    for route in found:
        assert not issubclass(resolve("/" + route).func.view_class, LoginView)


def test_password_reset_signs_nobody_in(admin, browser):
    visitor = browser()
    visitor.post("/admin/password_reset/", {"email": admin.email})
    link = re.search(r"/admin/password_reset/confirm/\S+", wait_for_mail().body)[0]
    noted = Letter.objects.get()  # the office sees that, to whom and when, and never the link
    assert (noted.user, noted.kinds, noted.state) == (admin, ["account"], "sent")
    form = visitor.get(link, follow=True)
    done = visitor.post(
        form.request["PATH_INFO"], {"new_password1": "ba-con-meo-xanh", "new_password2": "ba-con-meo-xanh"}
    )
    assert done.status_code == 302
    assert "_auth_user_id" not in visitor.session
    visitor.sign_in(admin, "ba-con-meo-xanh")
    assert visitor.get(HOME).url == SET_UP


def wait_for_mail():
    import time

    for _ in range(100):
        if mail.outbox:
            return mail.outbox[-1]
        time.sleep(0.02)
    raise AssertionError("no mail came")


def test_names_and_passwords_in_headers_are_nothing(admin, school):
    header = "Basic " + base64.b64encode(f"{admin.email}:{PASSWORD}".encode()).decode()
    visitor = Client(headers={"host": "cong.localhost", "authorization": header})
    for path in (
        "/admin/api/main/pages/", "/admin/api/main/images/", "/admin/localize/api/snippets/legal/legaldocument/", HOME,
    ):  # fmt: skip
        answer = visitor.get(path)
        assert answer.status_code in (302, 401, 403, 404), path
        assert "_auth_user_id" not in visitor.session


def test_there_is_no_django_admin_and_no_sign_up(admin, browser, settings):
    from django.urls import NoReverseMatch

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    for name in ("account_signup", "account_request_login_code", "account_email", "mfa_login_webauthn", "mfa_trust"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_no_cookie_remembers_a_browser(admin, browser, clock):
    visitor = browser()
    visitor.sign_in(admin)
    secret = visitor.set_up()
    assert visitor.session.get_expire_at_browser_close()
    visitor.post("/admin/logout/")
    clock(120)
    assert visitor.sign_in(admin, remember="on").url == reverse("mfa_authenticate")
    assert not visitor.is_in()
    visitor.type_code(code_of(secret))
    assert visitor.is_in()


def test_on_the_public_sites_it_is_nobody(school, browser):
    page = make_page(NewsPage, school, "Tin kín")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    path = page.url_path[len(school.home_page.url_path) - 1 :]
    visitor = browser(school.site.hostname)
    visitor.sign_in(make_user(Role.SCHOOL_APPROVER, school))
    assert visitor.get(path).status_code == 302
    visitor.set_up()
    assert visitor.get(path).status_code == 200


# --- codes ---------------------------------------------------------------------------------------------------


def enrolled(browser, user):
    visitor = browser()
    visitor.sign_in(user)
    secret = visitor.set_up()
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", visitor.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    return visitor, secret, codes


def test_a_code_works_once(admin, browser, clock):
    _visitor, secret, _codes = enrolled(browser, admin)
    first, second = browser(), browser()
    first.sign_in(admin)
    first.type_code(code_of(secret))
    assert not first.is_in()  # the code of the set-up
    clock(90)
    code = code_of(secret)
    first.type_code(code)
    assert first.is_in()
    for _ in range(3):
        second.sign_in(admin)
        second.type_code(code)
        assert not second.is_in()
        clock(20)  # past allauth's own memory, still within the tolerance for slow phones


def test_recovery_codes_work_once(admin, browser):
    _visitor, _secret, codes = enrolled(browser, admin)
    for code, works in ((codes[3], True), (codes[3], False), (codes[4].replace(" ", ""), True)):
        visitor = browser()
        visitor.sign_in(admin)
        visitor.type_code(code)
        assert visitor.is_in() is works


def test_guessing_codes_is_limited(admin, browser, clock):
    _visitor, secret, codes = enrolled(browser, admin)
    visitor = browser()
    visitor.sign_in(admin)
    for number in range(5):
        visitor.type_code(f"00000{number}")
    clock(60)
    answer = visitor.type_code(code_of(secret))
    assert "15" in str(answer.context["form"].errors)
    visitor.type_code(codes[0])
    assert not visitor.is_in()
    clock(15 * 60)
    visitor.sign_in(admin)
    visitor.type_code(code_of(secret))
    assert visitor.is_in()


def test_secrets_are_encrypted(admin, browser):
    _visitor, secret, codes = enrolled(browser, admin)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert codes[0].replace(" ", "") not in kept
    row = Authenticator.objects.get(type="totp")
    assert secrets.decrypt(row.data["secret"]) == secret


def test_keys_can_be_changed(admin, browser, settings, clock):
    settings.SECOND_FACTOR_KEYS = ["first-key" * 5]
    _visitor, secret, codes = enrolled(browser, admin)
    settings.SECOND_FACTOR_KEYS = ["second-key" * 5]
    with pytest.raises(CommandError):
        call_command("rotate_second_factor_keys")
    visitor = browser()
    visitor.sign_in(admin)
    clock(90)
    answer = visitor.type_code(code_of(secret))  # not a server error
    assert answer.status_code == 200
    assert not visitor.is_in()
    settings.SECOND_FACTOR_KEYS = ["second-key" * 5, "first-key" * 5]
    call_command("rotate_second_factor_keys", verbosity=0)
    settings.SECOND_FACTOR_KEYS = ["second-key" * 5]
    visitor.type_code(code_of(secret))
    assert visitor.is_in()
    again = browser()
    again.sign_in(admin)
    again.type_code(codes[0])
    assert again.is_in()


# --- changes -------------------------------------------------------------------------------------------------


def test_reset_ends_sessions_and_is_logged(admin, browser, clock):
    visitor, _secret, _codes = enrolled(browser, admin)
    assert visitor.is_in()
    call_command("reset_second_factor", admin.email, reason="mất điện thoại")
    assert not Authenticator.objects.exists()
    assert not visitor.is_in()
    clock(11 * 60)
    assert visitor.get(SET_UP).url.startswith("/admin/login/")  # the old session alone sets nothing up
    entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
    assert entry.data["reason"] == "mất điện thoại"
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "khong-co@example.vn")


def test_another_phone_ends_the_sessions_of_the_old_one(admin, browser, clock):
    visitor, secret, _codes = enrolled(browser, admin)
    other = browser()
    other.sign_in(admin)
    clock(90)
    other.type_code(code_of(secret))
    assert other.is_in()
    assert visitor.post(reverse("mfa_deactivate_totp")).url == SET_UP
    assert visitor.get(HOME).url == SET_UP
    visitor.set_up()
    assert visitor.is_in()
    assert not other.is_in()


def test_changes_need_a_fresh_confirmation_by_code(admin, browser, clock):
    visitor, secret, _codes = enrolled(browser, admin)
    clock(11 * 60)
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        assert visitor.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))
    assert visitor.get(reverse("account_reauthenticate")).url.startswith(reverse("mfa_reauthenticate"))
    visitor.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
    assert visitor.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert visitor.get(reverse("mfa_download_recovery_codes")).status_code == 200


def test_new_recovery_codes_replace_the_old(admin, browser):
    visitor, _secret, codes = enrolled(browser, admin)
    visitor.post(reverse("mfa_generate_recovery_codes"))
    again = browser()
    again.sign_in(admin)
    again.type_code(codes[0])
    assert not again.is_in()


def test_the_person_is_told(admin, browser, django_capture_on_commit_callbacks):
    visitor = browser()
    visitor.sign_in(admin)
    with django_capture_on_commit_callbacks(execute=True):
        visitor.set_up()
    assert wait_for_mail().to == [admin.email]
    assert ModelLogEntry.objects.filter(action="accounts.second_factor_added").exists()


def test_the_picture_is_drawn_here(admin, browser):
    visitor = browser()
    visitor.sign_in(admin)
    html = visitor.get(SET_UP).content.decode()
    picture = base64.b64decode(re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", html)[1])
    assert b"<svg" in picture
    assert not re.search(r'src="https?://', html)


def test_screens_open(admin, browser):
    visitor, _secret, _codes = enrolled(browser, admin)
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert visitor.get(reverse(name)).status_code == 200, name
    assert reverse("mfa_index") in visitor.get(reverse("wagtailadmin_account")).content.decode()
