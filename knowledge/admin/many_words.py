"""Why a deed leaves an atom as it is, or what follows for one that it does not leave, in words."""

from django.utils.translation import gettext_lazy

from knowledge.services.verdicts import Why

WORDS = {
    Why.GONE: gettext_lazy("no longer there, or not for you to see"),
    Why.NO_RIGHT: gettext_lazy("you have not the right to in its collection"),
    Why.ARCHIVED: gettext_lazy("it is archived: bring it back first"),
    Why.NOT_ARCHIVED: gettext_lazy("it is not archived"),
    Why.NEEDS_APPROVAL: gettext_lazy("it waits for approval by somebody else"),
    Why.ALIKE: gettext_lazy("it is like another text: see “Like texts” of the atom"),
    Why.BELOW_FLOOR: gettext_lazy(
        "golden questions would go wrong: publish it alone to see which"
    ),
    Why.ALREADY: gettext_lazy("it is so already"),
    Why.BROKEN: gettext_lazy("its text has an error: open it to mend it"),
    Why.CHANGED: gettext_lazy("somebody changed it meanwhile"),
    Why.DRAFT: gettext_lazy(
        "a new version is saved as a draft, the published text answers on"
    ),
    Why.LIVE: gettext_lazy("a new version is saved and published"),
    Why.ASKED: gettext_lazy(
        "a new version is saved and published once golden questions about it were asked"
    ),
    None: gettext_lazy("done"),
}
