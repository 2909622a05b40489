"""The forms by which pictures and documents come into the Wagtail admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.core.services import uploads


class CheckedImageField(WagtailImageField):
    """Wagtail's field behind our own checks."""

    def to_python(self, data: Any) -> Any:
        """Return the picture, or say why it is not taken."""
        if data in self.empty_values:
            return None
        try:
            uploads.check_image(data)
        except uploads.UploadRefusedError as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
        return super().to_python(data)


class CheckedDocumentField(WagtailDocumentField):
    """Wagtail's field behind our own checks."""

    def to_python(self, data: Any) -> Any:
        """Return the document, or say why it is not taken."""
        if data in self.empty_values:
            return None
        try:
            uploads.check_document(data)
        except uploads.UploadRefusedError as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
        return super().to_python(data)


def _in_place_of(field: Field, kind: type[Field]) -> Field:
    """Return a field of another kind that looks the same."""
    return kind(label=field.label, required=field.required, widget=field.widget)


class ImageForm(BaseImageForm):
    """Adding and replacing a picture, by whichever of Wagtail's doors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Here and not as a declared field: the form for several uploads must have none.
        if "file" in self.fields:
            self.fields["file"] = _in_place_of(self.fields["file"], CheckedImageField)


class DocumentForm(BaseDocumentForm):
    """Adding and replacing a document, by whichever of Wagtail's doors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _in_place_of(self.fields["file"], CheckedDocumentField)
