from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        from programs import services
        from programs.admin import permissions

        from . import index, models, signals

        services.after_refresh.append(index.refresh)
        permissions.CONTENT.append(models.Synonym)
        signals.connect()
