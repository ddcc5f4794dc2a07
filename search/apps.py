from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        from programs import services

        from . import index

        services.after_refresh.append(index.refresh)
