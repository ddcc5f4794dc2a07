"""Which editor belongs to which office: what an editor may change follows from it."""

from django.conf import settings
from django.db import models

from .programs import Office


class OfficeMember(models.Model):
    """所属: one person of one office; a person may be of several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="office_memberships", verbose_name="職員"
    )
    office = models.ForeignKey(Office, models.CASCADE, related_name="members", verbose_name="担当課・室")

    class Meta:
        verbose_name = verbose_name_plural = "所属する担当課・室"
        ordering = ["office__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"],
                name="officemember_once",
                violation_error_message="この職員は、もうこの担当課・室に所属しています。",
            ),
        ]

    def __str__(self):
        return str(self.office)
