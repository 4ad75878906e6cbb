"""Why a person must decide a clause: the codes of ``records.Proposal.doubts``, and those that the library adds."""

from django.utils.translation import gettext_lazy as _

#: Two documents of the library may be meant.
AMBIGUOUS = "ambiguous"
#: The document named is younger than the acting one.
YOUNGER = "younger"
#: The library has the relation already, from another day.
OTHER_DAY = "other_day"
OF_THE_LIBRARY = (AMBIGUOUS, YOUNGER, OTHER_DAY)

UNCERTAINTY_LABELS = {
    "number": _("the number was not found in full"),
    "year": _("the number comes again every year, and no date stands beside it"),
    "which": _("the document may belong to the title of another one"),
    "annexed": _("what was issued with the document is meant, perhaps not the document itself"),
    "provisions": _("chapters, annexes or ranges are not all read"),
    "exception": _("something is left out"),
    "day": _("the day is not known"),
    "later": _("the article that says it comes into force on a day of its own"),
    "rank": _("a document of this rank cannot do this to the other one"),
    "kind": _("words, suspensions and extensions are decided by people"),
    AMBIGUOUS: _("the library holds two documents that may be meant"),
    YOUNGER: _("the document named is younger than the one that says it"),
    OTHER_DAY: _("the library holds the same relation with another day"),
}
