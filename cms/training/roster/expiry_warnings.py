"""Before a term ends those who keep the roster are told, once for each end."""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.instance_hooks import allow_all_rows
from cms.tenancy.models import School
from cms.tenancy.notifications import sending
from cms.training.models import LawReporter
from cms.training.notifications import ROSTER_EXPIRY

WARNING_PERIOD = datetime.timedelta(days=60)


def send_expiry_warnings(today: datetime.date | None = None) -> str:
    """For the worker."""
    today = today or timezone.localdate()
    rows = LawReporter.objects.filter(ends_on__range=(today, today + WARNING_PERIOD), removed_on=None)
    rows = rows.filter(Q(warned_of=None) | ~Q(warned_of=F("ends_on")))
    with allow_all_rows("terms of every school's people that end"):
        owners: dict[int | None, list[LawReporter]] = defaultdict(list)
        for row in rows:
            owners[row.school_id].append(row)
        schools = School.objects.in_bulk([pk for pk in owners if pk])
        for owner, found in owners.items():
            names = ", ".join(f"{row.name} ({row.ends_on:%d/%m/%Y})" for row in found)
            subject, text = _("Terms in the roster end: %(count)s"), _("Their terms end soon: %(names)s")
            values = {"count": len(found), "names": names}
            with transaction.atomic():
                if owner is None:
                    sending.notify_office(ROSTER_EXPIRY, subject, text, reverse("training_roster"), values)
                else:
                    sending.notify_school(
                        ROSTER_EXPIRY, schools[owner], subject, text, reverse("training_roster"), values
                    )
                LawReporter.objects.filter(pk__in=[row.pk for row in found]).update(warned_of=F("ends_on"))
    return f"{sum(map(len, owners.values()))} people"
