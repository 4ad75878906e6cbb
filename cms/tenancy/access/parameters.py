"""Parameters that name objects everywhere in the admin, in the query string or the form, without their prefixes.

Values that are not numbers ("root", "all", an empty choice) name nothing.
"""

from __future__ import annotations

from cms.tenancy.access.rule_types import REFUSED, ObjectReference

PAGE = ObjectReference("wagtailcore.page")
OPEN_PAGE = ObjectReference("wagtailcore.page", shared=True, tree_root=True)
COLLECTION = ObjectReference("wagtailcore.collection", shared=True)
PERSON = ObjectReference("core.user")

PARAMETERS: dict[str, ObjectReference] = {
    **dict.fromkeys(
        ("destination_page_id", "new_parent_page", "chooser", "target_pages", "page_id", "redirect_page", "root_page"),
        PAGE
    ),
    **dict.fromkeys(("childOf", "child_of", "descendant_of", "ancestor_of", "parent_page_id", "translation_of"),
        OPEN_PAGE),
    **dict.fromkeys(("collection", "collection_id"), COLLECTION),
    "parent": ObjectReference("wagtailcore.collection"),
    **dict.fromkeys(
        ("user", "owner", "edited_by", "locked_by", "requested_by", "last_published_by", "finished_by", "uploaded_by"),
        PERSON
    ),
    **dict.fromkeys(("site", "sites"), ObjectReference("wagtailcore.site")),
    **dict.fromkeys(("workflow",), ObjectReference("wagtailcore.workflow", shared=True)),
    "task": ObjectReference("wagtailcore.task", shared=True),
    "revision_id": ObjectReference("wagtailcore.revision"),
    **dict.fromkeys(("group", "groups", "role", "user_permissions", "permissions"), REFUSED),
}  # fmt: skip
