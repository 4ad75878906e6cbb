"""Registers what the admin has of search; the work is done where the names say."""

from wagtail import hooks

from search import signal_handlers


@hooks.register("after_bulk_action")
def files_moved(request, action_type, objects, action):
    """Moving many files into a collection sends no signal."""
    signal_handlers.many_files_changed(action.model, objects)
