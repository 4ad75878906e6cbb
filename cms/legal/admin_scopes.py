"""Whose the admin's addresses of the library are (see ``cms.tenancy.guard.table``)."""

from cms.tenancy.guard.rules import Access, Rule
from cms.tenancy.guard.table import LIBRARY, OFFICE, OPEN, declare, declare_library_models, declare_namespace, own

_CHOOSER = "wagtailsnippetchoosers_legal_legaldocument:"
_MODELS = ("legaldocument", "documenttype", "issuingbody", "legalfield")

declare_namespace(
    Access.LIBRARY,
    *(f"{kind}_legal_{model}" for kind in ("wagtailsnippets", "wagtailsnippetchoosers") for model in _MODELS),
)
declare_library_models(*(f"legal.{model}" for model in _MODELS))
declare_namespace(Access.LIBRARY, "library_work")
declare(
    {
        "citations:stale": own(),
        "citations:unresolved": LIBRARY,
        # Every page may cite public documents; the chooser shows no others.
        f"{_CHOOSER}choose": OPEN,
        f"{_CHOOSER}choose_results": OPEN,
        f"{_CHOOSER}chosen": Rule(Access.OPEN, free=frozenset({"pk"})),
        f"{_CHOOSER}chosen_multiple": OPEN,
        # Superusers unlock the section.
        "section_unlock": OFFICE,
        "section_lock": OFFICE,
    }
)
