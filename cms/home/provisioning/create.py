"""``create_schools``: specs → complete schools. One school is a chunk of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.core.models import User
from cms.home.models import SchoolSettings
from cms.home.provisioning import names, plan, publishing_records, tree
from cms.home.provisioning.lookup import AuthorityIndex, TakenLabels, build_hostname, choose_label
from cms.home.provisioning.spec import SchoolSpec, SpecError, SpecProblem, normalize_spec, validate_spec
from cms.home.provisioning.update import find_changes, update_school
from cms.legal.documents.school_bodies import link_bodies
from cms.tenancy.models import GoverningAuthority, OfficePortal, School, SchoolAuthority

CHUNK_SIZE = 100


@dataclass(frozen=True)
class SchoolOutcome:
    """What became of one spec: ``status`` is created, updated or unchanged; ``changes`` names fields;
    ``notes`` are things left to people."""

    code: str
    name: str
    status: str
    school_id: int
    hostname: str
    url: str
    changes: tuple[str, ...] = ()
    notes: tuple[SpecProblem, ...] = ()

    @property
    def school(self) -> School:
        return School.objects.get(pk=self.school_id)


def create_school(spec: SchoolSpec, user: User | None = None) -> SchoolOutcome:
    """Make the school, or bring an existing one of the same code in step with the spec.

    All in one transaction. Raises ``SpecError`` when the spec cannot be carried out; nothing is written then.
    """
    return create_schools([spec], user=user)[0]


def create_schools(
    specs: Iterable[SchoolSpec],
    user: User | None = None,
    chunk: int = CHUNK_SIZE,
    progress: Callable[[int], None] | None = None,
) -> list[SchoolOutcome]:
    """Make many schools, ``chunk`` to a transaction, in the order given.

    All specs are validated before the first row is written. ``progress`` is called with the number of
    schools done after each chunk. Raises ``SpecError`` (the chunks before stay).
    """
    specs = [normalize_spec(spec) for spec in specs]
    if problems := [problem for spec in specs for problem in validate_spec(spec)]:
        raise SpecError(problems)
    outcomes = []
    for start in range(0, len(specs), chunk):
        part = specs[start : start + chunk]
        outcomes += _create_chunk(part, user)
        if progress:
            progress(len(part))
    return outcomes


@transaction.atomic
def _create_chunk(specs: Sequence[SchoolSpec], user: User | None) -> list[SchoolOutcome]:
    root = tree.lock_root()
    if not OfficePortal.objects.exists():
        raise SpecError([SpecProblem("no_office")])
    existing = {
        school.code: school
        for school in School.objects.filter(code__in=[spec.code for spec in specs]).select_related("site")
    }
    authorities = _find_authorities(specs)
    done: dict[str, SchoolOutcome] = {}
    new: dict[str, SchoolSpec] = {}
    for spec in specs:
        if spec.code in existing:
            authority = authorities[spec.authority] if spec.authority is not None else None
            done[spec.code] = _update_existing(existing[spec.code], spec, authority, user)
        elif spec.code in new:
            raise SpecError([SpecProblem("code_twice", "code", {"value": spec.code, "line": "–"})])
        else:
            new[spec.code] = spec
    if new:
        done |= {o.code: o for o in _insert_schools(root, list(new.values()), authorities, user)}
        link_bodies()  # the library may hold papers of theirs already
    return [done[spec.code] for spec in specs]


def _find_authorities(specs: Sequence[SchoolSpec]) -> dict[int | str, GoverningAuthority]:
    wanted = {spec.authority for spec in specs if spec.authority is not None}
    if not wanted:
        return {}
    known = AuthorityIndex(timezone.localdate())
    found: dict[int | str, GoverningAuthority] = {}
    problems: list[SpecProblem] = []
    for key in wanted:
        authority = known.find(key)
        if isinstance(authority, SpecProblem):
            problems.append(authority)
        else:
            found[key] = authority
    if problems:
        raise SpecError(problems)
    return found


def _update_existing(
    school: School, spec: SchoolSpec, authority: GoverningAuthority | None, user: User | None
) -> SchoolOutcome:
    changes: dict[str, object] = {**find_changes(school, spec)}
    if changes:
        update_school(school, changes, user)
    notes = []
    if authority:
        current = school.authority_on(timezone.localdate())
        if current is None:
            SchoolAuthority.objects.create(school=school, authority=authority, valid_from=spec.authority_since)
            changes = {**changes, "authority": authority.pk}
        elif current.pk != authority.pk:
            notes.append(SpecProblem("authority_differs", "authority", {"value": current.name}))
    if spec.host_label and school.site.hostname.split(".")[0] != spec.host_label:
        notes.append(SpecProblem("host_stays", "host_label", {"value": school.site.hostname}))
    status = "updated" if changes else "unchanged"
    return _build_outcome(school, school.site, status, tuple(changes), tuple(notes))


def _build_outcome(
    school: School, site: Site, status: str, changes: tuple[str, ...] = (), notes: tuple[SpecProblem, ...] = ()
) -> SchoolOutcome:
    return SchoolOutcome(
        school.code, school.name, status, school.pk, site.hostname, site.root_url + "/", changes, notes
    )


def _insert_schools(
    root: Page, specs: list[SchoolSpec], authorities: dict[int | str, GoverningAuthority], user: User | None
) -> list[SchoolOutcome]:
    labels = _choose_labels(specs)
    trees = [
        tree.PlannedTree(root, plan.plan_school_home(spec.name, label), _fill_home_body)
        for spec, label in zip(specs, labels, strict=True)
    ]
    pages = tree.build_trees(trees, Locale.get_default(), user)
    revisions = publishing_records.prepare_revisions(pages, user)
    publishing_records.insert_revisions(revisions)
    tree.insert_pages(trees, pages)
    homes = [planned.pages["home"] for planned in trees]
    sites = _add_sites(specs, labels, homes)
    schools = _add_schools(specs, sites, homes)
    SchoolSettings.objects.bulk_create([SchoolSettings(site=site) for site in sites])
    SchoolAuthority.objects.bulk_create(
        SchoolAuthority(school=school, authority=authorities[spec.authority], valid_from=spec.authority_since)
        for school, spec in zip(schools, specs, strict=True)
        if spec.authority is not None
    )
    publishing_records.write_publishing_records(pages, user)
    transaction.on_commit(Site.clear_site_root_paths_cache)
    return [_build_outcome(school, site, "created") for school, site in zip(schools, sites, strict=True)]


def _choose_labels(specs: list[SchoolSpec]) -> list[str]:
    taken = TakenLabels()
    taken.look_up(spec.wanted_label() for spec in specs)
    # Labels that somebody asked for come first: a derived one can step aside, these cannot.
    chosen: dict[str, str] = {}
    problems: list[SpecProblem] = []
    for spec in sorted(specs, key=lambda spec: not spec.host_label):
        label = choose_label(spec, taken)
        if isinstance(label, SpecProblem):
            problems.append(label)
        else:
            chosen[spec.code] = label
    if problems:
        raise SpecError(problems)
    return [chosen[spec.code] for spec in specs]


def _fill_home_body(pages: dict[str, Page]) -> None:
    ids = {key: page.pk for key, page in pages.items()}
    home = pages["home"]
    home.body = home._meta.get_field("body").to_python(plan.build_school_home_body(ids))


def _add_sites(specs: list[SchoolSpec], labels: list[str], homes: list[Page]) -> list[Site]:
    return Site.objects.bulk_create(
        Site(hostname=build_hostname(label), port=settings.SITE_PORT, site_name=spec.name, root_page=Page(pk=home.pk))
        for spec, label, home in zip(specs, labels, homes, strict=True)
    )


def _add_schools(specs: list[SchoolSpec], sites: list[Site], homes: list[Page]) -> list[School]:
    keys = tree.reserve_ids(School, len(specs))
    rows = tree.add_collections(
        [tree.build_collection_name(pk, spec.name) for pk, spec in zip(keys, specs, strict=True)]
    )
    schools = []
    for pk, spec, site, home, collection in zip(keys, specs, sites, homes, rows, strict=True):
        ownership = spec.ownership or ("private" if names.has_private_name(spec.name) else "public")
        school = School(
            pk=pk, code=spec.code, name=spec.name, short_name=spec.short_name, level=spec.level, ownership=ownership,
            address=spec.address, commune=spec.commune, district=spec.district, source_name=spec.source_name, site=site,
            home_page_id=home.pk, collection=collection,
        )  # fmt: skip
        school.derive()
        schools.append(school)
    return School.objects.bulk_create(schools)
