"""全国地方公共団体コード: the sixth digit, and nothing that needs a database."""


def check_digit(five: str) -> str:
    """The sixth digit of a local government code.

    Rule of the ministry's code standard: weights 6 to 2 over the five digits, sum modulo 11,
    subtracted from 11, last decimal digit; sums under 11 give 11 minus the sum.
    """
    total = sum(int(digit) * weight for digit, weight in zip(five, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)
