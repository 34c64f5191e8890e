"""Who works in the demo: the sign-ins that `seed_demo` prints."""

from dataclasses import dataclass

from kam.users.models import User

PASSWORD = "boussole-en-poche"  # public on purpose: the demo holds nothing but inventions
DOMAIN = "boussole.example"


@dataclass(frozen=True)
class Colleague:
    key: str
    first_name: str
    last_name: str
    role: User.Role
    team: str
    language: str = "fr"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


KEY_ACCOUNTS, EXPERTS = "Grands comptes France", "Experts et projets"
TEAMS = {KEY_ACCOUNTS: "marc", EXPERTS: None}  # name → who leads it
COLLEAGUES = (
    Colleague("marc", "Marc", "Roche", User.Role.DIRECTOR, KEY_ACCOUNTS),
    Colleague("claire", "Claire", "Laurent", User.Role.KAM, KEY_ACCOUNTS),
    Colleague("julien", "Julien", "Duval", User.Role.KAM, KEY_ACCOUNTS),
    Colleague("nina", "Nina", "Keller", User.Role.KAM, KEY_ACCOUNTS, language="en"),
    Colleague("sophie", "Sophie", "Petit", User.Role.CONTRIBUTOR, EXPERTS),
    Colleague("thomas", "Thomas", "Aubry", User.Role.CONTRIBUTOR, EXPERTS),
    Colleague("ines", "Inès", "Garnier", User.Role.ADMINISTRATOR, EXPERTS),
)
