"""What a calculator's page shows, read off it."""

import re


def number(text):
    return int(text.replace(",", ""))


def sum_of(payers):
    return sum(number(payer.amount) for payer in payers)


def table(text, caption):
    """Rows of the table of a caption, white space and tags left out."""
    found = re.search(rf"<table[^>]*>\s*<caption>{caption}.*?</table>", text, re.DOTALL)
    assert found, caption
    rows = re.findall(r"<tr.*?</tr>", found[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


# ---- The whole catalog ----
