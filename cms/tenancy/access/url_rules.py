"""The declared scope of every address of the admin.

``declare`` and its kin add those of an app; each says them in its ``permissions.py``, read once at start.
Prefer denying to a school what it does not need over building a narrower view of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cms.tenancy.access.rule_types import LISTED, Access, Ref, Rule

PAGE = Ref("wagtailcore.page")
IMAGE = Ref("core.schoolimage")
DOCUMENT = Ref("core.schooldocument")
SHARED_IMAGE = Ref("core.schoolimage", shared=True)
SHARED_DOCUMENT = Ref("core.schooldocument", shared=True)
SHARED_PAGE = Ref("wagtailcore.page", shared=True, tree_root=True)
REVISION = Ref("wagtailcore.revision")
TASK_STATE = Ref("wagtailcore.taskstate")
TRANSLATION = Ref("wagtail_localize.translation")
SEGMENT = Ref("wagtail_localize.overridablesegment")
UPLOAD = Ref("wagtailcore.uploadedfile")

_NAMES: dict[str, Rule] = {}
_NAMESPACES: dict[str, Rule] = {}
_SETTINGS: set[str] = set()


def find(name: str) -> Rule | None:
    return _NAMES.get(name) or _NAMESPACES.get(name.rpartition(":")[0])


def declare(rules: Mapping[str, Rule]) -> None:
    _NAMES.update(rules)


def declare_namespace(access: Access, *namespaces: str) -> None:
    """Whole namespaces that are closed to schools; names that come later are closed too."""
    if access is Access.SCHOOL:
        raise ValueError("addresses open to schools are declared one by one")
    _NAMESPACES.update(dict.fromkeys(namespaces, Rule(access)))


def declare_library_models(*labels: str) -> None:
    """Bulk actions on these are for those who work on the library."""
    rule = _NAMES["wagtail_bulk_action"]
    _NAMES["wagtail_bulk_action"] = replace(rule, library=rule.library | frozenset(labels))


def declare_settings(label: str) -> None:
    """Settings that a school edits for its own site ("home.schoolsettings"). All others are the office's."""
    _SETTINGS.add(label)
    rule = named("app_name", "model_name", models=_SETTINGS, pk=Ref("wagtailcore.site"))
    declare(dict.fromkeys(("wagtailsettings:edit", "wagtailsettings:preview_on_edit"), replace(rule, content=True)))


def forget(name: str) -> None:
    """For tests."""
    _NAMES.pop(name, None)


def own(*free: str, ids: Ref | None = None, content: bool = False, **objects: Ref) -> Rule:
    return Rule(Access.SCHOOL, objects, frozenset(free), ids=ids, content=content)


def named(
    *arguments: str, models: set[str], free: tuple[str, ...] = (), ids: Ref | None = None, **objects: Ref
) -> Rule:
    return Rule(Access.SCHOOL, objects, frozenset(free), arguments, frozenset(models), ids=ids)


def assigned(*free: str) -> Rule:
    """Not only for people of a place, and each sees what was given to them: views filter by the person."""
    return Rule(Access.ASSIGNED, free=frozenset(free))


OPEN, LIBRARY, OFFICE = (Rule(access) for access in (Access.OPEN, Access.LIBRARY, Access.OFFICE))
MEDIA_MODELS = {"core.schoolimage", "core.schooldocument"}


def _prefixed(prefix: str, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    return {prefix + name: rule for name, rule in rules.items()}


declare(
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
        # With WAGTAILADMIN_EXTERNAL_LINK_CONVERSION off it looks no page up.
        "wagtailadmin_choose_page_external_link": own(),
        "wagtailadmin_error_test": OFFICE,
    }
)

declare(
    {
        "wagtailadmin_explore_root": own(),
        "wagtailadmin_explore": own(parent_page_id=Ref("wagtailcore.page", tree_root=True)),
        "wagtailadmin_explore_results": own(parent_page_id=Ref("wagtailcore.page", tree_root=True)),
        # Apps add the models of the library (``declare_library_models``).
        "wagtail_bulk_action": replace(
            named("app_label", "model_name", models={"wagtailcore.page", *MEDIA_MODELS}, free=("action",), ids=LISTED),
            listed=frozenset(MEDIA_MODELS),
        ),
        **_prefixed(
            "wagtailadmin_pages:",
            {
                "add": own("content_type_app_name", "content_type_model_name", parent_page_id=PAGE, content=True),
                "preview_on_add": own(
                    "content_type_app_name", "content_type_model_name", parent_page_id=PAGE, content=True
                ),
                "edit": own(page_id=PAGE, content=True),
                "preview_on_edit": own(page_id=PAGE, content=True),
                "type_use": own("content_type_app_name", "content_type_model_name"),
                "type_use_results": own("content_type_app_name", "content_type_model_name"),
                "choose_parent": own("app_label", "model_name"),
                "search": own(),
                "search_results": own(),
                "add_subpage": own(parent_page_id=PAGE),
                "move": own(page_to_move_id=PAGE),
                "move_confirm": own(page_to_move_id=PAGE, destination_id=PAGE),
                "set_page_position": own(page_to_move_id=PAGE),
                "workflow_action": own("action_name", page_id=PAGE, task_state_id=TASK_STATE),
                "collect_workflow_action_data": own("action_name", page_id=PAGE, task_state_id=TASK_STATE),
                "workflow_preview": own(page_id=PAGE, task_id=Ref("wagtailcore.task", shared=True)),
                "revisions_view": own(page_id=PAGE, revision_id=REVISION),
                "revisions_revert": own(page_id=PAGE, revision_id=REVISION, content=True),
                "revisions_unschedule": own(page_id=PAGE, revision_id=REVISION),
                "revisions_compare": own(pk=PAGE, revision_id_a=REVISION, revision_id_b=REVISION),
                "workflow_history_detail": own(page_id=PAGE, workflow_state_id=Ref("wagtailcore.workflowstate")),
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
                    own(page_id=PAGE),
                ),
            },
        ),
        "wagtailadmin_choose_page": own(),
        "wagtailadmin_choose_page_search": own(),
        "wagtailadmin_choose_page_child": own(parent_page_id=SHARED_PAGE),
        "wagtailadmin_choose_page_chosen_multiple": own(ids=Ref("wagtailcore.page", shared=True)),
        "wagtailadmin_tag_autocomplete": own(),
        "wagtailadmin_tag_model_autocomplete": OFFICE,  # one tag model only
        "wagtailadmin_editing_sessions:ping": named(
            "app_label", "model_name", "object_id", models=set(), session_id=Ref("wagtailadmin.editingsession")
        ),
        "wagtailadmin_editing_sessions:release": own(session_id=Ref("wagtailadmin.editingsession")),
    }
)

declare(
    {
        "wagtailadmin_api:pages:listing": own(),
        "wagtailadmin_api:pages:find": own(),
        "wagtailadmin_api:pages:detail": own(pk=Ref("wagtailcore.page", tree_root=True)),
        "wagtailadmin_api:pages:action": own("action_name", pk=PAGE),
        "wagtailadmin_api:images:listing": own(),
        "wagtailadmin_api:images:find": own(),
        "wagtailadmin_api:images:detail": own(pk=SHARED_IMAGE),
        "wagtailadmin_api:documents:listing": own(),
        "wagtailadmin_api:documents:find": own(),
        "wagtailadmin_api:documents:detail": own(pk=SHARED_DOCUMENT),
        "wagtailadmin_collections:index": own(),
        "wagtailadmin_collections:add": own(),
        "wagtailadmin_collections:edit": own(pk=Ref("wagtailcore.collection")),
        "wagtailadmin_collections:delete": own(pk=Ref("wagtailcore.collection")),
        "wagtailadmin_collections:set_privacy": OFFICE,  # the dialog offers groups, which all schools share
    }
)  # fmt: skip

for _plural, _chooser, _kind, _shared, _argument in (
    ("wagtailimages", "wagtailimages_chooser", IMAGE, SHARED_IMAGE, "image_id"),
    ("wagtaildocs", "wagtaildocs_chooser", DOCUMENT, SHARED_DOCUMENT, "document_id"),
):
    declare(
        {
            **_prefixed(f"{_plural}:", dict.fromkeys(("index", "index_results", "add", "add_multiple"), own())),
            **_prefixed(
                f"{_plural}:",
                dict.fromkeys(("edit", "delete", "image_usage", "document_usage"), own(**{_argument: _kind})),
            ),
            **_prefixed(
                f"{_plural}:",
                dict.fromkeys(
                    ("edit_multiple", "delete_multiple"), own(**{_argument.replace("document", "doc"): _kind})
                ),
            ),
            **_prefixed(
                f"{_plural}:",
                dict.fromkeys(
                    (
                        "create_multiple_from_uploaded_image",
                        "create_multiple_from_uploaded_document",
                        "delete_upload_multiple",
                    ),
                    own(uploaded_file_id=UPLOAD),
                ),
            ),
            f"{_chooser}:choose": own(),
            f"{_chooser}:choose_results": own(),
            f"{_chooser}:create": own(),
            f"{_chooser}:chosen": own(pk=_shared),
            f"{_chooser}:chosen_multiple": own(ids=_shared),
        }
    )

declare(
    {
        "wagtailimages:url_generator": own(image_id=IMAGE),
        "wagtailimages:url_generator_output": own(image_id=IMAGE),
        "wagtailimages:preview": own("filter_spec", image_id=IMAGE),
        "wagtailimages_chooser:select_format": own(image_id=SHARED_IMAGE),
    }
)

declare(
    _prefixed(
        "wagtail_localize:",
        {
            "submit_page_translation": own(page_id=PAGE),
            "submit_snippet_translation": LIBRARY,
            "update_translations": own(translation_source_id=Ref("wagtail_localize.translationsource")),
            "edit_string_translation": own(
                translation_id=TRANSLATION, string_segment_id=Ref("wagtail_localize.stringsegment")
            ),
            "edit_override": own(
                translation_id=TRANSLATION,
                overridable_segment_id=SEGMENT,
                content=True,
            ),
            "preview_translation": own("mode", translation_id=TRANSLATION),
            **dict.fromkeys(
                ("download_pofile", "upload_pofile", "machine_translate", "stop_translation"),
                own(translation_id=TRANSLATION),
            ),
            "convert_to_alias": own(page_id=PAGE),
            "translations_report": OFFICE,
            "translations_report_results": OFFICE,
            "snippets_api_listing": LIBRARY,
            "snippets_api_detail": LIBRARY,
        },
    )
)

declare({"wagtailsnippets:index": LIBRARY})
declare_namespace(
    Access.OFFICE,
    "wagtailadmin_workflows", "wagtailadmin_reports", "wagtailforms", "wagtailredirects", "wagtaillocales",
    "wagtailsites", "wagtailusers_users", "wagtailusers_groups", "memberships", "school_chooser",
)  # fmt: skip
