"""The programs of `?p=code&p=code`: a choice that the address alone keeps, without account or cookie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext

from .models import PublicRecord

PARAMETER = "p"
MOST_COMPARED = 4
MOST_LISTED = 30

READABLE = re.compile(r"[-a-zA-Z0-9_]{1,60}")
# Of what is not there so much is repeated in a message.
SHOWN_UNKNOWN, SHOWN_LETTERS = 3, 40


@dataclass(frozen=True)
class Chosen:
    """Code → name of what is chosen, each once, in the order given; `over` are those beyond the most.

    `messages` say what is not among them and why.
    """

    names: dict[str, str]
    over: dict[str, str]
    messages: list[str]

    def __len__(self) -> int:
        return len(self.names)

    @property
    def query(self) -> str:
        """「?p=a&p=b」; empty where nothing is chosen."""
        return query_of(self.names)

    def without(self, code: str) -> str:
        return query_of([kept for kept in self.names if kept != code])

    def with_one_more(self, code: str) -> str:
        return query_of([*self.names, code])


def query_of(codes: Sequence[str] | dict[str, str]) -> str:
    return f"?{urlencode([(PARAMETER, code) for code in codes])}" if codes else ""


def chosen(values: Sequence[str], most: int) -> Chosen:
    """What the values of the parameter choose; reads nothing where there are none. One query."""
    asked = list(dict.fromkeys(value for value in values if value))
    if not asked:
        return Chosen({}, {}, [])
    there = PublicRecord.objects.names_of([code for code in asked if READABLE.fullmatch(code)])
    known = [code for code in asked if code in there]
    kept = {code: there[code] for code in known[:most]}
    over = {code: there[code] for code in known[most:]}
    messages = []
    if unknown := [code for code in asked if code not in there]:
        messages.append(unknown_message(unknown))
    if over:
        message = gettext(
            "入れられるのは%(most)d件までです。はじめの%(most)d件だけを示し、あとの%(over)d件は外しました。"
        )
        messages.append(message % {"most": most, "over": len(over)})
    return Chosen(kept, over, messages)


def unknown_message(codes: list[str]) -> str:
    """Of a few, which; never a page full of what somebody typed."""
    shown = "".join(gettext("「%(word)s」") % {"word": shortened(code)} for code in codes[:SHOWN_UNKNOWN])
    if len(codes) > SHOWN_UNKNOWN:
        message = gettext("%(codes)sなど%(count)d件の記号の施策はありません。それを除いて示しています。")
        return message % {"codes": shown, "count": len(codes)}
    return gettext("%(codes)sという記号の施策はありません。それを除いて示しています。") % {"codes": shown}


def shortened(text: str) -> str:
    readable = "".join(letter if letter.isprintable() else "�" for letter in text[:SHOWN_LETTERS])
    return f"{readable}…" if len(text) > SHOWN_LETTERS else readable
