"""The journal: who sees the account reads it, who may change it writes it; a note is its author's."""

from django.core.files.base import ContentFile

from accounts.models import Attachment
from tests.factories import AttachmentFactory, CommentFactory, InteractionFactory, KnowledgeItemFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)

ACCESS = {
    "stakeholders:journal": READ,
    "stakeholders:interaction-detail": READ,
    "stakeholders:interaction-step-done": CHANGE,
    "stakeholders:interaction-step-reopen": CHANGE,
    "stakeholders:knowledge-list": READ,
    "stakeholders:knowledge-create": EDIT,
    "stakeholders:knowledge-detail": READ,
    "stakeholders:knowledge-edit": EDIT,
    "stakeholders:knowledge-delete": CHANGE,
    "stakeholders:note-list": READ,
    "stakeholders:note-detail": READ,
    "accounts:colleagues": READ,
    "accounts:attachment-create": CHANGE,
    "accounts:attachment-download": READ,
    "accounts:attachment-delete": CHANGE,
}


def stored(account):
    row = AttachmentFactory(record=InteractionFactory(account=account))
    row.file.save("", ContentFile(b"words"), save=False)
    Attachment.objects.filter(pk=row.pk).update(file=row.file.name)
    return row.pk


ROWS = {
    "interaction": lambda account: InteractionFactory(account=account, next_step="Call back").pk,
    "knowledge": lambda account: KnowledgeItemFactory(account=account, author=account.kam).pk,
    "note": lambda account: CommentFactory(account=account).pk,
}
OF_THE_ACCOUNT = {"journal", "knowledge-list", "knowledge-create", "note-list", "colleagues"}


def arguments(name, account, request):
    action = name.split(":")[1]
    if action in OF_THE_ACCOUNT:
        return [account.pk]
    if action == "attachment-create":
        return ["stakeholders.interaction", InteractionFactory(account=account).pk]
    if action.startswith("attachment"):
        return [stored(account)]
    return [ROWS[action.partition("-")[0]](account)]
