"""Accounts and what belongs to them. `account.py` holds THE access rule."""

from accounts.models.account import (
    Account,
    AccountQuerySet,
    AccountScopedQuerySet,
    ConfidentialQuerySet,
    Membership,
    Stage,
    StageDeclaration,
    Unaccent,
    holding_words,
)
from accounts.models.bulk import BulkChange
from accounts.models.header import group_of, with_header
from accounts.models.imports import Import, ImportChange, ImportMapping, ImportRow
from accounts.models.journal import Attachment, Capture, Notice
from accounts.models.notes import Comment
from accounts.models.reference import ListValue, Sector, Tier
from accounts.models.revenue import RevenueLine, last_closed_month
from accounts.models.structure import ClientEntity, IndexMembership, Listing

__all__ = [
    "Account",
    "AccountQuerySet",
    "AccountScopedQuerySet",
    "Attachment",
    "BulkChange",
    "Capture",
    "ClientEntity",
    "Comment",
    "ConfidentialQuerySet",
    "Import",
    "ImportChange",
    "ImportMapping",
    "ImportRow",
    "IndexMembership",
    "ListValue",
    "Listing",
    "Membership",
    "Notice",
    "RevenueLine",
    "Sector",
    "Stage",
    "StageDeclaration",
    "Tier",
    "Unaccent",
    "holding_words",
    "last_closed_month",
    "group_of",
    "with_header",
]
