"""The floor: the same rows in the barest Django that still signs people in. Never part of the product.

Pages of the floor are served with the middleware of `startproject`, without layout; the frame is our own base template
with nothing in it.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template import engines
from django.urls import include, path

from accounts.models import Account
from accounts.stakeholders.models import Interaction, Stakeholder
from kam.scorecards.models import Reading, Standing
from plans.models import AccountPlan
from projects.models import Dependency, Task

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LIST = """<!doctype html><title>Accounts</title><p>{{ count }} accounts, {{ user }}</p><table>
{% for row in rows %}<tr><td><a href="/accounts/{{ row.account_id }}/">{{ row.account.name }}</a> {{ row.account.code }}
{{ row.account.city }}</td><td>{{ row.account.sector }}</td><td>{{ row.account.tier }}</td><td>{{ row.account.kam }}</td>
<td>{{ row.account.get_status_display }}</td><td>{{ row.account.get_declared_stage_display }}</td>
<td>{{ row.index|floatformat }}</td><td>{{ row.revenue_12m|floatformat:0 }}</td>
<td>{{ row.account.potential|floatformat:0 }}</td></tr>{% endfor %}</table>"""
DETAIL = """<!doctype html><title>{{ account.name }}</title><h1>{{ account.name }}</h1><p>{{ user }}, {{ standing.index }}</p>
<p>{{ account.sector }} {{ account.tier }} {{ account.kam }} {{ account.potential }} {{ account.description }}</p>
{% for rows in lists %}<ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>{% endfor %}"""

PLAN = """<!doctype html><title>{{ plan.account.name }}</title><h1>{{ plan.starts_on }}</h1><p>{{ user }}</p>
{% for rows in lists %}<ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>{% endfor %}"""


def page(source: str, request, context: dict) -> HttpResponse:
    return HttpResponse(TEMPLATES[source].render(context, request))


TEMPLATES = {source: engines["django"].from_string(source) for source in (LIST, DETAIL, PLAN)}


@login_required
def accounts(request):
    rows = Standing.objects.filter(account__trashed_at=None)
    some = rows.select_related("account__sector", "account__tier", "account__kam").order_by(
        "account__search_text", "account"
    )
    return page(LIST, request, {"rows": some[:50], "count": rows.count()})


@login_required
def account(request, pk):
    """Ten queries with those of the session and the person."""
    account = get_object_or_404(Account.objects.select_related("sector", "tier", "kam"), pk=pk)
    lists = [
        account.memberships.select_related("user"),
        account.entities.all(),
        account.comments.select_related("author")[:10],
        account.stage_declarations.all(),
        Stakeholder.objects.filter(account=account),
        Interaction.objects.filter(account=account)[:10],
        Reading.objects.filter(account=account).order_by("-on")[:10],
    ]
    return page(DETAIL, request, {"account": account, "lists": lists})


@login_required
def plan(request, pk):
    """The rows of a plan, ten queries with those of the session and the person."""
    plan = get_object_or_404(AccountPlan.objects.select_related("account"), pk=pk)
    lists = [
        plan.passages.all(),
        plan.figures.all(),
        plan.swot.all(),
        plan.options.all(),
        plan.priorities.all(),
        plan.objectives.select_related("owner"),
        plan.actions.select_related("owner"),
    ]
    return page(PLAN, request, {"plan": plan, "lists": lists})


@login_required
def gantt(request, pk):
    """The same rows as the JSON of a chart, as they are kept: two queries beside those of the session and the person."""
    columns = "id", "parent_id", "name", "starts_at", "ends_at", "minutes", "total_float", "progress", "rule", "done_on"
    tasks = Task.objects.filter(project=pk).values_list(*columns)
    links = Dependency.objects.filter(project=pk).values_list("id", "before_id", "after_id", "kind", "lag")
    return JsonResponse({"tasks": list(tasks), "links": list(links)})


@login_required
def frame(request):
    return render(request, "base.html")


urlpatterns = [
    path("floor/accounts/", accounts),
    path("floor/accounts/<int:pk>/", account),
    path("floor/plans/<int:pk>/", plan),
    path("floor/projects/<int:pk>/", gantt),
    path("floor/frame/", frame),
    path("", include("kam.urls")),
]
