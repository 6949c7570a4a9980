"""Social credit codes (GB 32100-2015) that no firm has: valid check digits, a reserved prefix."""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_PREFIX = "Y9999999"  # 其他登记部门, and 999999, which is no administrative division
_ORGANISATION_PREFIX = "DEM"
_LENGTH_OF_NUMBER = 5


def demo_credit_code(number: int) -> str:
    """The code of a demonstration firm, 18 characters.

    Args:
        number: 0 to 99999.
    """
    organisation = f"{_ORGANISATION_PREFIX}{number:0{_LENGTH_OF_NUMBER}d}"
    first_seventeen = _PREFIX + organisation + _organisation_check(organisation)
    return first_seventeen + credit_check(first_seventeen)


def credit_check(first_seventeen: str) -> str:
    """The last character: weights 3^i mod 31 over the alphabet without I, O, S, V, Z."""
    total = sum(_ALPHABET.index(mark) * pow(3, at, 31) for at, mark in enumerate(first_seventeen))
    return _ALPHABET[-total % 31]


def _organisation_check(body: str) -> str:
    total = sum(int(mark, 36) * weight for mark, weight in zip(body, _BODY_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
