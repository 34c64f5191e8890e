"""What is done on the boards of a plan: a row goes elsewhere, two rows are linked, two are parted.

An act is data that JSON can carry. It comes from a form or from the signed address of an undo button, and is checked
the same way; each answers with the act that undoes it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services import UNDO_SECONDS
from kam.users.models import User
from plans.board.order import follower, moved
from plans.catalogue import A_QUADRANT
from plans.chain import KINDS
from plans.models import AccountPlan, PlanAction, PlanObjective, StrategicPriority, SwotItem, TowsOption
from plans.moves import Refused
from plans.sharing import republish

MODELS = dict(zip(KINDS, (SwotItem, TowsOption, StrategicPriority, PlanObjective, PlanAction), strict=True))
GROUPS = {"swot": "quadrant", "objective": "priority_id", "action": "objective_id"}  # what a row stands under
JOINED = {"option": "items", "priority": "options"}  # what a row is linked to several of
SALT = "plan-board"
Act = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """`said` is a sentence for the person; `undo` the act that gives back what was."""

    said: str
    undo: Act


@transaction.atomic
def perform(plan: AccountPlan, act: Act, *, by: User, at: datetime) -> Done:
    """Do it under the lock of the plan. Raises Refused with the reason, having changed nothing."""
    if not plan.is_still_open_to(by, MODELS[act["kind"]].section):
        raise Refused([_("The plan is not being written any more: nothing was changed.")])
    done = place(plan, act) if act["verb"] == "place" else join(plan, act)
    plan.refresh_from_db(fields=["status"])
    republish(plan, by=by, at=at)
    return done


def undo_address(plan: AccountPlan, done: Done, page: str) -> str:
    """Where an undo button posts to, which leads back to that page; it serves for half an hour."""
    token = signing.dumps(done.undo | {"page": page}, salt=SALT, compress=True)
    return reverse("plans:board-undo", args=[plan.pk, token])


def read_undo(token: str) -> Act:
    """Raises signing.BadSignature for an address that is none of ours or older than half an hour."""
    return signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)


def row_of(plan: AccountPlan, kind: str, pk: int) -> models.Model:
    row = MODELS[kind].objects.filter(plan=plan, pk=pk).first()
    if row is None:
        raise Refused([_("A colleague has deleted it meanwhile: look at the board again.")])
    return row


def place(plan: AccountPlan, act: Act) -> Done:
    """`kind`, `row`; `group`: the quadrant, or the key of what it is to serve, "" for nothing; `before`: a key or None."""
    kind, row = act["kind"], row_of(plan, act["kind"], act["row"])
    former = group_of(kind, row)
    was = order_of(plan, kind, former)
    undo = act | {"group": str(former or ""), "before": follower(was, row.pk)}
    enter(plan, kind, row, act["group"])
    order = order_of(plan, kind, group_of(kind, row))
    try:
        renumber(kind, row, moved(order, row.pk, act["before"]))
    except ValueError as error:
        raise Refused([_("The board has changed meanwhile: look at it again.")]) from error
    return Done(_("“%(name)s” was moved.") % {"name": row}, undo)


def group_of(kind: str, row: models.Model) -> Any:
    return getattr(row, GROUPS[kind]) if kind in GROUPS else ""


def order_of(plan: AccountPlan, kind: str, group: Any) -> list[int]:
    """The keys of a group as its board shows them: those that nobody has put in order come first, by day if they have one."""
    rows = MODELS[kind].objects.filter(plan=plan, **({GROUPS[kind]: group} if kind in GROUPS else {}))
    by_day = ["due_on"] if kind == "action" else []
    return list(rows.order_by("position", *by_day, "pk").values_list("pk", flat=True))


def renumber(kind: str, row: models.Model, order: list[int]) -> None:
    """Positions from 1 in that order; the row that came brings its new group."""
    rows = MODELS[kind].objects.in_bulk(order) | {row.pk: row}
    changed = [row, *(rows[pk] for place, pk in enumerate(order, 1) if pk != row.pk and rows[pk].position != place)]
    for each in changed:
        each.position = order.index(each.pk) + 1
    group = [GROUPS[kind].removesuffix("_id")] if kind in GROUPS else []
    MODELS[kind].objects.bulk_update(changed, ["position", *group])


def enter(plan: AccountPlan, kind: str, row: models.Model, group: str) -> None:
    """Let the row stand under another group (in memory), if the rules of the plan bear it."""
    if kind not in GROUPS or group == str(group_of(kind, row) or ""):
        return
    if kind == "swot":
        turn(plan, row, group)
    else:
        above = row_of(plan, KINDS[KINDS.index(kind) - 1], int(group)) if group.isdecimal() else None
        setattr(row, GROUPS[kind], above and above.pk)


def turn(plan: AccountPlan, item: SwotItem, quadrant: str) -> None:
    """Another quadrant, if it has room and no option loses one of its two sides."""
    if quadrant not in SwotItem.Quadrant:
        raise Refused([_("The SWOT has no such quadrant.")])
    if plan.swot.filter(quadrant=quadrant).count() >= A_QUADRANT:
        told = _("This quadrant already has %(count)s items: keep what weighs most.") % {"count": A_QUADRANT}
        raise Refused([told])
    for option in item.options.prefetch_related("items"):
        sides = [SwotItem(quadrant=quadrant) if each.pk == item.pk else each for each in option.items.all()]
        refuse_one_sided(option, sides)
    item.quadrant = quadrant


def refuse_one_sided(option: TowsOption, items: list[SwotItem]) -> None:
    if {each.is_internal for each in items} != {True, False}:
        told = _("The option “%(name)s” would no longer cross something of ours with something of the world.")
        raise Refused([told % {"name": option}])


def join(plan: AccountPlan, act: Act) -> Done:
    """`verb` link or part; `kind` and `row` of what follows, `above` the key of what it follows from."""
    kind, is_link = act["kind"], act["verb"] == "link"
    upper = KINDS[KINDS.index(kind) - 1]
    row, above = row_of(plan, kind, act["row"]), row_of(plan, upper, act["above"])
    names = {"below": row, "above": above}
    if kind not in JOINED:
        group = str(above.pk) if is_link else ""
        undo = place(plan, {"verb": "place", "kind": kind, "row": row.pk, "group": group, "before": None}).undo
    else:
        joined = getattr(row, JOINED[kind])
        link(row, joined, above) if is_link else part(row, joined, above)
        undo = act | {"verb": "part" if is_link else "link"}
    said = _("“%(below)s” now follows from “%(above)s”.") if is_link else _("“%(below)s” and “%(above)s” are parted.")
    return Done(said % names, undo)


def link(row: models.Model, joined, above: models.Model) -> None:
    if joined.filter(pk=above.pk).exists():
        raise Refused([_("“%(below)s” already follows from “%(above)s”.") % {"below": row, "above": above}])
    joined.add(above)


def part(row: models.Model, joined, above: models.Model) -> None:
    if isinstance(row, TowsOption):
        refuse_one_sided(row, [each for each in joined.all() if each.pk != above.pk])
    joined.remove(above)
