"""Who may do what where: two schools, the office, a superuser, a suspended person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.permissions import policy_registry

from cms.home.models import SchoolSettings, StandardPage
from cms.tenancy import policies
from cms.tenancy.models import Membership
from cms.tenancy.roles import ASSIGNED_ROLES, OFFICE_ROLES, SCHOOL_ROLES, TABLE, Role
from tests.factories import make_office, make_school, make_superuser, make_user

pytestmark = pytest.mark.django_db

Document = get_document_model()
PAGE_ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")


def page_policy():
    return policy_registry.get_by_type(Page)


def media_policy():
    return policy_registry.get_by_type(Document)


def make_document(collection, **fields):
    return Document.objects.create(title="Tệp", file=ContentFile(b"x", "tep.txt"), collection=collection, **fields)


def allowed(user, page):
    return {action for action in PAGE_ACTIONS if page_policy().user_has_permission_for_instance(user, action, page)}


def test_own_policies_are_the_ones_in_use():
    for model in (Page, *[model for model in Page.__subclasses__() if not model._meta.abstract]):
        assert type(policy_registry.get_by_type(model)) is policies.MembershipPagePolicy
    for model in (get_image_model(), Document):
        assert type(policy_registry.get_by_type(model)) is policies.MediaPolicy
    assert type(policy_registry.get_by_type(Collection)) is policies.CollectionsPolicy
    assert type(policy_registry.get_by_type(SchoolSettings)) is policies.SettingsPolicy


@pytest.mark.parametrize("role", sorted(ASSIGNED_ROLES))
def test_who_sees_assigned_things_alone_has_no_page_and_no_file(a, role):
    user = make_user(role, a)
    for page in [*a.home_page.get_descendants(inclusive=True), make_office().home_page, Page.objects.get(depth=1)]:
        assert allowed(user, page) == set()
    assert not page_policy().explorable_instances(user).exists()
    assert not media_policy().instances_user_has_any_permission_for(user, ["add", "change", "choose"]).exists()


@pytest.mark.parametrize("role", [role for role in SCHOOL_ROLES if role not in ASSIGNED_ROLES])
def test_school_roles_act_in_their_school_alone(a, b, role):
    user = make_user(role, a)
    for page in a.home_page.get_descendants(inclusive=True):
        assert allowed(user, page) == TABLE[role].page
    for page in [*b.home_page.get_descendants(inclusive=True), make_office().home_page, Page.objects.get(depth=1)]:
        assert allowed(user, page) == set()
    own = set(a.home_page.get_descendants(inclusive=True).values_list("pk", flat=True))
    policy = page_policy()
    assert set(policy.explorable_instances(user).values_list("pk", flat=True)) == own
    assert set(policy.instances_user_has_permission_for(user, "change").values_list("pk", flat=True)) == own
    assert policy.explorable_root_instance(user) == a.home_page
    tester = b.home_page.permissions_for_user(user)
    assert not tester.can_edit()
    assert not tester.can_add_subpage()


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_office_roles(a, role):
    user, home = make_user(role), make_office().home_page
    everywhere = role in (Role.OFFICE_ADMIN, Role.OFFICE_APPROVER)
    assert allowed(user, home) == TABLE[role].page
    assert allowed(user, a.home_page) == (TABLE[role].page if everywhere else set())


def test_the_observer_changes_nothing(a):
    user = make_user(Role.OFFICE_OBSERVER)
    assert user.has_perm("wagtailadmin.access_admin")
    assert not page_policy().user_has_any_permission(user, PAGE_ACTIONS)
    assert not media_policy().user_has_any_permission(user, ["add", "change", "delete"])
    assert not policy_registry.get_by_type(SchoolSettings).user_has_permission(user, "change")
    assert user.get_all_permissions() == {"wagtailadmin.access_admin"}


def test_suspended_and_anonymous_people_may_do_nothing(a):
    user = make_user(Role.SCHOOL_ADMIN, a, is_active=False)
    for person in (user, AnonymousUser()):
        assert allowed(person, a.home_page) == set()
        assert not media_policy().user_has_permission(person, "add")
        assert not page_policy().explorable_instances(person).exists()


def test_superusers_may_do_all(a):
    boss = make_superuser()
    assert allowed(boss, a.home_page) == set(PAGE_ACTIONS)
    assert page_policy().explorable_root_instance(boss).depth == 1


def test_the_translated_home_page_belongs_to_the_school(a, b):
    english = Locale.objects.get(language_code="en")
    home = CopyPageForTranslationAction(a.home_page.specific, english).execute()
    assert home.depth == 2
    assert allowed(make_user(Role.SCHOOL_EDITOR, a), home) == TABLE[Role.SCHOOL_EDITOR].page
    assert allowed(make_user(Role.SCHOOL_ADMIN, b), home) == set()
    editor = make_user(Role.SCHOOL_EDITOR, a)
    explorable = page_policy().explorable_instances(editor)
    assert explorable.filter(pk=home.pk).exists()
    assert not explorable.filter(pk=b.home_page.pk).exists()


def test_roles_add_up_over_schools(a, b):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_APPROVER)
    assert allowed(user, a.home_page) == TABLE[Role.SCHOOL_EDITOR].page
    assert allowed(user, b.home_page) == TABLE[Role.SCHOOL_APPROVER].page
    assert page_policy().explorable_root_instance(user).depth == 1


def test_who_can_is_asked_the_other_way_round(a, b):
    editor, approver = make_user(Role.SCHOOL_EDITOR, a), make_user(Role.SCHOOL_APPROVER, a)
    make_user(Role.SCHOOL_APPROVER, b)
    office, boss = make_user(Role.OFFICE_ADMIN), make_superuser()
    make_user(Role.SCHOOL_APPROVER, a, is_active=False)
    policy = page_policy()
    assert set(policy.users_with_permission_for_instance("publish", a.home_page)) == {approver, office, boss}
    assert set(policy.users_with_permission_for_instance("change", a.home_page)) == {editor, approver, office, boss}
    people = policy.users_with_permission_for_instance("publish", a.home_page, include_superusers=False)
    assert set(people) == {approver, office}
    settings = SchoolSettings.for_site(a.site)
    assert set(policy_registry.get_by_type(SchoolSettings).users_with_permission_for_instance("change", settings)) == {
        office, boss,
    }  # fmt: skip
    document = make_document(a.collection)
    assert set(media_policy().users_with_permission_for_instance("delete", document)) == {approver, office, boss}


def test_media_of_the_own_school_and_choosing_from_the_office(a, b):
    editor = make_user(Role.SCHOOL_EDITOR, a)
    own, others, shared = (make_document(c) for c in (a.collection, b.collection, make_office().collection))
    mine = make_document(a.collection, uploaded_by_user=editor)
    policy = media_policy()

    def may(action, document):
        return policy.user_has_permission_for_instance(editor, action, document)

    assert [may("change", d) for d in (own, mine, others, shared)] == [True, True, False, False]
    assert [may("choose", d) for d in (own, mine, others, shared)] == [True, True, False, True]
    assert [may("delete", d) for d in (own, mine, others, shared)] == [False, True, False, False]
    assert set(policy.instances_user_has_permission_for(editor, "choose")) == {own, mine, shared}
    assert set(policy.instances_user_has_permission_for(editor, "change")) == {own, mine}
    assert set(policy.instances_user_has_permission_for(editor, "delete")) == {mine}
    assert list(policy.collections_user_has_permission_for(editor, "add")) == [a.collection]


def test_images_and_documents_do_not_share_a_cache(a):
    editor = make_user(Role.SCHOOL_EDITOR, a)
    images = policy_registry.get_by_type(get_image_model())
    assert images.user_has_permission(editor, "add")
    assert media_policy().user_has_permission(editor, "add")
    assert images.user_has_permission(editor, "choose")


def test_school_admins_make_sub_collections_but_keep_their_own(a, b):
    admin = make_user(Role.SCHOOL_ADMIN, a)
    child = a.collection.add_child(instance=Collection(name="Ảnh hoạt động"))
    policy = policy_registry.get_by_type(Collection)
    assert set(policy.instances_user_has_permission_for(admin, "add")) == {a.collection, child}
    assert set(policy.instances_user_has_permission_for(admin, "change")) == {child}
    assert not policy.instances_user_has_permission_for(admin, "delete").exists()
    assert not policy.user_has_permission(make_user(Role.SCHOOL_EDITOR, a), "add")
    office = make_user(Role.OFFICE_ADMIN)
    deletable = policy.instances_user_has_permission_for(office, "delete")
    assert child in deletable
    assert not deletable.filter(pk__in=[a.collection.pk, b.collection.pk, make_office().collection.pk]).exists()


def test_site_settings_of_the_own_site(a, b):
    policy = policy_registry.get_by_type(SchoolSettings)
    admin, editor, office = (
        make_user(Role.SCHOOL_ADMIN, a),
        make_user(Role.SCHOOL_EDITOR, a),
        make_user(Role.OFFICE_ADMIN),
    )
    assert list(policy.sites_user_has_permission_for(admin, "change")) == [a.site]
    assert policy.user_has_permission_for_instance(admin, "change", a.site)
    assert not policy.user_has_permission_for_instance(admin, "change", b.site)
    assert not policy.user_has_permission_for_instance(admin, "change", SchoolSettings.for_site(b.site))
    assert not policy.user_has_permission(editor, "change")
    assert not policy.sites_user_has_permission_for(editor, "change").exists()
    assert policy.sites_user_has_permission_for(office, "change").count() == Site.objects.count()


def test_many_schools_cost_no_more_queries_than_one(a):
    user = make_user(Role.SCHOOL_EDITOR, a)

    def cost():
        person = type(user).objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as queries:
            list(page_policy().explorable_instances(person).values_list("pk", flat=True))
            list(media_policy().instances_user_has_permission_for(person, "choose"))
            a.home_page.permissions_for_user(person).can_edit()
        return len(queries)

    cost()
    few = cost()
    schools = [make_school(f"C{number}") for number in range(10)]
    Membership.objects.bulk_create(
        [Membership(user=user, school=school, role=Role.SCHOOL_APPROVER) for school in schools]
    )
    cost()  # what is kept until something changes is read again once
    assert cost() == few
    person = type(user).objects.get(pk=user.pk)
    explorable = page_policy().explorable_instances(person)
    assert explorable.filter(depth=2).count() == 11  # by one comparison per row instead of a range per school
    assert explorable.filter(path__startswith=a.home_page.path).count() == a.home_page.get_descendant_count() + 1
    assert not explorable.filter(pk=make_office().home_page.pk).exists()


def test_nothing_is_made_private_to_a_group_that_all_schools_share(a):
    page = StandardPage.objects.descendant_of(a.home_page).first()
    user = make_user(Role.SCHOOL_ADMIN, a)
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    groups = [group.pk for group in user.groups.all()]
    data = {"restriction_type": "groups", "groups": groups}
    child = a.collection.add_child(instance=Collection(name="Con"))
    client.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), data)
    client.post(reverse("wagtailadmin_collections:set_privacy", args=[child.pk]), data)
    assert not PageViewRestriction.objects.exists()
    assert not CollectionViewRestriction.objects.exists()
    client.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": "login"})
    assert PageViewRestriction.objects.get().page_id == page.pk
