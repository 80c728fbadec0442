"""All that is looked at before a text is published, before any lock is taken."""

from accounts.models import User
from knowledge.models import Atom, AtomVersion
from knowledge.services.floors import refuse_below_floor
from knowledge.services.likeness import refuse_alike


def look_at(
    atom: Atom, user: User | None, version: AtomVersion | None = None
) -> AtomVersion | None:
    """Look at the newest text of an atom, or at another one; raises what hinders it (Hindered).

    Returns the text that was looked at; None where neither collection nor site asks for that.
    """
    alike = refuse_alike(atom, user, version)
    floored = refuse_below_floor(atom, alike or version)
    return floored or alike
