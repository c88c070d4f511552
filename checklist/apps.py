from django.apps import AppConfig


class ChecklistConfig(AppConfig):
    name = "checklist"

    def ready(self) -> None:
        """Let the finders of what the portal shows beside an item, and the judge of its files, register themselves."""
        from checklist.queries import papers, shown  # noqa: F401 - they register themselves
