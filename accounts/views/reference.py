"""The lists that an administrator keeps: sectors, tiers, lists of values."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.forms.reference import ListValueForm, ReferenceForm, SectorForm, TierForm
from kam.users.access import role_required
from kam.users.models import User

administrators_only = role_required(User.Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Kept:
    """A list with its pages `accounts:<key>-list`, -create, -edit and -delete; the rows belong to no account."""

    key: str
    form: type[ReferenceForm]
    title: str
    subtitle: str
    new: str

    @property
    def model(self):
        return self.form.Meta.model


SECTOR = Kept(
    "sector", SectorForm, gettext_lazy("Sectors"), gettext_lazy("What the clients do."), gettext_lazy("New sector")
)
TIER = Kept(
    "tier", TierForm, gettext_lazy("Tiers"), gettext_lazy("Ranks of accounts, with their weight in averages."),
    gettext_lazy("New tier"),
)  # fmt: skip
VALUE = Kept(
    "value", ListValueForm, gettext_lazy("Lists of values"),
    gettext_lazy("What the forms offer: functions, offerings."), gettext_lazy("New value"),
)  # fmt: skip


LISTS = (SECTOR, TIER, VALUE)


@administrators_only
def entries(request, kept):
    context = {"kept": kept, "rows": kept.model.objects.all()}
    return render(request, f"accounts/reference/{kept.key}_list.html", context)


@administrators_only
def create(request, kept):
    return answer(request, kept, kept.form(request.POST or None, initial=request.GET.dict()))


@administrators_only
def edit(request, kept, pk):
    row = get_object_or_404(kept.model, pk=pk)
    return answer(request, kept, kept.form(request.POST or None, instance=row))


def answer(request, kept, form):
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(f"accounts:{kept.key}-list")
    urls = {"list_url": f"accounts:{kept.key}-list", "delete_url": f"accounts:{kept.key}-delete"}
    return render(request, "accounts/reference/form.html", {"kept": kept, "form": form, **urls})


@administrators_only
@require_POST
def delete(request, kept, pk):
    row = get_object_or_404(kept.model, pk=pk)
    try:
        row.delete()
    except ProtectedError as refusal:
        n = len(refusal.protected_objects)
        messages.error(request, _("“%(row)s” is in use (%(n)s times) and cannot be deleted.") % {"row": row, "n": n})
    else:
        messages.success(request, _("“%(row)s” is deleted.") % {"row": row})
    return redirect(f"accounts:{kept.key}-list")
