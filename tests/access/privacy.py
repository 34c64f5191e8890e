"""Personal data: handed over and erased by whoever carries the account, watched over by directors and administrators."""

from tests.factories import StakeholderFactory

CARRIED = ("get", 200, 404, 404, 404, 200)
LED = ("get", 404, 404, 404, 404, 200)

ACCESS = {
    "stakeholders:data": CARRIED,
    "stakeholders:data-json": CARRIED,
    "stakeholders:data-pdf": CARRIED,
    "stakeholders:anonymise": CARRIED,
    "stakeholders:retention": LED,
    "stakeholders:reading-list": LED,
}


def arguments(name, account, request):
    return [] if ACCESS[name] is LED else [StakeholderFactory(account=account).pk]
