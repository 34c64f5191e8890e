"""Lines written on the way: everybody has his own; what a browser keeps without a network is nobody's."""

EVERYBODY = ("get", 200, 200, 200, 200, 200)

ACCESS = {
    "accounts:capture": EVERYBODY,
    "accounts:capture-state": EVERYBODY,
    "accounts:capture-send": ("post", 200, 200, 200, 200, 200),  # empty: the page again, with what is missing
}
PUBLIC = {"accounts:capture-shell", "accounts:capture-worker", "accounts:capture-manifest"}


def arguments(name, account, request):
    return []
