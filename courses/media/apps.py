from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class MediaConfig(AppConfig):
    name = "courses.media"
    label = "courses_media"

    def ready(self) -> None:
        """Make the files known, and have new ones inspected and old ones deleted."""
        from cms.accounts.permissions import register_collection_permissions
        from courses.media import gates
        from courses.media.models import Audio, CaptionTrack, Video
        from courses.media.services.inspection import AUDIO_WORK, VIDEO_WORK
        from courses.media.services.uploads import delete_files

        gates.register()
        for kind in ("video", "audio"):
            acts = ("add", "change", "delete", "choose")
            register_collection_permissions("courses_media", *[f"{act}_{kind}" for act in acts])
        post_save.connect(VIDEO_WORK.ask_when_saved, sender=Video, dispatch_uid="media.video")
        post_save.connect(AUDIO_WORK.ask_when_saved, sender=Audio, dispatch_uid="media.audio")
        for model in (Video, Audio, CaptionTrack):
            post_delete.connect(
                delete_files, sender=model, dispatch_uid=f"media.delete.{model.__name__}"
            )
