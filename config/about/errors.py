"""Pages of an address that is not there."""

import re

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rapidfuzz import fuzz, process

from programs.models import Program

# What a code of a program looks like, and may not be much longer than.
CODE = re.compile(r"[\w-]{3,60}", re.ASCII)
# Of 100; one wrong letter in ten is 90, a code with its end missing about 80.
NEAR_ENOUGH = 75
MOST = 3


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that leads on: the programs whose code is nearest to what was asked for, and a search."""
    return render(request, "404.html", {"near": near_programs(request.path_info)}, status=404)


def near_programs(path: str) -> list[tuple[str, str]]:
    """(name, address) of programs whose code is like the last part of the path that could be one.

    One query, and none for an address that holds nothing like a code; [] while the database is away.
    """
    asked = next((part for part in reversed(path.split("/")) if CODE.fullmatch(part)), "")
    if not asked:
        return []
    try:
        programs = dict(Program.objects.published().values_list("code", "name"))
    except DatabaseError:
        return []
    found = process.extract(
        asked.lower().replace("_", "-"),
        programs.keys(),
        scorer=fuzz.ratio,
        limit=MOST,
        score_cutoff=NEAR_ENOUGH,
    )
    return [(programs[code], Program(code=code).get_absolute_url()) for code, _, _ in found]
