"""How the pilot of the demo is steered: two committees, what they decided, what is to be handed over, what may go wrong."""

from datetime import date, timedelta

from accounts.stakeholders.models import Stakeholder
from projects.governance import services
from projects.governance.planning import plan_ahead
from projects.governance.seats import proposed, seat
from projects.models import Committee, Decision, Deliverable, Meeting, Project, ProjectRisk, Side, Task

HELD = Meeting.State.HELD
MINUTES = """## Où en est le pilote

Le cahier des charges est partagé. Le choix du prestataire prend deux semaines de plus que prévu.

## Ce qui reste à trancher

- Qui signe la réception du pilote sur le site de Lyon
"""
# name, state, must, due and delivered so many days from today, name of the task, address
DELIVERABLES = (
    ("Cahier des charges partagé", "accepted", True, -30, -24, "Cahier des charges partagé"),
    ("Grille de choix du prestataire", "delivered", True, -12, -10, "Choix du prestataire"),
    ("Catalogue de Lyon en ligne", "at_risk", True, 34, None, "Pilote site de Lyon"),
    ("Support de formation", "expected", True, 48, None, "Formation des équipes"),
    ("Note sur les droits d’accès", "expected", False, -5, None, "Choix du prestataire"),
    ("Connecteur vers l’ancien logiciel", "dropped", False, 20, None, None),
)
# text, probability, impact, response, state, looked at again so many days from today
RISKS = (
    ("Les fiches articles de Lyon ne sont pas prêtes", 4, 4, "Deux personnes détachées en renfort dès le choix.", "open", 9),
    ("Le prestataire retenu manque de consultants", 3, 4, "Clause de présence au contrat, second prestataire prévenu.", "open", 20),
    ("Les acheteurs gardent leurs habitudes", 2, 3, "Un ambassadeur par site, formé avant les autres.", "open", 40),
    ("Le budget du client est gelé", 2, 5, "Pilote financé sur l’exercice en cours.", "closed", None),
    ("La direction informatique découvre le projet tard", 3, 3, "Correspondant nommé, point toutes les deux semaines.", "happened", None),
)  # fmt: skip


def govern(project: Project, on: date) -> None:
    """Everything that its pages of committees, decisions, deliverables and risks show."""
    people = list(Stakeholder.objects.of(project.account).present().real().order_by("-influence", "pk"))
    steering = series(
        project, "Comité de pilotage", Committee.Kind.STEERING, "month", on - timedelta(days=50), people[:2]
    )
    working = series(project, "Point projet", Committee.Kind.WORKING, "fortnight", on - timedelta(days=40), people[1:2])
    hold_past(steering, on, people[:2], scores=(8, 6))
    hold_past(working, on, people[1:2], scores=(None, 7, None))
    decide(project, steering, on)
    hand_over(project, people, on)
    ProjectRisk.objects.bulk_create(
        ProjectRisk(
            project=project, text=text, probability=probability, impact=impact, response=response, state=state,
            owner=project.reference_kam, review_on=days and on + timedelta(days=days),
        )
        for text, probability, impact, response, state, days in RISKS
    )  # fmt: skip


def series(project: Project, name: str, kind: str, frequency: str, first: date, theirs: list) -> Committee:
    committee = Committee.objects.create(
        project=project, name=name, kind=kind, frequency=frequency, starts_on=first, begins_at="14:30",
        length=90 if kind == Committee.Kind.STEERING else 60, place=project.account.city,
    )  # fmt: skip
    seat(committee, proposed(committee) | {("stakeholder", person.pk): "member" for person in theirs})
    plan_ahead(committee, first)
    return committee


def hold_past(committee: Committee, on: date, theirs: list, scores: tuple) -> None:
    """What was planned before today was held, but for one meeting of the steering committee that the client postponed."""
    given = iter(scores)
    for place, meeting in enumerate(committee.meetings.before(on)):
        if committee.kind == Committee.Kind.STEERING and place == 1:
            meeting = postponed(meeting)
        meeting.minutes = MINUTES if committee.kind == Committee.Kind.STEERING else ""
        meeting.save(update_fields=["minutes"])
        services.hold(
            meeting, users={committee.project.reference_kam_id}, stakeholders={person.pk for person in theirs},
            score=next(given, None), to_journal=False, on=on,
        )  # fmt: skip


def postponed(meeting: Meeting) -> Meeting:
    """By the client, to the same day of the week after."""
    to = meeting.planned_on + timedelta(days=7)
    return services.postpone(meeting, to=to, side=Side.THEIRS, reason="Clôture comptable chez le client")


def decide(project: Project, committee: Committee, on: date) -> None:
    first, *rest = committee.meetings.held()
    old = decided(project, first, "Le pilote commence par les sites de Lyon et de Lille.")
    last = rest[-1] if rest else first
    old.replaced_by = decided(project, last, "Le pilote se fait à Lyon seulement ; Lille suit au déploiement.")
    old.save(update_fields=["replaced_by"])
    decided(project, last, "Le prestataire est choisi sur la grille partagée, prix pour 40 %.")
    decided(project, last, "Nous tenons deux jours de consultant en réserve.", is_internal=True)
    Decision.objects.create(
        project=project, text="Qui signe la réception du pilote sur le site de Lyon ?", due_on=on + timedelta(days=16)
    )


def decided(project: Project, meeting: Meeting, text: str, *, is_internal: bool = False) -> Decision:
    return Decision.objects.create(
        project=project, meeting=meeting, text=text, decided_on=meeting.planned_on, is_internal=is_internal
    )


def hand_over(project: Project, people: list, on: date) -> None:
    tasks = {task.name: task for task in project.tasks.all()}
    Deliverable.objects.bulk_create(
        Deliverable(
            project=project, name=name, state=state, is_must=is_must, due_on=on + timedelta(days=due),
            delivered_on=None if delivered is None else on + timedelta(days=delivered), task=tasks.get(task),
            accepted_by=people[0] if state == Deliverable.State.ACCEPTED else None,
        )
        for name, state, is_must, due, delivered, task in DELIVERABLES
    )  # fmt: skip
    criteria = {
        "Prestataire choisi": "Contrat signé par les achats et par la direction informatique",
        "Comité de décision": "90 % des commandes de Lyon passées en ligne pendant quatre semaines",
    }
    for name, criterion in criteria.items():
        Task.objects.filter(project=project, name=name).update(criterion=criterion)
