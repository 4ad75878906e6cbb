"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.forum.views import boards, reports, topics

urlpatterns = [
    path("forum/", boards.index, name="forum_boards"),
    path("forum/search/", boards.search, name="forum_search"),
    path("forum/reports/", reports.index, name="forum_reports"),
    path("forum/boards/add/", boards.edit, name="forum_board_add"),
    path("forum/boards/<int:board_id>/", boards.board, name="forum_board"),
    path("forum/boards/<int:board_id>/edit/", boards.edit, name="forum_board_edit"),
    path("forum/boards/<int:board_id>/new/", topics.add, name="forum_topic_add"),
    path("forum/topics/<int:topic_id>/", topics.topic, name="forum_topic"),
    path("forum/topics/<int:topic_id>/<slug:step>/", topics.step, name="forum_topic_step"),
    path("forum/entries/<int:entry_id>/<slug:step>/", reports.entry_step, name="forum_entry_step"),
    path("forum/entries/<int:entry_id>/files/<int:document_id>/", topics.file, name="forum_file"),
]
