"""The board is read anew when the office changes its targets."""

from django.db.models.signals import post_delete, post_save

from cms.board.measuring.measure import VERSION
from cms.board.models import Target
from cms.core import versions


def target_changed(sender, **kwargs):
    versions.bump_versions(VERSION)


def connect():
    for signal in (post_save, post_delete):
        signal.connect(target_changed, sender=Target, dispatch_uid=f"board.target.{id(signal)}")
