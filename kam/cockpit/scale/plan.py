"""How large the base is, and which ids its rows get: everything else follows by arithmetic, without state."""

from dataclasses import dataclass
from datetime import date

PREFIX = "SCALE-"  # of the codes of its accounts
DOMAIN = "scale.example"  # of the addresses of its people
LARGE = (166, 14)  # people of the first two accounts, for the measures of `bench/`


@dataclass(frozen=True)
class Plan:
    """`first` holds, by table, the first free id; the other tuples are ids to choose from."""

    accounts: int
    people: int
    exchanges: int
    months: int
    introductions: int
    items: int
    on: date
    first: dict[str, int]
    kams: tuple[int, ...]
    contributors: tuple[int, ...]
    sectors: tuple[int, ...]
    tiers: tuple[int, ...]
    functions: tuple[int, ...]
    grid: int

    def account(self, rank: int) -> int:
        return self.first["accounts_account"] + rank

    def kam(self, rank: int) -> int:
        return self.kams[rank % len(self.kams)]

    def contributor(self, rank: int) -> int:
        return self.contributors[rank % len(self.contributors)]

    def people_of(self, rank: int) -> int:
        return LARGE[rank] if rank < len(LARGE) else self.people

    def first_person(self, rank: int) -> int:
        ordinary = max(0, rank - len(LARGE)) * self.people
        return self.first["stakeholders_stakeholder"] + sum(LARGE[:rank]) + ordinary

    def person(self, rank: int, place: int) -> int:
        return self.first_person(rank) + place % self.people_of(rank)

    def exchange(self, rank: int, place: int) -> int:
        return self.first["stakeholders_interaction"] + rank * self.exchanges + place
