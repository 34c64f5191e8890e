"""What can be imported about accounts, one module a kind; IMPORT_KINDS names them all, those of other rooms too."""

from accounts.imports.kinds.accounts import ACCOUNTS
from accounts.imports.kinds.entities import ENTITIES
from accounts.imports.kinds.revenue import REVENUE

__all__ = ["ACCOUNTS", "ENTITIES", "REVENUE"]
