"""Which words of a path say what is done, not what there is. Data: a word that is missing here is a thing.

Names rest on these lists alone and never on other operations, so that an operation that is added renames none. What
they miss (``POST /pets/{id}/groom`` is ``pets.groom.create``) sdk.yaml says in a line.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from specloom.plan.naming import snake
from specloom.plan.plurals import is_plural

Deed: TypeAlias = Literal["any", "read", "write", "no"]
"""What a word is: a deed whatever is done with it, one where it is asked for, one where it is written, or none."""


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DEEDS = _listed(
    """
    abort accept acknowledge activate add allocate analyse analyze append apply approve assign attach authenticate
    authorize bind calculate cancel classify clear compact compile complete compute confirm connect consume convert
    create deactivate decline decode decrypt delete deliver deny deploy deregister describe detach detect disable
    disassociate discard disconnect dismiss dispatch edit enable encode encrypt enqueue enroll evaluate exclude execute
    extract fetch finalize find flush forget forgot generate get grant hangup hide identify ignore increment initialize
    initiate insert inspect install invalidate invoke launch list login logout lookup merge migrate modify mute notify
    parse perform predict prepare promote provision publish purge reactivate reassign rebuild recalculate recommend
    reconcile redeem refer refresh regenerate register reindex reinstate reject reload remove rename render renew
    reopen replace replay reprocess rerun resend reset resolve respond restart restore resubmit resume retire retrieve
    retry revert revoke rotate save search select send set show shutdown signin signout signup simulate solve submit
    subscribe summarise summarize suspend synchronize terminate toggle train transcode transcribe transform translate
    unarchive unassign unban unblock undelete undo unfollow uninstall unlike unlink unlock unmute unpin unpublish
    unregister unshare unstar unsubscribe untag update upsert validate verify withdraw
    """
)
"""Begin the name of a deed: ``submit_tool_outputs``, ``findByStatus``."""

_READS = _listed("check compare count download export filter list lookup ping preview query search")
"""Are a deed alone or at the end, where they are asked for: ``GET`` or ``POST`` of ``search``, ``price_list``."""

_WRITES = _listed(
    """
    archive ban batch block bookmark build bulk buy capture charge claim clone close comment copy duplicate feed flag
    follow import invite join kick kill leave like lock mark move open pause pay pin poll post pull push rate read
    rebuild refund release remix repeat reply report request reserve return review ring run scale schedule share sign
    skip split star start stop swap sync tag test touch transfer trigger unlock upload vote watch write
    """
)
"""Are a deed alone, and where something is written; else they are things: ``POST`` and ``GET .../feed``."""

_BEGINS = _listed(
    """
    book clone close copy import invite join leave mark move open pay process release start stop sync transfer upgrade
    upload
    """
)
"""Begin a deed where something is written and no plural follows: ``uploadImage``, but not ``import_jobs``."""

_ONE = _listed("analytics credentials details metrics preferences settings statistics stats")
"""Plurals that are read as one thing."""

_MANNERS = _listed("auto batch bulk force hard mass multi soft")


def deed(text: str) -> Deed:
    """Whether a segment of a path says what is done."""
    parts = snake(text).split("_")
    if len(parts) > 1 and parts[0] in _MANNERS:
        del parts[0]
    if parts[-1] in _READS:
        return "read"
    if parts[0] in _DEEDS:
        return "any"
    is_write = parts[0] in _WRITES if len(parts) == 1 else parts[0] in _BEGINS and not is_plural(parts[-1])
    return "write" if is_write else "no"


def deed_and_thing(text: str, *, is_write: bool) -> tuple[str, str] | None:
    """``create`` and ``user`` for ``create-user``, ``get`` and ``pet`` for ``getPetById``; None for anything else."""
    first, *rest = snake(text).split("_")
    thing = rest[: rest.index("by")] if "by" in rest else rest
    is_deed = first in _DEEDS or (is_write and deed(text) == "write")
    return (first, "_".join(thing)) if is_deed and thing else None


def names_many(text: str) -> bool:
    """Whether a segment names a collection: its last word is a plural, and none that is read as one thing."""
    last = snake(text).rpartition("_")[2]
    return is_plural(last) and last not in _ONE
