"""What is said in the place of a fact that is not there: by whom it is not stated."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from programs.choices import FactKind, FactState

Record = dict[str, Any]

# As a sentence begins; where it differs from the label of the kind.
SUBJECTS = {
    FactKind.CONTACT: _("担当課"),
    FactKind.BUDGET: _("予算額"),
    FactKind.RATE: _("補助率"),
    FactKind.CALL: _("公募の期間や期限"),
    FactKind.CASE: _("この施策の事例"),
}


def absent_sentence(kind: FactKind, state: str) -> str:
    """The sentence of an empty section of one edition, by the state of the whole program."""
    match FactState(state):
        case FactState.STATED:
            sentence = gettext("%(subject)sは、この年度版には記載がありません（ほかの年度版にはあります）。")
        case FactState.NOT_APPLICABLE:
            sentence = gettext(
                "%(subject)sは、この種類の施策にはふつうないものです。資料にも記載がありません。"
            )
        case FactState.NOT_READ:
            sentence = gettext("%(subject)sは、資料をまだ確かめていません（未確認）。")
        case _other:
            sentence = gettext("%(subject)sは、登録した資料に記載がありません。")
    return sentence % {"subject": gettext(SUBJECTS.get(kind, kind.label))}


def absent_sentences(coverage: Record) -> dict[str, str]:
    return {kind.value: absent_sentence(kind, coverage[kind]["state"]) for kind in FactKind}


def is_only_named(record: Record) -> bool:
    """Whether documents print the program's name and nothing else that an applicant asks for."""
    is_stated = any(entry["state"] == FactState.STATED for entry in record["coverage"].values())
    return not is_stated and not any(edition["requirements"] for edition in record["editions"])


def unstated_labels(coverage: Record) -> list[str]:
    """The kinds of fact that no document states, for a page that says it once."""
    return [gettext(kind.label) for kind in FactKind if coverage[kind]["state"] == FactState.NOT_STATED]
