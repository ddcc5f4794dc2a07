"""担当課 with phone, fax and e-mail, as printed. Layouts vary: one line, two, several offices, one address
for all.
"""

import re
from dataclasses import dataclass, field

from programs.ingest.parse import fold

from .facts import Contact, cite
from .sections import Cell

_DASH = "[-‐‑–—−]"
_PHONE = rf"0\d{{1,4}}\s?(?:{_DASH}\s?\d{{1,4}}\s?{_DASH}\s?|\(\d{{1,4}}\)\s?{_DASH}?)\d{{3,4}}"
_TOKEN = re.compile(
    r"(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
    r"@(?:[A-Za-z0-9-]{1,40}\.){1,4}[A-Za-z]{2,20})(?![A-Za-z0-9@])"
    rf"|(?P<fax>(?:FAX|Fax|ファック?ス)(?:番号)?\s*[:.]?\s*(?P<fax_number>{_PHONE})(?!\d))"
    rf"|(?P<phone>(?:(?:TEL|Tel|電話|直通)(?:番号)?\s*[:.]?\s*)?(?P<number>(?<![\d-]){_PHONE})(?![\d-]))"
    r"|(?P<noise>\(?(?:代表|直通|内線\s*:?\s*\d+(?:[-,]\d+)*)\)?|(?:E-?[Mm]ail|e-?mail|メール(?:アドレス)?)\s*:?)"
)
_LEAD = re.compile(r"^(?:担当(?:課室?|部局|部署)?|お?問い?合わ?せ先?|連絡先|所管課?)\s*:\s*")
_OFFICE = re.compile(
    r"(?:課|室|局|部|係|班|官|省|庁|センター|本部|事務局|機構|協会|機関|グループ|チーム|財団|公社|担当|窓口|デスク|ダイヤル)$"
)
_ABOVE = re.compile(r"(?:省|庁|局|部|本部|機構|協会)$")
_DESK = re.compile(r"(?:ダイヤル|コールセンター|相談センター|窓口|デスク)$")
_NO_NAME = re.compile(r"[。「」?!@]")
_EDGES = " 　:：,、/／()（）・"
SHARED = "メールアドレスは、複数の担当課の下に一つだけ印刷されています。"
MAX_OFFICE = 100


@dataclass
class _Office:
    name: str
    first: int
    last: int
    phones: list[str] = field(default_factory=list)
    faxes: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    note: str = ""


def read_contacts(cells: list[Cell]) -> tuple[list[Contact], set[int]]:
    """The offices of the lines below 施策名 or 問い合わせ先, and the lines that told them.

    An address alone on its line is that of all offices above it that have none.
    """
    offices: list[_Office] = []
    used: set[int] = set()
    for cell in cells:
        if _read_line(cell, offices):
            used.add(cell.line)
    for office in offices:
        if len(office.emails) > 1 or len(office.faxes) > 1:
            used -= set(range(office.first, office.last + 1))
    contacts = [contact for office in offices for contact in _contacts(office)]
    seen: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        seen.setdefault((fold(contact.name), contact.phone), contact)
    return list(seen.values()), used


def _read_line(cell: Cell, offices: list[_Office]) -> bool:
    lead = _LEAD.match(cell.plain)
    cell = cell.cut(lead.end() if lead else 0)
    parts = _parts(cell)
    texts = [text for kind, text in parts if kind == "text"]
    if any(not _is_office(text) for text in texts) or not parts:
        return False
    numbers = [kind for kind, _ in parts if kind != "text"]
    for kind, text in parts:
        if kind == "text":
            _name(offices, text, cell.line)
        elif not offices:
            return False
        elif kind == "email" and numbers == ["email"] and not texts:
            waiting = [office for office in offices if not office.emails]
            if offices[-1] not in waiting:
                return False  # a second address: of which office, it does not say
            for office in waiting:
                office.emails.append(text)
                office.last = cell.line
                office.note = SHARED if len(waiting) > 1 else office.note
        else:
            office = offices[-1]
            {"phone": office.phones, "fax": office.faxes, "email": office.emails}[kind].append(text)
            office.last = cell.line
    return True


def _name(offices: list[_Office], text: str, line: int) -> None:
    above = offices[-1] if offices else None
    goes_on = above and above.last == line - 1 and _ABOVE.search(above.name) and not text.startswith("総務省")
    if above and goes_on and not (above.phones or above.faxes or above.emails):
        above.name, above.last = f"{above.name} {text}", line  # 局 on one line, 課 on the next
        return
    offices.append(_Office(text, line, line))


def _parts(cell: Cell) -> list[tuple[str, str]]:
    """Names, phones, faxes and addresses of a line in their order, as printed."""
    found: list[tuple[str, str]] = []
    at = 0
    for token in _TOKEN.finditer(cell.plain):
        found.append(("text", cell.printed[at : token.start()]))
        for kind, group in (("email", "email"), ("fax", "fax_number"), ("phone", "number")):
            if token[group] and (kind != "phone" or token["phone"]):
                found.append((kind, cell.printed[token.start(group) : token.end(group)]))
        at = token.end()
    found.append(("text", cell.printed[at:]))
    cleaned = [(kind, " ".join(text.strip(_EDGES).split())) for kind, text in found]
    return [(kind, text) for kind, text in cleaned if text]


def _is_office(text: str) -> bool:
    return bool(_OFFICE.search(text)) and not _NO_NAME.search(text) and len(text) <= MAX_OFFICE


def _contacts(office: _Office) -> list[Contact]:
    """One contact a phone; two faxes or two addresses leave open which is whose, and are not read."""
    return [
        Contact(
            cite=cite(office.first, office.last, office.name),
            note=office.note,
            name=office.name,
            phone=phone,
            fax=office.faxes[0] if len(office.faxes) == 1 else "",
            email=office.emails[0] if len(office.emails) == 1 else "",
        )
        for phone in (office.phones or [""])
    ]


def read_desk(cell: Cell) -> Contact | None:
    """「支援事業相談窓口 0120-000-000」 in the text of a page: a desk with its number, alone on a line."""
    parts = _parts(cell) if len(cell.plain) <= MAX_OFFICE else []
    match parts:
        case [("text", name), ("phone", phone)] if _DESK.search(name) and not _NO_NAME.search(name):
            return Contact(cite=cite(cell.line, cell.line, name), name=name, phone=phone)
    return None
