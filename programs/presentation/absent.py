"""What is said in the place of a fact that is not there: by whom it is not stated."""

from typing import Any

from programs.choices import FactKind, FactState

Record = dict[str, Any]

# As a sentence begins; where it differs from the label of the kind.
SUBJECTS = {
    FactKind.CONTACT: "担当課",
    FactKind.BUDGET: "予算額",
    FactKind.RATE: "補助率",
    FactKind.CALL: "公募の期間や期限",
    FactKind.CASE: "この施策の事例",
}


def absent_sentence(kind: FactKind, state: str) -> str:
    """The sentence of an empty section of one edition, by the state of the whole program."""
    subject = SUBJECTS.get(kind, kind.label)
    match FactState(state):
        case FactState.STATED:
            return f"{subject}は、この年度版には記載がありません（ほかの年度版にはあります）。"
        case FactState.NOT_APPLICABLE:
            return f"{subject}は、この種類の施策にはふつうないものです。資料にも記載がありません。"
        case FactState.NOT_READ:
            return f"{subject}は、資料をまだ確かめていません（未確認）。"
    return f"{subject}は、登録した資料に記載がありません。"


def absent_sentences(coverage: Record) -> dict[str, str]:
    return {kind.value: absent_sentence(kind, coverage[kind]["state"]) for kind in FactKind}


def is_only_named(record: Record) -> bool:
    """Whether documents print the program's name and nothing else that an applicant asks for."""
    is_stated = any(entry["state"] == FactState.STATED for entry in record["coverage"].values())
    return not is_stated and not any(edition["requirements"] for edition in record["editions"])


def unstated_labels(coverage: Record) -> list[str]:
    """The kinds of fact that no document states, for a page that says it once."""
    return [kind.label for kind in FactKind if coverage[kind]["state"] == FactState.NOT_STATED]
