"""The figures of an account are for whoever sees it; computing is for those who carry accounts, the grid for leaders."""

ACCESS = {  # name → (method, manager, editor, reader, outsider, administrator)
    "scorecards:panel": ("get", 200, 200, 200, 404, 200),
    "scorecards:figure": ("get", 200, 200, 200, 404, 200),
    "scorecards:compute": ("post", 302, 404, 404, 302, 302),
    "scorecards:grid": ("get", 404, 404, 404, 404, 200),
}


def arguments(name, account, request):
    return {"scorecards:panel": [account.pk], "scorecards:figure": [account.pk, "stakeholder_coverage"]}.get(name, [])
