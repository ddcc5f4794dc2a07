"""What is wrong with a form, for the summary above an empty page."""

from django.forms import Form


def form_errors(form: Form) -> list[tuple[str, str]]:
    """(field, message) of every error, in the order of the fields."""
    return [(name, str(message)) for name, messages in form.errors.items() for message in messages]
