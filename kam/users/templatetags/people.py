"""How a page speaks of people's devices."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()
# the first that is found in the browser's own words; order matters, since each pretends to be the next
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """«Firefox · Windows» from the User-Agent header; what is not recognised is said to be unknown."""
    found = [next((name for sign, name in names if sign in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or _("Unknown device")


@register.filter
def device_icon(user_agent: str) -> str:
    return "phone" if any(sign in user_agent for sign in ("iPhone", "Android", "iPad")) else "laptop"
