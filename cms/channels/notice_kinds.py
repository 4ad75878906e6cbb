"""What this app tells people (through ``cms.tenancy.notices.tell``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notices.kinds import NoticeKind, register

FAILED = register(NoticeKind("channels", _("Posts that were not sent"), for_office=True))
