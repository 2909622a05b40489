from django.apps import AppConfig


class OutlineConfig(AppConfig):
    name = "courses.outline"
    label = "courses_outline"

    def ready(self) -> None:
        """Say which role looks after categories and tags."""
        from cms.accounts.enums import Role
        from cms.accounts.permissions import register_role_permissions

        register_role_permissions(
            Role.ADMINISTRATOR,
            "courses_outline.add_category",
            "courses_outline.change_category",
            "courses_outline.delete_category",
            "courses_outline.add_tag",
            "courses_outline.change_tag",
            "courses_outline.delete_tag",
        )
