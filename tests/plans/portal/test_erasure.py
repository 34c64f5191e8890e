"""Whoever is anonymised is a guest no more, and no plan names him: not even what is frozen."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.stakeholders.privacy.erasure import anonymise, nobody
from accounts.stakeholders.privacy.tasks import anonymise_forgotten
from plans.models import Edition, Endorsement, Move, Remark, SharedEdition, SignOff
from plans.portal.models import ClientView, Guest, Message, Suggestion
from plans.sharing import publish
from tests.factories import GuestFactory, PassageFactory, StakeholderFactory
from tests.plans.portal.conftest import come_in

DAY = date(2026, 6, 1)
NAME, ADDRESS = "Camille Roy", "camille.roy@client.example"


@pytest.fixture
def traced(account, plan, manager):
    """Somebody who is named wherever a plan can name him."""
    person = StakeholderFactory(account=account, name=NAME, email=ADDRESS)
    guest = GuestFactory(account=account, stakeholder=person, email=ADDRESS)
    PassageFactory(plan=plan, section="charter", field="how", text=f"With {NAME} every month")
    publish(plan, by=None, at=datetime(2026, 4, 1, tzinfo=UTC))
    edition = Edition.objects.create(plan=plan, content={"passages": {"charter.how": f"With {NAME}"}}, digest="d")
    move = Move.objects.create(
        plan=plan, target="approved", edition=edition, comment=f"{NAME} agrees", waiver=f"For {NAME}",
        changes=[{"after": f"by {NAME}"}],
    )  # fmt: skip
    Remark.objects.create(move=move, section="market", text=f"Ask {NAME}")
    told = {"plan": plan, "guest": guest}
    Message.objects.create(**told, section="charter", name="Camille", text=f"Regards, {NAME}")
    Suggestion.objects.create(**told, kind="passage", section="charter", field="how", proposed=f"{NAME} decides")
    ClientView.objects.create(**told, side="strength", text=f"You call {NAME} back")
    Endorsement.objects.create(
        priority=plan.priorities.get(), stakeholder=person, name="Camille", influence=3, endorsed_on=DAY, digest="d"
    )
    SignOff.objects.create(plan=plan, stakeholder=person, name="Camille", signed_on=DAY, digest="d")
    return guest


def everything():
    """All rows of these models, and all that their history keeps, as text."""
    models = [Guest, Suggestion, Message, ClientView, Endorsement, SignOff, Remark, Move, Edition, SharedEdition]
    models += [model.pgh_event_model for model in models if hasattr(model, "pgh_event_model")]
    return {model._meta.label: str(list(model._base_manager.values())) for model in models}


def test_nothing_of_a_plan_or_of_the_portal_names_an_anonymised_person(traced):
    assert "Camille" in str(everything())
    anonymise(traced.stakeholder_id, on=DAY)
    left = {label for label, told in everything().items() if "Camille" in told or ADDRESS in told}
    assert left == set()
    assert Endorsement.objects.get().name == nobody()


def test_an_anonymised_person_is_out_at_once(traced, plan):
    browser = come_in(traced)
    token = traced.renew_token()
    anonymise(traced.stakeholder_id, on=DAY)
    assert browser.get("/portal/").url == "/portal/door/"
    assert not Guest.objects.led_by(token, timezone.now()).exists()
    assert Guest.objects.get().revoked_at


def test_others_stay(traced, account):
    other = GuestFactory(account=account)
    anonymise(traced.stakeholder_id, on=DAY)
    other.refresh_from_db()
    assert other.revoked_at is None
    assert other.email


def test_frozen_editions_stay_frozen_for_everybody_else(traced, plan):
    anonymise(traced.stakeholder_id, on=DAY)
    with pytest.raises(Exception, match="Cannot update"):
        Edition.objects.update(digest="another")


def test_the_monthly_job_takes_out_those_it_anonymises(traced):
    traced.account.__class__.objects.filter(pk=traced.account_id).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    type(traced.stakeholder).pgh_event_model.objects.update(pgh_created_at=datetime(2020, 1, 1, tzinfo=UTC))
    anonymise_forgotten(DAY.isoformat())
    traced.refresh_from_db()
    assert (traced.revoked_at is None, traced.email) == (False, "")
