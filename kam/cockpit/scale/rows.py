"""The lines of each table in the text format of COPY, made one at a time so that memory stays flat."""

from collections.abc import Iterator
from datetime import timedelta

from accounts.models.revenue import months_before
from accounts.stakeholders.models import KnowledgeItem
from kam.cockpit.demo.revenue import SEASONS
from kam.cockpit.scale import names
from kam.cockpit.scale.plan import PREFIX, Plan
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.standings import month_ends

NULL = r"\N"
STATUSES = ("active",) * 8 + ("prospect", "former")
KINDS = ("meeting", "visio", "call", "email", "meeting")
SUBJECTS = ("Point mensuel", "Comité logistique", "Revue de performance", "Visite de site", "Relance", "Point qualité")
DAYS = 730  # over which the exchanges are spread
PAST = 11  # month ends before today for which there are readings

COLUMNS = {
    "accounts_account": "id name code status parent_id sector_id tier_id kam_id declared_stage target_stage potential "
    "turnover employees address postal_code city region country phone website description created_at",
    "accounts_membership": "account_id user_id may_edit",
    "accounts_cliententity": "account_id kind name code siren siret address postal_code city country",
    "accounts_comment": "account_id author_id text is_internal created_at",
    "accounts_revenueline": "account_id month actual target margin",
    "stakeholders_stakeholder": "id account_id name is_placeholder title function_id level influence attitude "
    "attitude_on contact_strength email phone code",
    "stakeholders_interaction": "id account_id occurred_on kind is_two_way subject notes code",
    "stakeholders_interaction_stakeholders": "interaction_id stakeholder_id",
    "stakeholders_interaction_colleagues": "interaction_id user_id",
    "stakeholders_introduction": "account_id introducer_id introduced_id introduced_to_id context asked_on made_on met_on",
    "stakeholders_knowledgeitem": "account_id category text origin source learned_on author_id created_at",
    "scorecards_standing": "account_id data_coverage confidence trend",
    "scorecards_reading": "on indicator account_id state figure points badge grid_id",
}  # in the order of loading


def lines(table: str, plan: Plan, defaults: tuple[str, ...] = ()) -> Iterator[str]:
    """The rows of a table, each followed by the same defaults."""
    end = "".join(f"\t{default}" for default in defaults) + "\n"
    for row in ROWS[table](plan):
        yield "\t".join(map(str, row)) + end


def accounts(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        parent = plan.account(rank - rank % 10) if rank % 10 in {7, 8, 9} else NULL  # groups of four
        stage = rank % 5 if rank % 4 else NULL
        yield (
            plan.account(rank), names.company(rank), f"{PREFIX}{rank + 1:06}", STATUSES[rank % len(STATUSES)], parent,
            plan.sectors[rank % len(plan.sectors)], plan.tiers[rank % len(plan.tiers)], plan.kam(rank), stage, NULL,
            rank * 7919 % 9_000_000, rank % 900 + 20, rank % 4000 + 50, f"{rank % 90 + 1} rue des Essais",
            f"{rank % 95 + 1:02}000", names.city(rank), "", "France", "", "", "", plan.on - timedelta(days=800 + rank % 900),
        )  # fmt: skip


def memberships(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        for place in range(2):
            yield plan.account(rank), plan.contributor(2 * rank + place), "f" if place else "t"


def entities(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        for kind in ("entity", "site"):
            yield (
                plan.account(rank),
                kind,
                f"{names.company(rank)} {names.city(rank)}",
                "",
                "",
                "",
                "",
                "",
                names.city(rank),
                "France",
            )


def comments(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        for place in range(3):
            day = plan.on - timedelta(days=20 * place + rank % 20)
            yield plan.account(rank), plan.kam(rank), f"À reprendre avec {names.person(rank)} avant la revue.", "t", day


def revenue_lines(plan: Plan) -> Iterator[tuple]:
    months = [months_before(plan.on, back) for back in range(1, plan.months + 1)]
    seasons = list(SEASONS.values())
    for rank in range(plan.accounts):
        season, size = seasons[rank % len(seasons)], 1000 + rank * 31 % 9000
        for back, month in enumerate(months):
            actual = size * season[month.month - 1] * (100 + (rank + back) % 17)
            yield (
                plan.account(rank),
                month,
                actual,
                size * season[month.month - 1] * 108,
                actual * (15 + rank % 15) // 100,
            )


def stakeholders(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        for place in range(plan.people_of(rank)):
            number = rank + 3 * place
            assessed = plan.on - timedelta(days=number % 160)
            attitude = (number % 5 - 2) if number % 6 else NULL
            yield (
                plan.person(rank, place), plan.account(rank), names.person(number), "f", names.title(place),
                plan.functions[number % len(plan.functions)], place % 5, number % 5 + 1, attitude,
                NULL if attitude == NULL else assessed, number % 5, "", "", "",
            )  # fmt: skip


def interactions(plan: Plan) -> Iterator[tuple]:
    days = [str(plan.on - timedelta(days=day)) for day in range(DAYS + 40)]
    for rank in range(plan.accounts):
        account = plan.account(rank)
        for place in range(plan.exchanges):
            day = days[place * DAYS // plan.exchanges + rank % 40]
            kind = KINDS[(rank + place) % len(KINDS)]
            two_way = "f" if kind == "email" and place % 2 else "t"
            yield (
                plan.exchange(rank, place),
                account,
                day,
                kind,
                two_way,
                SUBJECTS[(rank + place) % len(SUBJECTS)],
                "",
                "",
            )


def their_side(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        for place in range(plan.exchanges):
            yield plan.exchange(rank, place), plan.person(rank, place * 3)
            if place % 3 == 0:
                yield plan.exchange(rank, place), plan.person(rank, place * 3 + 1)


def our_side(plan: Plan) -> Iterator[tuple]:
    for rank in range(plan.accounts):
        for place in range(plan.exchanges):
            yield plan.exchange(rank, place), plan.kam(rank)
            if place % 4 == 0:
                yield plan.exchange(rank, place), plan.contributor(2 * rank)  # the first of its team


def introductions(plan: Plan) -> Iterator[tuple]:
    """Some met on the day, some by a recorded exchange only, some too old, some only asked for."""
    for rank in range(plan.accounts):
        for place in range(plan.introductions if plan.people_of(rank) > 1 else 0):
            asked = plan.on - timedelta(days=20 + 97 * place + rank % 60)
            made, met = asked + timedelta(days=5), asked + timedelta(days=10 + rank % 110)
            yield (
                plan.account(rank), plan.person(rank, place), plan.person(rank, place + 1), plan.kam(rank), "", asked,
                made if (rank + place) % 5 else NULL, met if (rank + place) % 5 > 1 and met <= plan.on else NULL,
            )  # fmt: skip


def knowledge(plan: Plan) -> Iterator[tuple]:
    categories, origins = KnowledgeItem.Category.values, ("client", "client", "public", "ours")
    for rank in range(plan.accounts):
        for place in range(plan.items):
            day = plan.on - timedelta(days=(53 * place + rank * 7) % 500)
            category, origin = categories[(place + rank) % len(categories)], origins[(place + rank // 3) % len(origins)]
            yield plan.account(rank), category, names.title(place + rank), origin, "", day, plan.kam(rank), day


def standings(plan: Plan) -> Iterator[tuple]:
    """What the trigger would have written; today's readings fill them."""
    for rank in range(plan.accounts):
        yield plan.account(rank), 0, "none", "{}"


def readings(plan: Plan) -> Iterator[tuple]:
    """A plausible past: the index wanders between the month ends before today."""
    for back, day in enumerate(month_ends(plan.on, PAST)):
        for rank in range(plan.accounts):
            level = (rank * 37 + back * (rank % 7 - 3) * 2) % 100
            for key in (*BY_KEY, "cooperative_index", "data_coverage", "revenue_12m"):
                yield day, key, plan.account(rank), "measured", level, level, "", plan.grid


ROWS = {
    "accounts_account": accounts,
    "accounts_membership": memberships,
    "accounts_cliententity": entities,
    "accounts_comment": comments,
    "accounts_revenueline": revenue_lines,
    "stakeholders_stakeholder": stakeholders,
    "stakeholders_interaction": interactions,
    "stakeholders_interaction_stakeholders": their_side,
    "stakeholders_interaction_colleagues": our_side,
    "stakeholders_introduction": introductions,
    "stakeholders_knowledgeitem": knowledge,
    "scorecards_standing": standings,
    "scorecards_reading": readings,
}
