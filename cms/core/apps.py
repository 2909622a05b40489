from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "cms_core"

    def ready(self) -> None:
        from wagtail.models import Locale

        from cms.core import chosen, overtaking, renditions
        from cms.core.files import guarded
        from cms.core.languages import forget_site_languages
        from cms.core.models import SiteImage
        from cms.core.services.renditions import RENDITIONS

        guarded.register()
        chosen.connect()
        overtaking.connect()
        renditions.register()
        post_save.connect(
            RENDITIONS.ask_when_saved, sender=SiteImage, dispatch_uid="core.renditions"
        )

        for signal in (post_save, post_delete):
            signal.connect(forget_site_languages, sender=Locale, dispatch_uid="core.languages")
