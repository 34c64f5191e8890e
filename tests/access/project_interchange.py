"""Schedules as files: whoever sees the account takes them away; whoever may change it brings them in.

An address of a dry run is of the person who sent the file.
"""

from io import BytesIO

from projects.interchange.upload import keep
from tests.factories import ProjectFactory

READ = ("get", 200, 200, 200, 404, 200)
ACCESS = {
    "projects:import": ("get", 200, 200, 404, 404, 200),
    "projects:import-preview": ("get", 404, 200, 404, 404, 404),
    "projects:export-mspdi": READ,
    "projects:export-table": READ,
}


def arguments(name, account, request):
    if name == "projects:import":
        return [account.pk]
    if name == "projects:import-preview":
        file = BytesIO(b"id,name,duration,start\n1,Dig,2,2026-01-05\n")
        upload = keep(file, "plan.csv", user=request.getfixturevalue("editor").pk, account=account.pk)
        return [account.pk, upload.address]
    return [ProjectFactory(account=account).pk]
