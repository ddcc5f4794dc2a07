from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "施策カタログ"

    def ready(self) -> None:
        from programs.drafting import guard

        guard.install()
