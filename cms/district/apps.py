from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictConfig(AppConfig):
    name = "cms.district"
    label = "district"
    verbose_name = _("Office and schools")

    def ready(self):
        from cms.district import admin_scopes, signal_handlers  # noqa: F401  (scopes declare themselves)
        from cms.district.broadcasts import lists, whose
        from cms.district.models import Broadcast, Submission
        from cms.district.submissions import shown
        from cms.legal.section import added
        from cms.tenancy.rows.kinds import tells
        from cms.tenancy.rows.wall import public_when

        tells[Broadcast] = whose.broadcast
        public_when[Submission] = lambda row: bool(row.accepted_revision_id)
        added.sources += [lists.cards, shown.on_home]
        signal_handlers.connect()
