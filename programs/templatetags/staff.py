"""Of staff pages: how a moment is told."""

from datetime import datetime

from django import template
from django.utils import timezone

from programs.display import moment_label

register = template.Library()


@register.filter
def staff_moment(moment: datetime) -> str:
    """令和8年11月24日 9:00, Tokyo time."""
    return moment_label(timezone.localtime(moment))
