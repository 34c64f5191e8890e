"""The two secrets of a guest: the token of his link and the code of a visit. Neither is ever stored or logged."""

import hashlib
import secrets
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6


def new_token() -> str:
    """43 characters that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """SHA-256, in hexadecimal: of 256 random bits, nothing leads back."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def code_digest(guest_pk: int, code: str) -> str:
    """HMAC-SHA-256 under the key of the house, as a million codes are soon tried; another for each guest."""
    return salted_hmac("plans.portal.code", f"{guest_pk}:{code}", algorithm="sha256").hexdigest()


def is_code(guest_pk: int, code: str, digest: str) -> bool:
    """Compared in a time that tells nothing; an empty digest is no code."""
    return bool(digest) and constant_time_compare(code_digest(guest_pk, code), digest)
