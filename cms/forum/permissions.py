"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.forum import board_access
from cms.forum.models import Board, Entry, EntryReport, Follow, Topic
from cms.tenancy import scope
from cms.tenancy.access.url_rules import declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers

# Boards of all schools are nobody's own: the views look who reads a board, and the wall at the row once more.
declare_rules(
    {
        **dict.fromkeys(("forum_boards", "forum_board_add", "forum_reports", "forum_search"), own_objects()),
        **dict.fromkeys(("forum_board", "forum_board_edit", "forum_topic_add"), own_objects("board_id")),
        "forum_topic": own_objects("topic_id"),
        "forum_topic_step": own_objects("topic_id", "step"),
        "forum_entry_step": own_objects("entry_id", "step"),
        "forum_file": own_objects("entry_id", "document_id"),
    }
)

scope.declare_ownership(not_by_school=("forum.topic", "forum.follow", "forum.entryreport"))
owner_resolvers[Board] = board_access.owner_of_board
owner_resolvers[Topic] = board_access.owner_through("board__school")
owner_resolvers[Entry] = owner_resolvers[Follow] = board_access.owner_through("topic__board__school")
owner_resolvers[EntryReport] = board_access.owner_through("entry__topic__board__school")

_WRITE = {"forum.entry": frozenset({"add", "view"})}
grant_rights([Role.SCHOOL_EDITOR, Role.OFFICE_LIBRARIAN], _WRITE)
grant_rights([Role.SCHOOL_APPROVER, Role.OFFICE_APPROVER], {**_WRITE, "forum.topic": frozenset({"change", "view"})})
grant_rights(
    [Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN],
    {**_WRITE, "forum.topic": frozenset({"change", "view"}), "forum.board": ALL - {"delete"}},
)
