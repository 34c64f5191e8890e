"""Pages of an account: who sees it may read them and comment, who may change it may do the rest."""

import pghistory
from django.utils import timezone

from accounts.models import Account, IndexMembership, Listing
from accounts.services import delete_with_undo
from tests.factories import ClientEntityFactory, CommentFactory, MembershipFactory, RevenueLineFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)

ACCESS = {
    "accounts:create": ("get", 200, 404, 404, 200, 200),
    "accounts:search": ("get", 200, 200, 200, 200, 200),
    "accounts:trash": ("get", 200, 200, 200, 200, 200),
    "accounts:undelete": CHANGE,
    "accounts:detail": READ,
    "accounts:edit": EDIT,
    "accounts:declare-stage": EDIT,
    "accounts:trash-one": CHANGE,
    "accounts:restore": CHANGE,
    "accounts:structure": READ,
    "accounts:entity-create": EDIT,
    "accounts:entity-edit": EDIT,
    "accounts:entity-delete": CHANGE,
    "accounts:listing-edit": EDIT,
    "accounts:listing-delete": CHANGE,
    "accounts:index-create": EDIT,
    "accounts:index-edit": EDIT,
    "accounts:index-delete": CHANGE,
    "accounts:team": READ,
    "accounts:member-create": EDIT,
    "accounts:member-edit": EDIT,
    "accounts:member-delete": CHANGE,
    "accounts:revenue": READ,
    "accounts:revenue-create": EDIT,
    "accounts:revenue-edit": EDIT,
    "accounts:revenue-delete": CHANGE,
    "accounts:comment-create": READ,
    "accounts:comment-edit": ("get", 200, 404, 404, 404, 404),  # its author's only
    "accounts:comment-delete": ("post", 302, 404, 404, 404, 404),
    "accounts:history": READ,
    "accounts:history-export": READ,
}
WITHOUT_ACCOUNT = {"accounts:create", "accounts:search", "accounts:trash"}


def membership_of_index(account):
    return IndexMembership.objects.create(listing=Listing.objects.create(account=account), index="CAC 40")


def undo_token(account):
    with pghistory.context():
        return delete_with_undo(ClientEntityFactory(account=account), back=account.get_absolute_url()).split("/")[-2]


def in_the_trash(account):
    Account.objects.filter(pk=account.pk).update(trashed_at=timezone.now())
    return account.pk


ROWS = {
    "entity": lambda account: ClientEntityFactory(account=account).pk,
    "index": lambda account: membership_of_index(account).pk,
    "member": lambda account: MembershipFactory(account=account).pk,
    "revenue": lambda account: RevenueLineFactory(account=account).pk,
    "comment": lambda account: CommentFactory(account=account, author=account.kam).pk,
}


def arguments(name, account, request):
    action = name.split(":")[1]
    if name in WITHOUT_ACCOUNT:
        return []
    if action == "undelete":
        return [undo_token(account)]
    if action == "restore":
        return [in_the_trash(account)]
    if action == "listing-delete":
        Listing.objects.create(account=account, ticker="AIR")
    part, _, verb = action.partition("-")
    return [ROWS[part](account) if part in ROWS and verb in ("edit", "delete") else account.pk]
