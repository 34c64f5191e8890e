"""Lists that administrators keep; they belong to no account."""

from tests.factories import ListValueFactory, SectorFactory, TierFactory

FACTORIES = {"sector": SectorFactory, "tier": TierFactory, "value": ListValueFactory}
ACCESS = {  # name → (method, manager, editor, reader, outsider, administrator)
    "accounts:sector-list": ("get", 404, 404, 404, 404, 200),
    "accounts:sector-create": ("get", 404, 404, 404, 404, 200),
    "accounts:sector-edit": ("get", 404, 404, 404, 404, 200),
    "accounts:sector-delete": ("post", 404, 404, 404, 404, 302),
    "accounts:tier-list": ("get", 404, 404, 404, 404, 200),
    "accounts:tier-create": ("get", 404, 404, 404, 404, 200),
    "accounts:tier-edit": ("get", 404, 404, 404, 404, 200),
    "accounts:tier-delete": ("post", 404, 404, 404, 404, 302),
    "accounts:value-list": ("get", 404, 404, 404, 404, 200),
    "accounts:value-create": ("get", 404, 404, 404, 404, 200),
    "accounts:value-edit": ("get", 404, 404, 404, 404, 200),
    "accounts:value-delete": ("post", 404, 404, 404, 404, 302),
}


def arguments(name, account, request):
    key, _, verb = name.removeprefix("accounts:").partition("-")
    return [FACTORIES[key]().pk] if verb in {"edit", "delete"} else []
