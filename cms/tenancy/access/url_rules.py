"""The declared scope of every admin URL.

``declare_rules`` and related functions add the rules of an app; each app calls them in its ``permissions.py``, which is
read once at start. Prefer to deny a URL that a school does not need over building a narrower view of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cms.tenancy.access.rule_types import LISTED_IDS, Access, ObjectReference, Rule

PAGE = ObjectReference("wagtailcore.page")
IMAGE = ObjectReference("core.schoolimage")
DOCUMENT = ObjectReference("core.schooldocument")
SHARED_IMAGE = ObjectReference("core.schoolimage", shared=True)
SHARED_DOCUMENT = ObjectReference("core.schooldocument", shared=True)
SHARED_PAGE = ObjectReference("wagtailcore.page", shared=True, tree_root=True)
REVISION = ObjectReference("wagtailcore.revision")
TASK_STATE = ObjectReference("wagtailcore.taskstate")
TRANSLATION = ObjectReference("wagtail_localize.translation")
SEGMENT = ObjectReference("wagtail_localize.overridablesegment")
UPLOAD = ObjectReference("wagtailcore.uploadedfile")

_NAMES: dict[str, Rule] = {}
_NAMESPACES: dict[str, Rule] = {}
_SETTINGS: set[str] = set()


def find_rule(name: str) -> Rule | None:
    return _NAMES.get(name) or _NAMESPACES.get(name.rpartition(":")[0])


def declare_rules(rules: Mapping[str, Rule]) -> None:
    _NAMES.update(rules)


def declare_namespace(access: Access, *namespaces: str) -> None:
    """Closes whole namespaces to schools, including URLs added later."""
    if access is Access.SCHOOL:
        raise ValueError("addresses open to schools are declared one by one")
    _NAMESPACES.update(dict.fromkeys(namespaces, Rule(access)))


def declare_library_models(*labels: str) -> None:
    """Allows bulk actions on these models for people who work on the library."""
    rule = _NAMES["wagtail_bulk_action"]
    _NAMES["wagtail_bulk_action"] = replace(rule, library=rule.library | frozenset(labels))


def declare_settings(label: str) -> None:
    """Declares settings that a school edits for its own site ("home.schoolsettings"). All others are the office's."""
    _SETTINGS.add(label)
    rule = named_objects("app_name", "model_name", models=_SETTINGS, pk=ObjectReference("wagtailcore.site"))
    declare_rules(
        dict.fromkeys(("wagtailsettings:edit", "wagtailsettings:preview_on_edit"), replace(rule, content=True))
    )


def forget_rule(name: str) -> None:
    """For tests."""
    _NAMES.pop(name, None)


def own_objects(
    *free: str, ids: ObjectReference | None = None, content: bool = False, **objects: ObjectReference
) -> Rule:
    return Rule(Access.SCHOOL, objects, frozenset(free), ids=ids, content=content)


def named_objects(
    *arguments: str,
    models: set[str],
    free: tuple[str, ...] = (),
    ids: ObjectReference | None = None,
    **objects: ObjectReference,
) -> Rule:
    return Rule(Access.SCHOOL, objects, frozenset(free), arguments, frozenset(models), ids=ids)


def assigned_objects(*free: str) -> Rule:
    """Returns a rule that is not limited to people with places; views show each person only what is assigned to
    them."""
    return Rule(Access.ASSIGNED, free=frozenset(free))


OPEN, LIBRARY, OFFICE = (Rule(access) for access in (Access.OPEN, Access.LIBRARY, Access.OFFICE))
MEDIA_MODELS = {"core.schoolimage", "core.schooldocument"}


def _prefix_rules(prefix: str, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    return {prefix + name: rule for name, rule in rules.items()}


declare_rules(
    {
        **dict.fromkeys(
            (
                "wagtailadmin_home",
                "wagtailadmin_account",
                "wagtailadmin_logout",
                "wagtailadmin_login",
                "wagtailadmin_password_reset",
                "wagtailadmin_password_reset_done",
                "wagtailadmin_password_reset_confirm",
                "wagtailadmin_password_reset_complete",
                "wagtailadmin_dismissibles",
                "wagtailadmin_sprite",
                "wagtailadmin_javascript_catalog",
                "wagtailadmin_block_preview",
                "wagtailadmin_choose_page_email_link",
                "wagtailadmin_choose_page_phone_link",
                "wagtailadmin_choose_page_anchor_link",
                "wagtailembeds:chooser",
                "wagtailembeds:chooser_upload",
                "wagtail_localize:javascript_catalog",
            ),
            OPEN,
        ),
        "wagtailadmin_password_reset_confirm": Rule(Access.OPEN, free=frozenset({"uidb64", "token"})),
        # With WAGTAILADMIN_EXTERNAL_LINK_CONVERSION off it looks up no page.
        "wagtailadmin_choose_page_external_link": own_objects(),
        "wagtailadmin_error_test": OFFICE,
    }
)

declare_rules(
    {
        "wagtailadmin_explore_root": own_objects(),
        "wagtailadmin_explore": own_objects(parent_page_id=ObjectReference("wagtailcore.page", tree_root=True)),
        "wagtailadmin_explore_results": own_objects(parent_page_id=ObjectReference("wagtailcore.page", tree_root=True)),
        # Apps add the library's models (``declare_library_models``).
        "wagtail_bulk_action": replace(
            named_objects(
                "app_label", "model_name", models={"wagtailcore.page", *MEDIA_MODELS}, free=("action",), ids=LISTED_IDS
            ),
            listed=frozenset(MEDIA_MODELS),
        ),
        **_prefix_rules(
            "wagtailadmin_pages:",
            {
                "add": own_objects(
                    "content_type_app_name", "content_type_model_name", parent_page_id=PAGE, content=True
                ),
                "preview_on_add": own_objects(
                    "content_type_app_name", "content_type_model_name", parent_page_id=PAGE, content=True
                ),
                "edit": own_objects(page_id=PAGE, content=True),
                "preview_on_edit": own_objects(page_id=PAGE, content=True),
                "type_use": own_objects("content_type_app_name", "content_type_model_name"),
                "type_use_results": own_objects("content_type_app_name", "content_type_model_name"),
                "choose_parent": own_objects("app_label", "model_name"),
                "search": own_objects(),
                "search_results": own_objects(),
                "add_subpage": own_objects(parent_page_id=PAGE),
                "move": own_objects(page_to_move_id=PAGE),
                "move_confirm": own_objects(page_to_move_id=PAGE, destination_id=PAGE),
                "set_page_position": own_objects(page_to_move_id=PAGE),
                "workflow_action": own_objects("action_name", page_id=PAGE, task_state_id=TASK_STATE),
                "collect_workflow_action_data": own_objects("action_name", page_id=PAGE, task_state_id=TASK_STATE),
                "workflow_preview": own_objects(page_id=PAGE, task_id=ObjectReference("wagtailcore.task", shared=True)),
                "revisions_view": own_objects(page_id=PAGE, revision_id=REVISION),
                "revisions_revert": own_objects(page_id=PAGE, revision_id=REVISION, content=True),
                "revisions_unschedule": own_objects(page_id=PAGE, revision_id=REVISION),
                "revisions_compare": own_objects(pk=PAGE, revision_id_a=REVISION, revision_id_b=REVISION),
                "workflow_history_detail": own_objects(
                    page_id=PAGE, workflow_state_id=ObjectReference("wagtailcore.workflowstate")
                ),
                **dict.fromkeys(
                    (
                        "usage",
                        "view_draft",
                        "delete",
                        "unpublish",
                        "convert_alias",
                        "copy",
                        "confirm_workflow_cancellation",
                        "set_privacy",
                        "lock",
                        "unlock",
                        "revisions_index",
                        "workflow_history",
                        "history",
                        "history_results",
                    ),
                    own_objects(page_id=PAGE),
                ),
            },
        ),
        "wagtailadmin_choose_page": own_objects(),
        "wagtailadmin_choose_page_search": own_objects(),
        "wagtailadmin_choose_page_child": own_objects(parent_page_id=SHARED_PAGE),
        "wagtailadmin_choose_page_chosen_multiple": own_objects(ids=ObjectReference("wagtailcore.page", shared=True)),
        "wagtailadmin_tag_autocomplete": own_objects(),
        "wagtailadmin_tag_model_autocomplete": OFFICE,  # one tag model only
        "wagtailadmin_editing_sessions:ping": named_objects(
            "app_label",
            "model_name",
            "object_id",
            models=set(),
            session_id=ObjectReference("wagtailadmin.editingsession"),
        ),
        "wagtailadmin_editing_sessions:release": own_objects(session_id=ObjectReference("wagtailadmin.editingsession")),
    }
)

declare_rules(
    {
        "wagtailadmin_api:pages:listing": own_objects(),
        "wagtailadmin_api:pages:find": own_objects(),
        "wagtailadmin_api:pages:detail": own_objects(pk=ObjectReference("wagtailcore.page", tree_root=True)),
        "wagtailadmin_api:pages:action": own_objects("action_name", pk=PAGE),
        "wagtailadmin_api:images:listing": own_objects(),
        "wagtailadmin_api:images:find": own_objects(),
        "wagtailadmin_api:images:detail": own_objects(pk=SHARED_IMAGE),
        "wagtailadmin_api:documents:listing": own_objects(),
        "wagtailadmin_api:documents:find": own_objects(),
        "wagtailadmin_api:documents:detail": own_objects(pk=SHARED_DOCUMENT),
        "wagtailadmin_collections:index": own_objects(),
        "wagtailadmin_collections:add": own_objects(),
        "wagtailadmin_collections:edit": own_objects(pk=ObjectReference("wagtailcore.collection")),
        "wagtailadmin_collections:delete": own_objects(pk=ObjectReference("wagtailcore.collection")),
        "wagtailadmin_collections:set_privacy": OFFICE,  # the dialog offers groups, which all schools share
    }
)  # fmt: skip

for _plural, _chooser, _kind, _shared, _argument in (
    ("wagtailimages", "wagtailimages_chooser", IMAGE, SHARED_IMAGE, "image_id"),
    ("wagtaildocs", "wagtaildocs_chooser", DOCUMENT, SHARED_DOCUMENT, "document_id"),
):
    declare_rules(
        {
            **_prefix_rules(
                f"{_plural}:", dict.fromkeys(("index", "index_results", "add", "add_multiple"), own_objects())
            ),
            **_prefix_rules(
                f"{_plural}:",
                dict.fromkeys(("edit", "delete", "image_usage", "document_usage"), own_objects(**{_argument: _kind})),
            ),
            **_prefix_rules(
                f"{_plural}:",
                dict.fromkeys(
                    ("edit_multiple", "delete_multiple"), own_objects(**{_argument.replace("document", "doc"): _kind})
                ),
            ),
            **_prefix_rules(
                f"{_plural}:",
                dict.fromkeys(
                    (
                        "create_multiple_from_uploaded_image",
                        "create_multiple_from_uploaded_document",
                        "delete_upload_multiple",
                    ),
                    own_objects(uploaded_file_id=UPLOAD),
                ),
            ),
            f"{_chooser}:choose": own_objects(),
            f"{_chooser}:choose_results": own_objects(),
            f"{_chooser}:create": own_objects(),
            f"{_chooser}:chosen": own_objects(pk=_shared),
            f"{_chooser}:chosen_multiple": own_objects(ids=_shared),
        }
    )

declare_rules(
    {
        "wagtailimages:url_generator": own_objects(image_id=IMAGE),
        "wagtailimages:url_generator_output": own_objects(image_id=IMAGE),
        "wagtailimages:preview": own_objects("filter_spec", image_id=IMAGE),
        "wagtailimages_chooser:select_format": own_objects(image_id=SHARED_IMAGE),
    }
)

declare_rules(
    _prefix_rules(
        "wagtail_localize:",
        {
            "submit_page_translation": own_objects(page_id=PAGE),
            "submit_snippet_translation": LIBRARY,
            "update_translations": own_objects(
                translation_source_id=ObjectReference("wagtail_localize.translationsource")
            ),
            "edit_string_translation": own_objects(
                translation_id=TRANSLATION, string_segment_id=ObjectReference("wagtail_localize.stringsegment")
            ),
            "edit_override": own_objects(
                translation_id=TRANSLATION,
                overridable_segment_id=SEGMENT,
                content=True,
            ),
            "preview_translation": own_objects("mode", translation_id=TRANSLATION),
            **dict.fromkeys(
                ("download_pofile", "upload_pofile", "machine_translate", "stop_translation"),
                own_objects(translation_id=TRANSLATION),
            ),
            "convert_to_alias": own_objects(page_id=PAGE),
            "translations_report": OFFICE,
            "translations_report_results": OFFICE,
            "snippets_api_listing": LIBRARY,
            "snippets_api_detail": LIBRARY,
        },
    )
)

declare_rules({"wagtailsnippets:index": LIBRARY})
declare_namespace(
    Access.OFFICE,
    "wagtailadmin_workflows", "wagtailadmin_reports", "wagtailforms", "wagtailredirects", "wagtaillocales",
    "wagtailsites", "wagtailusers_users", "wagtailusers_groups", "memberships", "school_chooser",
)  # fmt: skip
