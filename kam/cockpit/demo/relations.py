"""Who introduced whom, and what ties people, as the files tell it; `asked` and the other steps are days ago."""

from datetime import date, timedelta

from accounts.stakeholders.models import Introduction, Step, Tie
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.telling import Tale


def relate(tale: Tale, cast: Cast, on: date) -> None:
    Introduction.objects.bulk_create(introduction(tale, cast, facts, on) for facts in tale.dossier.introductions)
    Tie.objects.bulk_create(tie(tale, cast, facts) for facts in tale.dossier.ties)


def introduction(tale: Tale, cast: Cast, facts: dict, on: date) -> Introduction:
    days = {f"{step.value}_on": on - timedelta(days=facts[step.value]) for step in Step if step.value in facts}
    return Introduction(
        account=tale.account, introducer=tale.people[facts["by"]], introduced=tale.people[facts["meet"]],
        introduced_to=cast.users[facts["who"]], context=facts["context"], **days,
    )  # fmt: skip


def tie(tale: Tale, cast: Cast, facts: dict) -> Tie:
    """`peer` names one of ours, `by` one of theirs."""
    if "peer" in facts:
        start = {"kind": Tie.Kind.PEER_OF, "colleague": cast.users[facts["peer"]]}
    else:
        start = {"kind": facts["kind"], "source": tale.people[facts["by"]]}
    return Tie(account=tale.account, target=tale.people[facts["to"]], is_confirmed=facts.get("sure", False), **start)
