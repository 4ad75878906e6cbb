"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.forum.views import boards, entry_reports, topics

urlpatterns = [
    path("forum/", boards.list_boards, name="forum_boards"),
    path("forum/search/", boards.search_entries, name="forum_search"),
    path("forum/reports/", entry_reports.list_reports, name="forum_reports"),
    path("forum/boards/add/", boards.edit_board, name="forum_board_add"),
    path("forum/boards/<int:board_id>/", boards.show_board, name="forum_board"),
    path("forum/boards/<int:board_id>/edit/", boards.edit_board, name="forum_board_edit"),
    path("forum/boards/<int:board_id>/new/", topics.add_topic, name="forum_topic_add"),
    path("forum/topics/<int:topic_id>/", topics.show_topic, name="forum_topic"),
    path("forum/topics/<int:topic_id>/<slug:step>/", topics.run_topic_transition, name="forum_topic_step"),
    path("forum/entries/<int:entry_id>/<slug:step>/", entry_reports.run_entry_transition, name="forum_entry_step"),
    path("forum/entries/<int:entry_id>/files/<int:document_id>/", topics.download_file, name="forum_file"),
]
