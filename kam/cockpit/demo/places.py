"""Where the people of a company stand, and what we are to them: told from what their files already say."""

from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dossiers import Dossier, Person

Role, Relationship, Channel = Stakeholder.BuyingRole, Stakeholder.Relationship, Stakeholder.Channel
TECHNICAL = {"it", "quality", "production", "logistics", "rd"}
STRENGTHS = {0: None, 1: Relationship.VENDOR, 2: Relationship.CREDIBLE_SOURCE, 3: Relationship.PROBLEM_SOLVER}


def manager_of(person: Person, people: tuple[Person, ...]) -> Person | None:
    """The nearest one above who is still there, of the same function first; a level above, so never a loop."""
    above = [each for each in people if each.left is None and level(each) < level(person)]
    nearest = max(above, key=lambda each: (each.function == person.function, level(each), each.influence), default=None)
    same = nearest is not None and nearest.function == person.function
    return nearest if same else max(above, key=lambda each: (-level(each), each.influence), default=None)


def level(person: Person) -> int:
    return 9 if person.level is None else person.level


def buying_roles(person: Person) -> list[str]:
    found = {
        Role.DECIDER: person.influence == 5,
        Role.BUYER: person.function == "purchasing",
        Role.TECHNICAL_EVALUATOR: person.function in TECHNICAL and level(person) < 3,
        Role.USER: level(person) >= 3 and person.function != "purchasing",
        Role.ECONOMIC_APPROVER: person.function == "finance",
        Role.CHAMPION: person.attitude[-1:] == (2,),
    }
    return [role.value for role, is_so in found.items() if is_so]


def told(dossier: Dossier, person: Person, cast: Cast) -> dict:
    """The fields of a stakeholder that the file of the company does not name one by one."""
    if person.vacant:
        return {"buying_roles": buying_roles(person)}
    strength = person.strength[-1]
    return {
        "buying_roles": buying_roles(person),
        "informal_power": Stakeholder.InformalPower.INNER_CIRCLE if person.influence == 5 else "",
        "languages": "français, anglais" if level(person) <= 1 else "français",
        "preferred_channel": Channel.MEETING if person.influence >= 4 else Channel.CALL,
        "location": dossier.city,
        "owner": cast.users[dossier.kam],
        "source": "Rencontre" if strength else "Organigramme public",
        "relationship": STRENGTHS.get(strength, Relationship.TRUSTED_ADVISOR),
        "relationship_target": Relationship.PROBLEM_SOLVER if person.influence >= 4 else None,
        "is_influence_confirmed": strength >= 2,
        "is_strength_confirmed": strength >= 2,
    }
