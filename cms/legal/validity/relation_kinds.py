"""The kinds of relations between documents: the active side is stored, both sides are displayed. Pure, no Django."""

from __future__ import annotations

from cms.legal.validity import events

BASIS, GUIDES, DETAILS, IMPLEMENTS = "basis", "guides", "details", "implements"
AMENDS, SUPPLEMENTS, REPLACES = "amends", "supplements", "replaces"
ABOLISHES, ABOLISHES_PART = "abolishes", "abolishes_part"
SUSPENDS, SUSPENDS_EXECUTION, RESUMES = "suspends", "suspends_execution", "resumes"
CORRECTS, CONSOLIDATES, CITES, PROMULGATES = "corrects", "consolidates", "cites", "promulgates"
TRANSLATES, EXPLAINS, RELATED = "translates", "explains", "related"

#: Relation kind → kind of event at the target document.
EVENTS = {
    AMENDS: events.AMENDED,
    SUPPLEMENTS: events.SUPPLEMENTED,
    REPLACES: events.REPLACED,
    ABOLISHES: events.ABOLISHED,
    ABOLISHES_PART: events.ABOLISHED_PART,
    SUSPENDS: events.SUSPENDED,
    SUSPENDS_EXECUTION: events.EXECUTION_SUSPENDED,
    RESUMES: events.RESUMED,
    CORRECTS: events.CORRECTED,
}
#: The inverse: kind of event → relation that the acting document has to this one.
RELATIONS = {event: kind for kind, event in EVENTS.items()}

#: Documents of these kinds stay in force when the other one ends (Luật 64/2025/QH15 Điều 57), but need a review.
DEPENDENT = (GUIDES, DETAILS)
