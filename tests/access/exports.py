"""The drawings to download are read by whoever reads the account."""

READ = ("get", 200, 200, 200, 404, 200)

ACCESS = {f"stakeholders:{what}-{kind}": READ for what in ("map", "chart") for kind in ("svg", "png", "pdf")}


def arguments(name, account, request):
    return [account.pk]
