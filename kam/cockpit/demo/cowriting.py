"""Two people of a client write in his plan, and his KAM answers: every state of a proposal, a conversation, agreements."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pghistory

from accounts.models import Account, Notice
from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo.dates import afternoon
from plans.models import AccountPlan, Status
from plans.portal.codes import new_token, token_digest
from plans.portal.cowriting import decisions, services
from plans.portal.cowriting.guestdesk import GuestDesk
from plans.portal.cowriting.places import NEW, TAKEN, Kind
from plans.portal.models import ClientView, Guest, Message
from plans.sharing import publish

SECTIONS = {Kind.PRIORITY: "priorities", Kind.OBJECTIVE: "objectives", Kind.ACTION: "actions"}
SIDES = (
    (ClientView.Side.STRENGTH, "Vous répondez le jour même, et c’est toujours la même personne.", 5),
    (ClientView.Side.STRENGTH, "Vos équipes de terrain connaissent nos lignes.", 4),
    (ClientView.Side.WEAKNESS, "Vos factures nous parviennent encore site par site.", 3),
    (ClientView.Side.WEAKNESS, "Nous découvrons vos nouveautés par la presse.", 4),
)
TALK = (
    (True, "Le comité de mars tombe pendant notre inventaire : peut-on le reculer d’une semaine ?"),
    (False, "Bien sûr. Je propose le jeudi suivant, même heure."),
    (True, "Parfait, je réserve la salle."),
)


def write_together(accounts: list[Account], on: date) -> None:
    """In each plan of these accounts that is open to its client."""
    for plan in AccountPlan.objects.filter(account__in=accounts, status=Status.CLIENT_COWRITING).with_people():
        with pghistory.context(user=plan.account.kam_id):
            guests = invite(plan, on)
            if len(guests) == 2:
                write_in(plan, *guests, on)


def invite(plan: AccountPlan, on: date) -> list[Guest]:
    """The two people of most weight, whoever has invited them."""
    people = Stakeholder.objects.of(plan.account).present().filter(is_placeholder=False).exclude(email="")
    at = afternoon(on - timedelta(days=10))
    return [
        Guest.objects.get_or_create(
            account=plan.account, stakeholder=person, revoked_at=None,
            defaults={
                "email": person.email, "language": "fr", "invited_by": plan.account.kam, "invited_at": at,
                "expires_at": at + timedelta(days=90), "token_digest": token_digest(new_token()),
            },
        )[0]
        for person in people.order_by("-influence", "-attitude", "pk")[:2]
    ]  # fmt: skip


def write_in(plan: AccountPlan, one: Guest, other: Guest, on: date) -> None:
    days = {number: afternoon(on - timedelta(days=number), 10) for number in range(10)}
    table = Table(plan, GuestDesk(one, publish(plan, by=plan.account.kam, at=days[9])), days)
    table.decided(one, other)
    table.waiting(one, other)
    converse(plan, one, days)
    for priority in plan.priorities.all()[:3:2]:
        services.endorse(
            one, plan.pk, priority.lineage, read=priority.words_digest, why="C’est aussi l’objectif de ma direction.",
            at=days[3], on=days[3].date(),
        )  # fmt: skip
    Notice.objects.filter(kind=Notice.Kind.CLIENT, created_at__lt=days[2]).update(read_at=days[2])


@dataclass(frozen=True)
class Table:
    """What two guests propose around a plan; `days`: so many days ago → the moment."""

    plan: AccountPlan
    desk: GuestDesk
    days: dict[int, datetime]

    def propose(self, guest, day, place, text, reason="", facts=None):
        told = {"proposed": text, "facts": facts or {}, "reason": reason, "at": self.days[day]}
        return services.propose(guest, self.plan.pk, place, **told)

    def at(self, kind, row, field):
        return self.desk.place(kind, SECTIONS[kind], field, row)

    def decided(self, one: Guest, other: Guest) -> None:
        """One accepted, one amended, one refused, one taken back."""
        first, second = self.plan.priorities.all()[:2]
        objective = self.plan.objectives.first()
        issue, metric = (
            self.at(Kind.PRIORITY, first.lineage, "client_issue"),
            self.at(Kind.OBJECTIVE, objective.lineage, "metric"),
        )
        taken = self.propose(one, 8, issue, "Nos délais de bout en bout", "C’est notre mot.")
        settle(taken, self.days[7], answer="Merci, c’est plus juste.")
        amended = self.propose(other, 8, metric, "Délai mesuré chez nous, pas chez vous")
        settle(amended, self.days[7], amended={"metric": "Délai moyen mesuré à votre réception"})
        due = self.at(Kind.OBJECTIVE, objective.lineage, "due_on")
        refused = self.propose(one, 6, due, self.plan.ends_on.isoformat())
        decisions.refuse(
            refused, by=self.plan.account.kam, at=self.days[5],
            answer="Gardons l’échéance : le budget de l’an prochain en dépend.",
        )  # fmt: skip
        services.take_back(self.propose(other, 5, self.at(Kind.PRIORITY, second.lineage, "title"), "Autre titre"))

    def waiting(self, one: Guest, other: Guest) -> None:
        passage = self.desk.place(Kind.PASSAGE, "charter", "how")
        self.propose(other, 2, passage, passage.text.replace("trimestre", "mois"), "Un trimestre, c’est long.")
        day = self.plan.starts_on + timedelta(days=300)
        facts = {"title": "Visiter ensemble le site de l’Est", "due_on": day.isoformat()}
        self.propose(one, 1, self.at(Kind.ACTION, None, NEW), facts["title"], facts=facts)
        action = self.plan.actions.filter(done_on=None).first()
        if action and not action.owner_id and not action.client_owner_id:
            self.propose(one, 1, self.at(Kind.ACTION, action.lineage, TAKEN), str(one))


def settle(suggestion, at, answer="", amended=None) -> None:
    stamp = decisions.Proposal(suggestion, suggestion.plan).stamp
    by = suggestion.plan.account.kam
    decisions.accept(suggestion, by=by, at=at, stamp=stamp, answer=answer, amended=amended)


def converse(plan: AccountPlan, guest: Guest, days: dict) -> None:
    for number, (is_theirs, text) in enumerate(TALK):
        who = {"guest": guest} if is_theirs else {"author": plan.account.kam}
        services.write_message(Message(plan=plan, section="steering", text=text, **who), at=days[4 - number])
    for side, text, weight in SIDES:
        services.give_view(ClientView(plan=plan, guest=guest, side=side, text=text, weight=weight), at=days[3])
