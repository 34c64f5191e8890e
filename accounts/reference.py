"""The lists that an empty base starts with, in both languages; from then on they are the administrator's."""

from django.apps import apps as all_apps
from django.db import transaction

SECTORS = (  # code, French, English
    ("industry", "Industrie", "Industry"),
    ("retail", "Grande distribution", "Retail"),
    ("high-tech", "Haute technologie", "High tech"),
    ("tourism-mice", "Tourisme et événementiel (MICE)", "Tourism and events (MICE)"),
    ("services", "Services", "Services"),
    ("public-sector", "Secteur public", "Public sector"),
    ("energy", "Énergie", "Energy"),
    ("healthcare", "Santé et pharmacie", "Health and pharmaceuticals"),
    ("food", "Agroalimentaire", "Food and beverages"),
    ("automotive", "Automobile", "Automotive"),
    ("aerospace-defence", "Aéronautique et défense", "Aerospace and defence"),
    ("banking-insurance", "Banque et assurance", "Banking and insurance"),
    ("telecom-media", "Télécoms et médias", "Telecoms and media"),
    ("transport-logistics", "Transport et logistique", "Transport and logistics"),
    ("construction", "Construction et immobilier", "Construction and real estate"),
    ("luxury-consumer", "Luxe et biens de consommation", "Luxury and consumer goods"),
)
TIERS = (  # code, French, English, weight in the portfolio
    ("strategic", "A – Stratégique", "A – Strategic", 3),
    ("major", "B – Majeur", "B – Major", 2),
    ("growth", "C – À développer", "C – To be developed", 1),
)
CLIENT_FUNCTIONS = (
    ("general-management", "Direction générale", "General management"),
    ("purchasing", "Achats", "Purchasing"),
    ("finance", "Finance", "Finance"),
    ("production", "Production", "Production"),
    ("logistics", "Logistique", "Logistics"),
    ("quality", "Qualité", "Quality"),
    ("it", "DSI / informatique", "IT"),
    ("human-resources", "Ressources humaines", "Human resources"),
    ("marketing", "Marketing", "Marketing"),
    ("sales", "Commercial", "Sales"),
    ("legal", "Juridique", "Legal"),
    ("innovation", "R&D", "R&D"),
    ("maintenance", "Maintenance", "Maintenance"),
    ("sustainability", "RSE", "CSR"),
    ("other", "Autre", "Other"),
)
TEAM_FUNCTIONS = (
    ("kam", "KAM", "KAM"),
    ("sponsor", "Sponsor (dirigeant)", "Executive sponsor"),
    ("sales-engineer", "Ingénieur commercial", "Sales engineer"),
    ("project-leader", "Chef de projet", "Project leader"),
    ("technical-expert", "Expert technique", "Technical expert"),
    ("after-sales", "SAV", "After-sales"),
    ("controller", "Contrôle de gestion", "Controlling"),
    ("legal", "Juriste", "Legal counsel"),
    ("marketing", "Marketing", "Marketing"),
    ("logistics", "Logistique", "Logistics"),
    ("quality", "Qualité", "Quality"),
)


@transaction.atomic
def install(apps=all_apps, **kwargs) -> None:
    """Fill the lists that are empty; called after every migration, with the tables as they are at that point."""
    if "listvalue" not in apps.all_models["accounts"]:
        return
    fill(apps.get_model("accounts", "Sector"), rows(SECTORS))
    fill(apps.get_model("accounts", "Tier"), [{**row, "position": at} for at, row in enumerate(rows(TIERS), 1)])
    values = [("client_function", CLIENT_FUNCTIONS), ("team_function", TEAM_FUNCTIONS)]
    fill(
        apps.get_model("accounts", "ListValue"),
        [{**row, "kind": kind, "position": at} for kind, list_ in values for at, row in enumerate(rows(list_), 1)],
    )


def rows(entries: tuple) -> list[dict]:
    return [dict(zip(("code", "name_fr", "name_en", "weight"), entry, strict=False)) for entry in entries]


def fill(model, rows: list[dict]) -> None:
    if not model.objects.exists():
        model.objects.bulk_create(model(**row) for row in rows)
