"""Strategy and plan: whether the plan lives, is carried by the client, done and repeated (indicators 6 to 9 of
domain.md 1.3), and how far its objectives are (`objective_attainment` of 2)."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kam.scorecards.indicators.base import UNKNOWN, Evidence, Figure, Indicator, Perspective, Theme, percent, points
from kam.scorecards.indicators.plan_ground import PlanGround
from plans.measures.attainment import Attainment, attainment_by_account
from plans.measures.covering import FIRST_IN_FORCE, STAGES
from plans.measures.execution import Execution, execution_by_account
from plans.measures.thread import Thread, thread_by_account
from plans.measures.vitality import OLD_ENOUGH, Vitality, vitality_by_account
from plans.models import Status

WORTH = {  # how far the plan has come → points, before what is taken off for want of a review
    Status.DRAFT: 20, Status.ANALYSIS: 40, Status.INTERNAL_VALIDATION: 55, Status.CLIENT_COWRITING: 80,
    Status.APPROVED: 90, Status.IN_EXECUTION: 100, Status.REVIEWED: 100,
}  # fmt: skip
UNSEEN = ((200, 40), (100, 20))  # days since somebody looked at the plan, points taken off beyond them
FEWEST_ACTIONS, FEWEST_MEETINGS = 3, 4
SOON = 14  # days: an advice is for the fortnight to come
EFFORT = {"": 4, Status.DRAFT: 4, Status.ANALYSIS: 5, Status.INTERNAL_VALIDATION: 1, Status.CLIENT_COWRITING: 4}
NEXT = {  # where the plan is → the step to plan half-days for (domain.md 5.5)
    "": gettext_lazy("the analysis"), Status.DRAFT: gettext_lazy("the analysis"),
    Status.ANALYSIS: gettext_lazy("the SWOT, the options and the plan"),
    Status.INTERNAL_VALIDATION: gettext_lazy("the internal validation"),
    Status.CLIENT_COWRITING: gettext_lazy("the co-writing with the client"),
}  # fmt: skip


def abp_vitality(row: Vitality) -> Figure:
    """What the state of the plan is worth, none 0; less 20 or 40 in force and not reviewed for 100 or 200 days."""
    if row.stage is None:
        return Figure(0, badge="no_plan")
    worth, lost = WORTH[Status(STAGES[int(row.stage) - 1])], neglect(row)
    return Figure(worth - lost, badge="review_due" if lost else "")


def neglect(row: Vitality) -> int:
    """Points taken off for want of a review."""
    if row.stage < FIRST_IN_FORCE:
        return 0
    return next((lost for days, lost in UNSEEN if row.unseen_days > days), 0)


def client_endorsement(row: Vitality) -> Figure:
    """100 × priorities carried by somebody of influence 3 or more at the client; without any, 0 after 180 days."""
    if row.stage is None or not row.priorities:
        return Figure(0, badge="no_plan") if row.days > OLD_ENOUGH else UNKNOWN._replace(badge="no_plan")
    return Figure(100 * row.carried / row.priorities)


def priority_execution(row: Execution) -> Figure:
    """100 × Σ(weight × credit) / Σ weight of the actions due; unknown below three."""
    if row.due < FEWEST_ACTIONS:
        return UNKNOWN._replace(badge="few_actions")
    return Figure(100 * row.credit / row.weight)


def priority_thread(row: Thread) -> Figure:
    """100 × meetings in which a priority was repeated, over all of them; unknown below four."""
    if row.meetings < FEWEST_MEETINGS:
        return UNKNOWN._replace(badge="few_meetings")
    return Figure(100 * row.linked / row.meetings) if row.has_plan else Figure(0, badge="no_plan")


def objective_attainment(row: Attainment) -> Figure:
    """100 × the mean of min(1.2, progress / expected progress) of the objectives of the plan in force."""
    if not row.has_plan:
        return UNKNOWN._replace(badge="no_plan")
    return Figure(100 * row.shares / row.judged) if row.judged else UNKNOWN._replace(badge="no_objective")


# --- the rows behind the figures -------------------------------------------------------------------


def vitality_evidence(facts: PlanGround) -> Evidence:
    """Every plan that covers the day; the one furthest on its way counts."""
    return Evidence(
        headers=[_("Plan"), _("Status"), _("Last looked at"), _("Days since then"), _("Counted")],
        rows=[
            [str(plan), status.label, seen_on, (facts.on - seen_on).days if seen_on else None, int(place == 0)]
            for place, (plan, status, seen_on) in enumerate(facts.plans)
        ],
        addresses=[plan.get_absolute_url() for plan, *_rest in facts.plans],
        note=_("A plan is looked at when it is approved, when its period begins, and at each review that has minutes."),
    )


def endorsement_evidence(facts: PlanGround) -> Evidence:
    rows = [[p.title, ", ".join(facts.carriers(p)), int(facts.carried[p.pk])] for p in facts.priorities]
    return Evidence(
        headers=[_("Priority"), _("Agreed by"), _("Counted")],
        rows=rows,
        addresses=[facts.address(priority) for priority in facts.priorities],
        total=[_("Total"), None, sum(row[-1] for row in rows)] if rows else [],
        note=_("An agreement counts in the present words of the priority, from influence 3, until it is taken back."),
    )


def execution_evidence(facts: PlanGround) -> Evidence:
    rows = [
        [action.title, owner(action), action.due_on, action.done_on, action.progress, action.weight, credit,
         action.weight * credit]
        for action, credit in facts.due
    ]  # fmt: skip
    return Evidence(
        headers=[
            _("Action"), _("Owner"), _("Due on"), _("Done on"), _("Progress (%)"), _("Weight"), _("Credit"),
            _("Weight × credit"),
        ],
        rows=rows,
        addresses=[facts.address(action) for action, _credit in facts.due],
        total=[_("Total"), *[None] * 4, sum(row[5] for row in rows), None, sum(row[7] for row in rows)] if rows else [],
    )  # fmt: skip


def owner(row) -> str:
    return str(row.owner or getattr(row, "client_owner", None) or "")


def thread_evidence(facts: PlanGround) -> Evidence:
    rows = [
        [
            str(meeting),
            meeting.occurred_on,
            ", ".join(facts.repeated[meeting.pk]),
            int(bool(facts.repeated[meeting.pk])),
        ]
        for meeting in facts.meetings
    ]
    return Evidence(
        headers=[_("Meeting"), _("Date"), _("Priorities repeated"), _("Counted")],
        rows=rows,
        addresses=[meeting.get_absolute_url() for meeting in facts.meetings],
        total=[_("Total"), None, None, sum(row[-1] for row in rows)] if rows else [],
    )


def attainment_evidence(facts: PlanGround) -> Evidence:
    rows = [
        [o.title, o.baseline, o.current, o.target, o.due_on, *in_percent(progress.done, progress.expected, share)]
        for o, progress, share in facts.objectives
    ]
    return Evidence(
        headers=[
            _("Objective"), _("Baseline"), _("Current value"), _("Target"), _("Due on"), _("Progress (%)"),
            _("Expected (%)"), _("Attained (%)"),
        ],
        rows=rows,
        addresses=[facts.address(objective) for objective, *_rest in facts.objectives],
        note=_("Objectives without a baseline, a target other than it and a day have no progress and are left out."),
    )  # fmt: skip


def in_percent(*shares: float | None) -> list[float | None]:
    return [None if share is None else 100 * share for share in shares]


# --- what to do about it ---------------------------------------------------------------------------


def advise_vitality(facts: PlanGround) -> str:
    before = date_format(facts.on + timedelta(days=SOON), "SHORT_DATE_FORMAT")
    status = facts.plans[0][1] if facts.plans else ""
    if status == Status.APPROVED:
        return _("Start the plan: it is approved and its period has begun.")
    if status not in NEXT:
        return _("Hold the review of the plan before %(date)s, and have its minutes co-signed.") % {"date": before}
    words = {"count": EFFORT[status], "date": before, "step": NEXT[status]}
    told = ngettext(
        "Reserve %(count)s half-day for the plan before %(date)s; next step: %(step)s.",
        "Reserve %(count)s half-days for the plan before %(date)s; next step: %(step)s.",
        EFFORT[status],
    )
    return told % words


def advise_endorsement(facts: PlanGround) -> str:
    missing = [priority for priority in facts.priorities if not facts.carried[priority.pk]]
    if not missing:
        return _("Write the priorities of the plan first: the client can only carry what is said.")
    words = {"priority": missing[0].title, "person": facts.reader}
    if not facts.reader:
        return _("Find somebody of weight at the client to read the priority “%(priority)s” over.") % words
    return _("Have the priority “%(priority)s” read over by %(person)s and record the agreement.") % words


def advise_execution(facts: PlanGround) -> str:
    late = [action for action, _credit in facts.due if not action.done_on]
    if not late:
        return _("What is done was done late: check the days of the actions to come with their owners.")
    told = ngettext(
        "%(count)s action is overdue, “%(first)s” for the longest time: plan it anew or delegate it, with a day.",
        "%(count)s actions are overdue, “%(first)s” for the longest time: plan them anew or delegate them, with a day.",
        len(late),
    )
    return told % {"count": len(late), "first": late[0].title}


def advise_thread(facts: PlanGround) -> str:
    if not facts.is_in_force:
        return _("Bring a plan into force: without priorities there is no thread to repeat.")
    told = ngettext(
        "Open each meeting with the progress of your %(count)s priority.",
        "Open each meeting with the progress of your %(count)s priorities.",
        len(facts.priorities),
    )
    return told % {"count": len(facts.priorities)}


VITALITY = Indicator(
    key="abp_vitality",
    label=gettext_lazy("Living account plan"),
    formula=gettext_lazy(
        "What the state of the plan that covers the day is worth: none 0, draft 20, analysis 40, internal validation 55, "
        "client co-writing 80, approved 90, in execution or reviewed 100. Once approved: −20 when nobody has looked at it "
        "for more than 100 days, −40 beyond 200. The plan in force counts until its period ends, while the next one is "
        "prepared."
    ),
    unit=points,
    measure=vitality_by_account,
    read=abp_vitality,
    facts=PlanGround,
    evidence=vitality_evidence,
    advise=advise_vitality,
    theme=Theme.STRATEGY,
)
ENDORSEMENT = Indicator(
    key="client_endorsement",
    label=gettext_lazy("Priorities carried by the client"),
    formula=gettext_lazy(
        "100 × the priorities of the plan that somebody of influence 3 or more at the client has agreed to, in their "
        "present words and without taking it back, over all its priorities. Without a plan or a priority: 0, once the "
        "account has been known for more than 180 days."
    ),
    unit=percent,
    measure=vitality_by_account,
    read=client_endorsement,
    facts=PlanGround,
    evidence=endorsement_evidence,
    advise=advise_endorsement,
    theme=Theme.STRATEGY,
)
EXECUTION = Indicator(
    key="priority_execution",
    label=gettext_lazy("Priorities put into practice"),
    formula=gettext_lazy(
        "100 × the sum of weight × credit over the sum of weights, for the actions of the plan in force due up to the day "
        "in the current year of the plan. Credit: done on time 1, done late 0.7, still open 0.3 × its progress. At least 3 "
        "actions are needed."
    ),
    unit=percent,
    measure=execution_by_account,
    read=priority_execution,
    facts=PlanGround,
    evidence=execution_evidence,
    advise=advise_execution,
    theme=Theme.STRATEGY,
)
THREAD = Indicator(
    key="priority_thread",
    label=gettext_lazy("Common thread"),
    formula=gettext_lazy(
        "100 × the meetings with the client of the last 90 days in which a priority was repeated, over all of them. A "
        "meeting is one in person, by telephone or by video that both sides attended; messages are none. At least 4 "
        "meetings are needed; without a plan in force: 0."
    ),
    unit=percent,
    measure=thread_by_account,
    read=priority_thread,
    facts=PlanGround,
    evidence=thread_evidence,
    advise=advise_thread,
    theme=Theme.STRATEGY,
)
ATTAINMENT = Indicator(
    key="objective_attainment",
    label=gettext_lazy("Objectives attained"),
    formula=gettext_lazy(
        "100 × the mean over the objectives of the plan in force of progress / expected progress, 1.2 at most and 0 at "
        "least. Progress is the way from baseline to target; expected is the share of the time from the first day of the "
        "plan to the day the objective is due. An objective never measured counts 0 once the plan is more than 90 days "
        "old. Not measured without a plan in force, nor without an objective that can be measured."
    ),
    unit=percent,
    measure=attainment_by_account,
    read=objective_attainment,
    facts=PlanGround,
    evidence=attainment_evidence,
    perspective=Perspective.STRATEGIC,
)
