"""Parameters that name objects wherever they occur in the admin: in the query or the form, prefixes stripped.

Values that are no numbers ("root", "all", an empty choice) name nothing.
"""

from __future__ import annotations

from cms.tenancy.access.rule_types import REFUSED, Ref

PAGE = Ref("wagtailcore.page")
OPEN_PAGE = Ref("wagtailcore.page", shared=True, tree_root=True)
COLLECTION = Ref("wagtailcore.collection", shared=True)
PERSON = Ref("core.user")

PARAMETERS: dict[str, Ref] = {
    **dict.fromkeys(
        ("destination_page_id", "new_parent_page", "chooser", "target_pages", "page_id", "redirect_page", "root_page"),
        PAGE
    ),
    **dict.fromkeys(("childOf", "child_of", "descendant_of", "ancestor_of", "parent_page_id", "translation_of"),
        OPEN_PAGE),
    **dict.fromkeys(("collection", "collection_id"), COLLECTION),
    "parent": Ref("wagtailcore.collection"),
    **dict.fromkeys(
        ("user", "owner", "edited_by", "locked_by", "requested_by", "last_published_by", "finished_by", "uploaded_by"),
        PERSON
    ),
    **dict.fromkeys(("site", "sites"), Ref("wagtailcore.site")),
    **dict.fromkeys(("workflow",), Ref("wagtailcore.workflow", shared=True)),
    "task": Ref("wagtailcore.task", shared=True),
    "revision_id": Ref("wagtailcore.revision"),
    **dict.fromkeys(("group", "groups", "role", "user_permissions", "permissions"), REFUSED),
}  # fmt: skip
