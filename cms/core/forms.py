"""The forms by which pictures and documents come into the Wagtail admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Field, FileField
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.core.services import uploads
from cms.core.services.renditions import RENDITIONS
from cms.core.uploads.arrivals import arrival_of


def _count(file: Any, user: Any) -> None:
    """Count an upload; the one too many is answered with the page for it.

    Wagtail's scripts show the status of such an answer and nothing else, so that theirs is
    told at the field.
    """
    if user is None:
        return
    arrival = arrival_of(file)
    try:
        uploads.count_upload(user, arrival.network if arrival else None)
    except uploads.TooManyUploadsError as refusal:
        if arrival and arrival.is_from_script:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
        raise


class CheckedUpload(FileField):
    """A field for files behind our own checks; beside it comes the field that it stands for."""

    # Who uploads; the form says it. Nobody's uploads are not counted.
    user: Any = None

    def check_upload(self, file: Any) -> None:
        """Raise UploadRefusedError for what is not taken."""
        raise NotImplementedError

    def to_python(self, data: Any) -> Any:
        """Return the file, or say why it is not taken."""
        if data in self.empty_values:
            return None
        _count(data, self.user)
        try:
            self.check_upload(data)
        except uploads.UploadRefusedError as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
        return super().to_python(data)


class CheckedImageField(CheckedUpload, WagtailImageField):
    """Wagtail's field for pictures."""

    def check_upload(self, file: Any) -> None:
        uploads.check_image(file)


class CheckedDocumentField(CheckedUpload, WagtailDocumentField):
    """Wagtail's field for documents."""

    def check_upload(self, file: Any) -> None:
        uploads.check_document(file)


def _in_place_of(
    field: Field, kind: type[CheckedImageField | CheckedDocumentField], user: Any
) -> Field:
    """Return a field of another kind that looks the same."""
    made = kind(label=field.label, required=field.required, widget=field.widget)
    made.user = user
    return made


class ImageForm(BaseImageForm):
    """Adding and replacing a picture, by whichever of Wagtail's doors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        # Here and not as a declared field: the form for several uploads must have none.
        if "file" in self.fields:
            self.fields["file"] = _in_place_of(self.fields["file"], CheckedImageField, user)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save, and have the standard renditions made of a new file.

        In one transaction, so that the task begins when the old file's renditions are gone.
        """
        if "file" in self.changed_data:
            RENDITIONS.order(self.instance)
        return super().save(commit=commit)


class DocumentForm(BaseDocumentForm):
    """Adding and replacing a document, by whichever of Wagtail's doors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _in_place_of(self.fields["file"], CheckedDocumentField, user)
