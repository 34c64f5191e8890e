"""The menu of the person who reads the page."""

from django import template

from kam.cockpit.navigation import current_page, menu_of

register = template.Library()


@register.inclusion_tag("_sidebar.html", takes_context=True)
def sidebar(context):
    request = context["request"]
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    return {"sections": menu_of(request.user), "current": current_page(view_name or "")}
