"""The boards of a plan: moving and linking by hand, the chain from evidence to action."""

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page
from plans.board.acts import MODELS, perform, read_undo, undo_address
from plans.board.cards import downstream, told_by_kind, upstream
from plans.board.comparing import content_at, sources, usual
from plans.board.forms import PAGES, LinkForm, PlaceForm
from plans.board.lines import Lines
from plans.board.menu import crossable, links, ways
from plans.board.tows import tows_of
from plans.board.years import lanes_of, months_of, quarters_of, years_of
from plans.difference import shift
from plans.document import document_of
from plans.models import AccountPlan
from plans.moves import Refused
from plans.views.plan import desk_of


def lines_of(context, page):
    may_tell = context["plan"].is_in_force and context["account"].may_edit
    return Lines(context["desk"], page, may_tell=may_tell)


def swot(request, pk):
    context = desk_of(request, pk)
    context |= {"tows": tows_of(context["desk"].cards.of("option")), "here": "swot", "lines": lines_of(context, "swot")}
    return render(request, "plans/swot.html", context)


def strategy(request, pk):
    context = desk_of(request, pk)
    context |= {"here": "strategy", "lines": lines_of(context, "strategy")}
    return render(request, "plans/strategy.html", context)


def chain(request, pk):
    """`item`, «kind-lineage», is the one whose chain is shown."""
    context = desk_of(request, pk)
    cards = context["desk"].cards
    chosen = cards.at(request.GET.get("item", ""))
    up, down = (upstream(chosen), downstream(chosen)) if chosen else ([], [])
    context |= {
        "here": "chain",
        "lines": lines_of(context, "chain"),
        "columns": cards.columns(),
        "orphans": cards.orphans(),
        "chosen": chosen,
        "lit": {card.anchor for card in filter(None, [*up, *down, chosen])},
        "told_up": told_by_kind(up),
        "told_down": told_by_kind(down),
    }
    return render(request, "plans/chain.html", context)


def row(request, pk, kind, row):
    """What can be done with one card, without a mouse."""
    plan_to_board(request, pk, kind)
    context = desk_of(request, pk)
    cards = context["desk"].cards
    if kind not in MODELS or (card := cards.find(kind, row)) is None:
        raise Http404
    page = page if (page := request.GET.get("page")) in PAGES else "strategy"
    context |= {
        "card": card,
        "ways": ways(cards, card),
        "links": links(cards, card),
        "crossable": crossable(cards, card),
        "page": page,
        "page_url": f"plans:{page}",
    }
    return render(request, "plans/board_row.html", context)


@require_POST
def place(request, pk):
    return carried_out(request, pk, PlaceForm(request.POST))


@require_POST
def link(request, pk):
    return carried_out(request, pk, LinkForm(request.POST))


@require_POST
def undo(request, pk, token):
    try:
        act = read_undo(token)
    except signing.BadSignature as error:
        raise Http404 from error
    plan = plan_to_board(request, pk, act["kind"])
    do(request, plan, act)
    return redirect(reverse(f"plans:{act['page']}", args=[pk]))


def carried_out(request, pk, form):
    """What a form asks for, then back to its board."""
    kind = form.cleaned_data["kind"] if form.is_valid() else "priority"
    plan = plan_to_board(request, pk, kind)
    if form.is_valid():
        do(request, plan, form.act(), page=form.back)
    else:
        messages.error(request, _("This cannot be done with these two: nothing was changed."))
    return redirect(reverse(f"plans:{form.back}", args=[pk]))


def plan_to_board(request, pk, kind):
    """A plan of which the person writes these rows, be it frozen at the moment; else 404."""
    if kind not in MODELS:
        raise Http404
    plans = AccountPlan.objects.writable_in(request.user, MODELS[kind].section, whenever=request.method == "POST")
    return get_object_or_404(plans.with_people(), pk=pk)


def do(request, plan, act, *, page=""):
    """Say how it went; with a way back when a page to go back to is given."""
    try:
        done = perform(plan, act, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return
    tags = f"undo:{undo_address(plan, done, page)}" if page else ""
    messages.success(request, done.said, extra_tags=tags)


def compare(request, pk):
    """`before` and `after` name two states of plans of the account; `view` is side or line, `only` leaves changes alone."""
    plan = get_object_or_404(AccountPlan.objects.visible_to(request.user).with_people(), pk=pk)
    account = account_page(request, plan.account_id)
    found = sources(account, request.user)
    chosen = [request.GET.get(name) or key for name, key in zip(("before", "after"), usual(plan, found), strict=True)]
    contents = [content_at(key, account, request.user) for key in chosen]
    if None in contents:
        raise Http404
    context = {"plan": plan, "account": account, "here": "compare", "sources": found, "before": chosen[0]}
    context |= {"after": chosen[1], "document": document_of(*contents), "shift": shift(*contents)}
    context |= {"is_side": request.GET.get("view") == "side", "is_only": "only" in request.GET}
    return render(request, "plans/compare.html", context)


def years(request, pk):
    context = desk_of(request, pk)
    plan, months = context["plan"], months_of(context["plan"])
    context |= {
        "here": "years",
        "years": years_of(plan),
        "months": months,
        "quarters": quarters_of(months),
        "lanes": lanes_of(plan, context["desk"].cards),
    }
    return render(request, "plans/years.html", context)
