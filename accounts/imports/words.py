"""The headings by which files name what accounts have, in French and English, and how a model's field is described."""

from accounts.imports.fields import Field

ACCOUNT_WORDS = (
    "compte | nom du compte | account | account name | client | nom du client | customer | customer name | société"
    " | raison sociale | company | company name | entreprise | organisation | organization"
)
CODE_WORDS = (
    "code client | code compte | code du compte | customerid | customer id | customer code | client id | account id"
    " | account code | account number | numéro de compte | n° client | numéro client | référence client | ref client"
)
PLACE_WORDS = {
    "address": "adresse | address | adresse 1 | rue | street | billing street | voie",
    "postal_code": "code postal | cp | postal code | zip | zip code | zipcode | postcode | billing postal code",
    "city": "ville | city | commune | localité | town | billing city",
    "region": "région | region | état | state | province | county | billing state",
    "country": "pays | country | office location | location | billing country",
}
STAGES = (
    "exploratoire=0|basique=1|cooperative=2|cooperatif=2|cooperation=2|interdependante=3|interdependant=3|integree=4"
    "|integre=4"
)


def of(model, key: str, words: str = "", cls=Field, **options) -> Field:
    """A field that one field of a model holds, with its name and validators."""
    column = model._meta.get_field(key)
    return cls(key, column.verbose_name, words, column, **options)
