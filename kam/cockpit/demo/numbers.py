"""Invented SIREN, SIRET and ISIN whose check digits are right."""

from accounts.models.structure import luhn_is_valid


def siren(rank: int) -> str:
    """Nine digits in a range that is not given out."""
    return with_check_digit(f"9999{rank:04}")


def siret(siren: str, rank: int) -> str:
    return with_check_digit(f"{siren}{rank:04}")


def isin(rank: int) -> str:
    body = f"FR0099{rank:05}"
    digits = "".join(str(int(character, 36)) for character in body)
    return body + with_check_digit(digits)[-1]


def with_check_digit(digits: str) -> str:
    """The digits followed by the one that makes them pass Luhn's test."""
    return next(f"{digits}{check}" for check in range(10) if luhn_is_valid(f"{digits}{check}"))
