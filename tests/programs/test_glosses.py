"""Our English for Japanese names: for each, in English, by a code that is there."""

import re

import pytest

from programs.languages import glosses
from programs.models import Office, Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]")


def test_every_program_and_office_has_a_gloss():
    """A new program without one shows its Japanese name alone; this lists it."""
    known = {"programs": Program, "offices": Office}
    for kind, model in known.items():
        codes = set(model.objects.values_list("code", flat=True))
        assert codes - glosses()[kind].keys() == set(), kind
        assert glosses()[kind].keys() - codes == set(), kind
    for names in glosses().values():
        assert not [text for text in names.values() if JAPANESE.search(text) or not text.strip()]
