"""Projects and results: what is done together, how it runs, who recognises it (indicators 13 to 15 of domain.md 1.3), and
whether milestones are reached in time (`milestones_on_time` of 2)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kam.scorecards.indicators import base
from kam.scorecards.indicators.base import Evidence, Figure, Indicator, Perspective, Theme, percent
from kam.scorecards.indicators.project_ground import ProjectGround
from kam.scorecards.models import State
from projects.measures.delivery import Delivery, Run, delivery_by_account
from projects.measures.joint import Candidate, Joint, joint_by_account
from projects.measures.milestones import Milestones, milestones_by_account
from projects.measures.recognition import Recognition, recognition_by_account
from projects.models import Project, Task

FEWEST_RESULTS = 2


def joint_projects(row: Joint) -> Figure:
    """Joint projects in progress, those finished within 90 days by half; none is 0 from the first day."""
    return Figure(row.projects, badge="" if row.projects else "no_project")


def project_delivery(row: Delivery) -> Figure:
    """100 × the mean score of the joint projects active in 180 days; not applicable without one: indicator 13 says so."""
    if row.score is None:
        return Figure(None, State.NOT_APPLICABLE, badge="no_project")
    return Figure(100 * row.score)


def recognised_results(row: Recognition) -> Figure:
    """100 × what recognised results are worth over what all are worth; their numbers when no value is known."""
    share = row.value_recognised / row.value if row.value else row.recognised / row.results
    return Figure(100 * share, badge="few_results" if row.results < FEWEST_RESULTS else "")


def milestones_on_time(row: Milestones) -> Figure:
    """100 × milestones met / due in 180 days."""
    return Figure(100 * row.met / row.due)


# --- the rows behind the figures -------------------------------------------------------------------


def joint_evidence(facts: ProjectGround) -> Evidence:
    rows = [joint_row(project, each) for project, each in facts.candidates]
    return Evidence(
        headers=[
            _("Project"), _("In progress since"), _("Closed on"), pgettext("schedule", "Baseline"), _("Somebody of theirs"),
            _("Somebody of ours besides the KAM"), _("Counted"),
        ],
        rows=rows,
        addresses=[project.get_absolute_url() for project, _each in facts.candidates],
        total=[_("Total"), *[None] * 5, sum(row[-1] for row in rows)] if rows else [],
        note=_("People at work on a task, leading or sitting on a committee count; sponsors and guests do not."),
    )  # fmt: skip


def joint_row(project: Project, each: Candidate) -> list:
    flags = (each.has_baseline, each.has_theirs, each.has_ours)
    return [project.name, project.opened_on, project.closed_on, *(yes_or_no(flag) for flag in flags), each.counted]


def yes_or_no(flag: bool) -> str:
    return _("Yes") if flag else _("No")


def delivery_evidence(facts: ProjectGround) -> Evidence:
    rows = [
        [project.name, run.met, run.due, run.held, run.planned, 100 * run.status, 100 * run.score]
        for project, run in facts.runs
    ]
    return Evidence(
        headers=[
            _("Project"), _("Milestones met"), _("Milestones due"), _("Committees held"), _("Committees planned"),
            _("Status (points)"), _("Score"),
        ],
        rows=rows,
        addresses=[project.get_absolute_url() for project, _run in facts.runs],
        total=[_("Mean"), *[None] * 5, sum(row[-1] for row in rows) / len(rows)] if rows else [],
        note=_("A milestone is met until five working days after the day of its last baseline."),
    )  # fmt: skip


def recognised_evidence(facts: ProjectGround) -> Evidence:
    rows = [
        [
            result.metric, result.project.name, result.delivered_on, result.value,
            ", ".join(facts.recognised_by[result.pk]), int(is_recognised),
        ]
        for result, is_recognised in facts.results
    ]  # fmt: skip
    return Evidence(
        headers=[_("Result"), _("Project"), _("Obtained on"), _("Worth (€)"), _("Recognised by"), _("Counted")],
        rows=rows,
        addresses=[result.project.get_absolute_url() for result, _told in facts.results],
        total=[_("Total"), None, None, sum(row[3] or 0 for row in rows), None, sum(row[5] for row in rows)]
        if rows
        else [],
        note=_("It counts once somebody of influence 3 or more validates it or speaks for it."),
    )


def on_time_evidence(facts: ProjectGround) -> Evidence:
    rows = [
        [task.name, task.project.name, task.promised_on, task.met_until, task.done_on, int(is_met)]
        for task, is_met in facts.milestones
    ]
    return Evidence(
        headers=[
            _("Milestone"), _("Project"), _("Promised for"), _("Met until"), _("Reached on"), _("Counted"),
        ],
        rows=rows,
        addresses=[task.project.get_absolute_url() for task, _told in facts.milestones],
        total=[_("Total"), *[None] * 4, sum(row[-1] for row in rows)] if rows else [],
    )  # fmt: skip


# --- what to do about it ---------------------------------------------------------------------------


def advise_joint(facts: ProjectGround) -> str:
    """What a project in progress lacks to be a joint one, else which one is on hold, else which priority waits for one."""
    for project, each in facts.candidates:
        if each.worth == 1 and not each.is_joint:
            return missing(project, each)
    for project, each in facts.candidates:
        if not each.worth and is_open(project, facts.on):
            return _("Take “%(project)s” up again with the client: on hold, it does not count.") % {
                "project": project.name
            }
    if not facts.unserved:
        return _("Start another project with the client, with a correspondent on his side.")
    words = {"priority": facts.unserved[0].title}
    return _("Turn the priority “%(priority)s” into a joint project with a correspondent at the client.") % words


def missing(project: Project, each: Candidate) -> str:
    words = {"project": project.name}
    if not each.has_baseline:
        return _("Have the dates of “%(project)s” approved: without a baseline it is not a project of both.") % words
    if not each.has_theirs:
        return _("Name a correspondent at the client for “%(project)s”.") % words
    return _("Bring a colleague into “%(project)s”: you are alone at work on our side.") % words


def advise_delivery(facts: ProjectGround) -> str:
    """The milestone that is late for the longest time, else the weakest part of the weakest project; what is over is left."""
    late = [task for task, is_met in facts.milestones if not is_met and is_awaited(task, facts.on)]
    if late:
        words = {"milestone": late[-1].name}
        told = _("The milestone “%(milestone)s” is late: hold a steering committee and announce the recovery plan.")
        return told % words
    open_runs = [(project, run) for project, run in facts.runs if is_open(project, facts.on)]
    if not open_runs:
        return _("Agree on dates with the client: what is promised can be kept.")
    project, run = min(open_runs, key=lambda pair: pair[1].score)
    return weakest(project, run)


def is_open(project: Project, on: date) -> bool:
    """Whether something can still be done about it."""
    return project.closed_on is None or project.closed_on > on


def is_awaited(milestone: Task, on: date) -> bool:
    return is_open(milestone.project, on) and (milestone.done_on is None or milestone.done_on > on)


def weakest(project: Project, run: Run) -> str:
    words = {"project": project.name}
    if run.held < run.planned:
        return _("Hold the next steering committee of “%(project)s”: some did not take place.") % words
    if run.status < 1:
        return _("Say where “%(project)s” stands, and what brings it back to green.") % words
    return _("Set the next milestones of “%(project)s” with days that will be kept.") % words


def advise_recognised(facts: ProjectGround) -> str:
    waiting = [result for result, is_recognised in facts.results if not is_recognised]
    if not waiting:
        return _("Measure the next result with the client and write it down.")
    result = max(waiting, key=lambda each: each.value or 0)
    words = {"result": result.metric, "person": facts.audience}
    if not facts.audience:
        return _("Find somebody of weight at the client to show the result “%(result)s” to.") % words
    return _("Present the result “%(result)s” to %(person)s and ask for it to be validated.") % words


JOINT = Indicator(
    key="joint_projects",
    label=gettext_lazy("Joint projects in progress"),
    formula=gettext_lazy(
        "Number of projects in progress that have a baseline, somebody of the client and somebody of ours besides the KAM; "
        "those finished in the last 90 days count by half. A project on hold does not count. The target depends on the tier "
        "of the account."
    ),
    unit=base.projects,
    measure=joint_by_account,
    read=joint_projects,
    facts=ProjectGround,
    evidence=joint_evidence,
    advise=advise_joint,
    theme=Theme.PROJECTS,
)
DELIVERY = Indicator(
    key="project_delivery",
    label=gettext_lazy("Projects that run as agreed"),
    formula=gettext_lazy(
        "100 × the mean over the joint projects active in the last 180 days of 0.5 × milestones met / due + 0.3 × steering "
        "committees held / planned + 0.2 × the status: green 1, amber 0.5, red 0, as declared in the last 30 days, else as "
        "computed; nothing for more than 35 days: 0. A milestone is met until five working days after its baseline. What was "
        "not due is left out and the rest weighs more. Not applicable without a joint project."
    ),
    unit=percent,
    measure=delivery_by_account,
    read=project_delivery,
    facts=ProjectGround,
    evidence=delivery_evidence,
    advise=advise_delivery,
    theme=Theme.PROJECTS,
)
RECOGNISED = Indicator(
    key="recognised_results",
    label=gettext_lazy("Results recognised"),
    formula=gettext_lazy(
        "100 × the value of the results of the last 365 days that somebody of influence 3 or more at the client validated or "
        "spoke for, over the value of all results obtained; their numbers when none has a value. Results that are ours only "
        "are left out. With fewer than 2 results the score is 60 at most; without any it is not measured."
    ),
    unit=percent,
    measure=recognition_by_account,
    read=recognised_results,
    facts=ProjectGround,
    evidence=recognised_evidence,
    advise=advise_recognised,
    theme=Theme.PROJECTS,
    perspective=Perspective.DELIVERY,
)
ON_TIME = Indicator(
    key="milestones_on_time",
    label=gettext_lazy("Milestones on time"),
    formula=gettext_lazy(
        "100 × the milestones met over those due in the last 180 days, in all projects of the account. One is due on the day "
        "of its last baseline, and met until five working days later. Not measured when none was due."
    ),
    unit=percent,
    measure=milestones_by_account,
    read=milestones_on_time,
    facts=ProjectGround,
    evidence=on_time_evidence,
    perspective=Perspective.DELIVERY,
)
