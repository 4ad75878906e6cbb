"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.certificates.models import CertificateBatch
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import assigned_objects, declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers
from cms.tenancy.row_access.scope import OWN

CERTIFICATE, TEMPLATE, FILE = (
    ObjectReference("certificates.certificate"), ObjectReference("certificates.certificatetemplate"),
    ObjectReference("certificates.printfile")
)  # fmt: skip
# The views look whether a batch is the person's own, or has certificates of the own school.
declare_rules(
    {
        **dict.fromkeys(
            ("certificates", "certificates_results", "certificate_batches", "certificate_templates",
             "certificate_template_add"),
            own_objects(),
        ),
        **dict.fromkeys(("certificate_item", "certificate_pdf", "certificate_revoke"), own_objects(pk=CERTIFICATE)),
        **dict.fromkeys(("certificate_batch", "certificate_print"), own_objects("pk")),
        "certificate_file": own_objects(pk=FILE),
        **dict.fromkeys(("certificate_template", "certificate_sample"), own_objects(pk=TEMPLATE)),
        "certificate_mine": assigned_objects("pk"),
    }
)  # fmt: skip


def resolve_batch_owner(row, wall):
    """It names no person, so a school reads that of the office which its certificates are of."""
    return OWN if row.school_id is None else wall.reach.of_owner(row.school_id)


owner_resolvers[CertificateBatch] = resolve_batch_owner

grant_rights([Role.SCHOOL_EDITOR], {"certificates.certificate": frozenset({"view"})})
grant_rights(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"certificates.certificate": ALL - {"delete"}, "certificates.certificatetemplate": ALL},
)
