"""The doors by which files come into the admin, each used as a browser uses it."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from cms.core.models import SiteDocument, SiteImage
from tests.core import upload_samples as samples

BOUNDARY = "------fledge-test"


def body_of(fields: dict[str, str], field: str, name: str, content: bytes) -> bytes:
    """Return a form as a browser sends it; Django's own test client cleans names."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    parts += [head.encode(), b"Content-Type: image/png\r\n\r\n", content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


@dataclass(frozen=True)
class Door:
    """One way in: where to send a file, under which field, and whether a script sends it."""

    url_name: str
    field: str = "file"
    is_script: bool = False
    replaces: bool = False

    @property
    def is_for_images(self) -> bool:
        return self.url_name.startswith("wagtailimages")

    @property
    def model(self):
        return SiteImage if self.is_for_images else SiteDocument

    @property
    def sound(self) -> tuple[str, bytes]:
        """Return name and content of a file that this door takes."""
        if self.is_for_images:
            return "holiday.png", samples.picture("PNG")
        return "plan.pdf", b"%PDF-1.7 plan"

    def send(self, client: Client, name: str, content: bytes, pk: int = 0) -> HttpResponse:
        prefix = self.field.removesuffix("file") if "upload" in self.field else ""
        collection = str(Collection.get_first_root_node().pk)
        fields = {f"{prefix}title": "Oven", f"{prefix}collection": collection}
        extra = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if self.is_script else {}
        return client.post(
            reverse(self.url_name, args=[pk] if self.replaces else []),
            data=body_of(fields, self.field, name, content),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            **extra,
        )

    def reason_in(self, response: HttpResponse) -> str:
        """Return what the door says of the file."""
        if self.field == "files[]":
            answer = json.loads(response.content)
            assert answer["success"] is False
            return answer["error_message"]
        if self.is_script:
            assert json.loads(response.content)["step"] == "reshow_creation_form"
        form = response.context["form"]
        return "\n".join(form.errors["file"])


DOORS = {
    "image": Door("wagtailimages:add"),
    "images": Door("wagtailimages:add_multiple", "files[]", is_script=True),
    "image chooser": Door(
        "wagtailimages_chooser:create", "image-chooser-upload-file", is_script=True
    ),
    "image replaced": Door("wagtailimages:edit", replaces=True),
    "document": Door("wagtaildocs:add"),
    "documents": Door("wagtaildocs:add_multiple", "files[]", is_script=True),
    "document chooser": Door(
        "wagtaildocs_chooser:create", "document-chooser-upload-file", is_script=True
    ),
    "document replaced": Door("wagtaildocs:edit", replaces=True),
}


def stored() -> tuple[set[str], list]:
    """Return every file in the folder and every row, to see that nothing was added.

    Renditions are left out: a page that shows a picture makes one.
    """
    folder = Path(settings.MEDIA_ROOT)
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    files = {name for name in found if not name.startswith("images/")}
    rows = [*SiteImage.objects.values_list("pk", "file", "title", "file_hash")]
    rows += [*SiteDocument.objects.values_list("pk", "file", "title", "file_hash")]
    return files, rows
