from django.db import models


class Version(models.Model):
    """One counter of ``cms.core.versions``."""

    name = models.CharField(max_length=100, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.name}={self.value}"
