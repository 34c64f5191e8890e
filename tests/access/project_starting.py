"""Templates: started from by whoever may change the account; changed by who saved them."""

from projects.models import ProjectTemplate
from tests.factories import ProjectFactory

EDIT = ("get", 200, 200, 404, 404, 200)
OWN = ("post", 404, 302, 404, 404, 404)
ACCESS = {
    "projects:template-list": EDIT,
    "projects:start": EDIT,
    "projects:template-create": EDIT,
    "projects:template-offer": OWN,
    "projects:template-delete": OWN,
}


def arguments(name, account, request):
    if name == "projects:template-list":
        return [account.pk]
    if name == "projects:start":
        return [account.pk, "pilot"]
    if name == "projects:template-create":
        return [ProjectFactory(account=account).pk]
    owner = request.getfixturevalue("editor")
    return [account.pk, ProjectTemplate.objects.create(name="Pilot", content={}, owner=owner).pk]
