"""Printed place names to area codes, only where the text or the municipality list decides it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .parse import fold

Row = dict[str, Any]


class Gazetteer:
    """Prefectures and municipalities of fixtures/areas.json, by every name that tells them apart."""

    def __init__(self, rows: Iterable[Row]):
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._prefectures: dict[str, str] = {}
        for row in rows:
            fields = row["fields"]
            if fields["level"] not in ("prefecture", "municipality"):
                continue
            if fields["level"] == "prefecture":
                self._prefectures[fold(fields["name"])] = fields["code"]
            for name in ("name", "county_name", "short_name", "full_name"):
                if fields[name]:
                    self._by_name[fold(fields[name])].add(fields["code"])

    @classmethod
    def read(cls, path: Path) -> "Gazetteer":
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def resolve(self, printed: str) -> str | None:
        """The code of the one area that a printed name names, or None.

        「北海道岩見沢市」, 「深谷市」 (one in the country), 「福島県会津若松市全域」,
        「井上内科（長崎県五島市）」 and 「群馬県及び隣接地域」 (the prefecture) are decided;
        「池田町」 (four of them) and 「徳島県及び香川県」 (two places) are not.
        """
        inside = re.findall(r"\(([^()]+)\)", fold(printed))
        for name in (*inside, fold(printed)):
            for length in range(len(name), 1, -1):
                codes = self._by_name.get(name[:length], set())
                if len(codes) == 1 and self._ends_a_name(name, length):
                    return next(iter(codes))
        return None

    def _ends_a_name(self, name: str, length: int) -> bool:
        """A prefix is the place only if what follows names no smaller place in it and no other."""
        rest = name[length:]
        if name[:length] in self._prefectures:
            return not re.search(r"[都府県市区町村]|北海道", rest)
        another = r"^[^全の]*[町村]$|(及び|並びに|と|、|,|・).*[市区町村]"
        return name[length - 1] in "市区町村" and not re.search(another, rest)
