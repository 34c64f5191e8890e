"""The map of an account: its page, its data as JSON, and the pieces beside it."""

from functools import cached_property

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import conditional_page

from accounts.stakeholders.map.aside import alerts, deciders
from accounts.stakeholders.map.days import moment
from accounts.stakeholders.map.drawing import drawing_of
from accounts.stakeholders.map.facts import ours, theirs
from accounts.stakeholders.map.forms import EDGE_LABELS, NarrowForm
from accounts.stakeholders.map.panel import act_for, lines_of, node_of, path_of
from accounts.stakeholders.map.words import words_as_json
from accounts.stakeholders.models import OpinionAccess, Stakeholder
from accounts.stakeholders.models.relations import born_on
from accounts.stakeholders.network import Side
from accounts.stakeholders.privacy.reading import note_reading
from accounts.stakeholders.relations.answers import Answers
from accounts.views.page import account_page

TO_SEE = 4


class Shown:
    """The account of a request and the day that it asks to see, with what is computed from them."""

    def __init__(self, request, pk):
        self.account, self.today = account_page(request, pk), timezone.localdate()
        self.moment = moment(request.GET.get("on", ""), self.today)
        self.may_change = self.account.may_edit and not self.moment.is_past

    @cached_property
    def drawing(self):
        return drawing_of(self.account, self.moment.day, past=self.moment.is_past)

    @cached_property
    def answers(self):
        return Answers(self.account, self.moment.day, past=self.moment.is_past)

    def node(self, key):
        return node_of(self.drawing, key) or missing()

    def context(self, **more):
        shown = {"account": self.account, "moment": self.moment, "today": self.today, "may_change": self.may_change}
        return {**shown, **more}


def missing():
    raise Http404


def relation_map(request, pk):
    shown = Shown(request, pk)
    narrow = NarrowForm(request.GET, account=shown.account)
    narrow.is_valid()
    born = min(born_on(shown.account), shown.today)
    context = shown.context(narrow=narrow, edge_labels=EDGE_LABELS, born=born, words=words_as_json())
    return render(request, "stakeholders/map.html", context)


@conditional_page
def map_data(request, pk):
    shown = Shown(request, pk)
    note_reading(request.user, shown.account, OpinionAccess.Page.MAP, timezone.now())
    return JsonResponse(shown.drawing)


def map_aside(request, pk):
    shown = Shown(request, pk)
    note_reading(request.user, shown.account, OpinionAccess.Page.MAP, timezone.now())
    context = shown.context(
        deciders=deciders(shown.drawing),
        alerts=alerts(shown.answers, shown.drawing),
        to_see=shown.answers.next_to_see[:TO_SEE],
    )
    return render(request, "stakeholders/_map_aside.html", context)


def map_person(request, pk, person):
    shown = Shown(request, pk)
    node = shown.node(theirs(person))
    people = Stakeholder.objects.visible_to(request.user).of(shown.account).with_relations()
    row = people.in_bulk([person]).get(person)  # None: of the past, and deleted since
    note_reading(request.user, shown.account, OpinionAccess.Page.MAP, timezone.now(), row)
    context = shown.context(
        node=node,
        person=row,
        lines=lines_of(shown.drawing, node["id"]),
        act=None if shown.moment.is_past else act_for(node, shown.answers),
    )
    return render(request, "stakeholders/_map_person.html", context)


def map_colleague(request, pk, user):
    shown = Shown(request, pk)
    node = shown.node(ours(user))
    note_reading(request.user, shown.account, OpinionAccess.Page.MAP, timezone.now())
    lines = lines_of(shown.drawing, node["id"])
    context = shown.context(node=node, lines=lines, loss=shown.answers.loss(Side.OURS, user))
    return render(request, "stakeholders/_map_colleague.html", context)


def map_door(request, pk, person):
    shown = Shown(request, pk)
    if person not in shown.answers.network.people:
        missing()
    note_reading(request.user, shown.account, OpinionAccess.Page.MAP, timezone.now())
    door = shown.answers.door(person)
    context = shown.context(door=door, path=path_of(door.steps), key=theirs(person))
    return render(request, "stakeholders/_map_door.html", context)
