from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.legal.validity import provenance, status


class StatusCode(models.TextChoices):
    """The terms of the national database for ``cms.legal.validity.status`` codes; the last two are for plans and
    letters."""

    NOT_YET = status.NOT_YET, _("Not yet in force")
    IN_FORCE = status.IN_FORCE, _("In force")
    PARTLY_EXPIRED = status.PARTLY_EXPIRED, _("Partly expired")
    EXPIRED = status.EXPIRED, _("Fully expired")
    SUSPENDED = status.SUSPENDED, _("Suspended")
    PARTLY_SUSPENDED = status.PARTLY_SUSPENDED, _("Partly suspended")
    OBSOLETE = status.OBSOLETE, _("No longer suitable")
    UNKNOWN = status.UNKNOWN, _("Status not known")
    RUNNING = status.RUNNING, _("Being carried out")
    ENDED = status.ENDED, _("Has ended")


class StatusKnown(models.TextChoices):
    """How a status is known (``cms.legal.validity.provenance``)."""

    STATED = provenance.STATED, _("stated by the official source")
    COMPUTED = provenance.COMPUTED, _("computed from dates and events")
    DECIDED = provenance.DECIDED, _("decided by the library")
    NOT_CONTRADICTED = provenance.NOT_CONTRADICTED, _("no end has been seen")
    NOT_KNOWN = provenance.NOT_KNOWN, _("not known")
