"""The board is read anew when the office changes its targets."""

from django.db.models.signals import post_delete, post_save

from cms.board.measuring.measure import BOARD_VERSION
from cms.board.models import Target
from cms.core import versions


def on_target_changed(sender, **kwargs):
    versions.bump_versions(BOARD_VERSION)


def connect_signals():
    for signal in (post_save, post_delete):
        signal.connect(on_target_changed, sender=Target, dispatch_uid=f"board.target.{id(signal)}")
