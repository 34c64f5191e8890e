"""People, teams and security for administrators; preferences and devices for everybody."""

from django.test import Client

from tests.factories import TeamFactory, UserFactory

ACCESS = {  # name → (method, manager, editor, reader, outsider, administrator)
    "users:user-list": ("get", 404, 404, 404, 404, 200),
    "users:user-create": ("get", 404, 404, 404, 404, 200),
    "users:user-edit": ("get", 404, 404, 404, 404, 200),
    "users:user-deactivate": ("post", 404, 404, 404, 404, 302),
    "users:user-reactivate": ("post", 404, 404, 404, 404, 302),
    "users:user-invite": ("post", 404, 404, 404, 404, 302),
    "users:user-reset-factor": ("post", 404, 404, 404, 404, 302),
    "users:team-list": ("get", 404, 404, 404, 404, 200),
    "users:team-create": ("get", 404, 404, 404, 404, 200),
    "users:team-edit": ("get", 404, 404, 404, 404, 200),
    "users:team-delete": ("post", 404, 404, 404, 404, 302),
    "users:security-policy": ("get", 404, 404, 404, 404, 200),
    "users:preferences": ("get", 200, 200, 200, 200, 200),
    "users:session-end": ("post", 404, 404, 404, 404, 404),  # the device of another person
}
PUBLIC = {"users:set-display"}


def arguments(name, account, request):
    if name == "users:session-end":
        return [a_session_of_another_person()]
    if name.startswith("users:user-") and name not in {"users:user-list", "users:user-create"}:
        return [UserFactory().pk]
    if name in {"users:team-edit", "users:team-delete"}:
        return [TeamFactory().pk]
    return []


def a_session_of_another_person():
    person = UserFactory()
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.force_login(person)
    client.get("/people/me/")
    return person.usersession_set.get().pk
