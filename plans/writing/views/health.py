"""How alive a plan is, fetched by its page once it stands."""

from django.shortcuts import render

from plans.health import health_of
from plans.views.plan import desk_of
from plans.writing.pulse import facts_of


def plan_health(request, pk):
    context = desk_of(request, pk)
    desk, plan = context["desk"], context["plan"]
    context["health"] = health_of(desk.content, facts_of(plan, desk.content, desk.on))
    context["charges"] = plan.charges.select_related("user")
    context["comments"] = plan.comments.open().count_by_section()
    return render(request, "plans/plan_health.html", context)
