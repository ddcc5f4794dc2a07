from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "config.signin"
    label = "signin"
    verbose_name = "サインイン"

    def ready(self) -> None:
        from . import audit, sessions

        audit.connect()
        sessions.connect()
