"""One folding for index and query, so that spellings of one word meet."""

import re
import unicodedata

MAX_TERMS = 8

_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def fold(text: str) -> str:
    """Text as it is indexed and asked for: width, case and kana settled, white space gone.

    ＩＣＴ = ict, ﾃﾚﾜｰｸ = テレワーク = てれわーく, Wi-Fi = wi-fi, 公衆無線 LAN = 公衆無線LAN.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA)
    return re.sub(r"\s+", "", text)


def terms(query: str) -> list[str]:
    """The folded words of a query, each once, at most MAX_TERMS; all of them must be found."""
    words = (fold(word) for word in unicodedata.normalize("NFKC", query).split())
    return list(dict.fromkeys(word for word in words if word))[:MAX_TERMS]
