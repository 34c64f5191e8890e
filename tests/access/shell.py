"""The palette: everybody has one, filled with what he may see."""

ACCESS = {"cockpit:palette": ("get", 200, 200, 200, 200, 200)}


def arguments(name, account, request):
    return []
