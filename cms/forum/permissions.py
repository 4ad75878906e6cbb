"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.forum import board_access
from cms.forum.models import Board, Entry, EntryReport, Follow, Topic
from cms.tenancy import scope
from cms.tenancy.access.url_rules import declare, own
from cms.tenancy.roles import ALL, Role, grant
from cms.tenancy.row_access.owners import tells

# Boards of all schools are nobody's own: the views look who reads a board, and the wall at the row once more.
declare(
    {
        **dict.fromkeys(("forum_boards", "forum_board_add", "forum_reports", "forum_search"), own()),
        **dict.fromkeys(("forum_board", "forum_board_edit", "forum_topic_add"), own("board_id")),
        "forum_topic": own("topic_id"),
        "forum_topic_step": own("topic_id", "step"),
        "forum_entry_step": own("entry_id", "step"),
        "forum_file": own("entry_id", "document_id"),
    }
)

scope.declare(not_by_school=("forum.topic", "forum.follow", "forum.entryreport"))
tells[Board] = board_access.owner_of_board
tells[Topic] = board_access.owner_through("board__school")
tells[Entry] = tells[Follow] = board_access.owner_through("topic__board__school")
tells[EntryReport] = board_access.owner_through("entry__topic__board__school")

_WRITE = {"forum.entry": frozenset({"add", "view"})}
grant([Role.SCHOOL_EDITOR, Role.OFFICE_LIBRARIAN], _WRITE)
grant([Role.SCHOOL_APPROVER, Role.OFFICE_APPROVER], {**_WRITE, "forum.topic": frozenset({"change", "view"})})
grant(
    [Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN],
    {**_WRITE, "forum.topic": frozenset({"change", "view"}), "forum.board": ALL - {"delete"}},
)
