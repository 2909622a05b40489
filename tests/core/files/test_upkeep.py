"""Files go when their rows go: none too early, none left over."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.images.models import Filter

from cms.core.models import SiteImage, SiteRendition
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Give a block at whose end what waits for a commit is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def site(area):
    return make_site(["en"])


def test_a_deleted_picture_takes_what_was_made_from_it_along(image, area, commit):
    image.get_renditions("width-20", "width-30|public")
    assert len(area.names()) == 3
    with commit():
        image.delete()
        assert len(area.names()) == 3
    assert area.names() == set()


def test_a_deleted_document_takes_its_file_along(document, area, commit):
    assert area.names() == {document.file.name}
    with commit():
        document.delete()
    assert area.names() == set()


def test_a_file_stays_when_the_deletion_is_rolled_back(image, document, area, commit):
    image.get_renditions("width-20", "width-30|public")
    before = area.names()
    with commit(), pytest.raises(RuntimeError), transaction.atomic():
        image.delete()
        document.delete()
        default_storage.delete(document.file.name)
        raise RuntimeError
    assert area.names() == before
    assert len(before) == 4


def post_picture(reader, image, picture):
    data = {
        "title": "New",
        "collection": image.collection_id,
        "file": SimpleUploadedFile("new.png", picture, "image/png"),
    }
    return reader.post(f"/admin/images/{image.pk}/", data)


def test_a_replaced_picture_leaves_nothing_behind(site, image, area, reader, commit):
    image.get_renditions("width-20", "width-30|public")
    old = area.names()
    with image.open_file() as file:
        picture = file.read()
    with commit():
        response = post_picture(reader, image, picture)
    assert response.status_code == 302
    image = SiteImage.objects.get()
    assert image.title == "New"
    assert image.file.name not in old
    assert not area.names() & old
    assert image.file.name in area.names()


def test_a_replaced_picture_keeps_its_file_when_saving_fails(
    site, image, area, reader, commit, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError("after the form has saved")

    monkeypatch.setattr("wagtail.images.forms.search_index.insert_or_update_object", fail)
    with image.open_file() as file:
        picture = file.read()
    with commit(), pytest.raises(RuntimeError):
        post_picture(reader, image, picture)
    kept = SiteImage.objects.get()
    assert (kept.title, kept.file.name) == (image.title, image.file.name)
    assert image.file.name in area.names()


def test_a_replaced_document_leaves_nothing_behind(site, document, area, reader, commit):
    old = document.file.name
    data = {
        "title": "New",
        "collection": document.collection_id,
        "file": SimpleUploadedFile("new.txt", b"Flour and water", "text/plain"),
    }
    with commit():
        response = reader.post(f"/admin/documents/edit/{document.pk}/", data)
    assert response.status_code == 302
    document.refresh_from_db()
    assert area.names() == {document.file.name}
    assert document.file.name != old


def test_a_store_that_fails_does_not_undo_the_deletion(document, area, commit, monkeypatch, caplog):
    def fail(storage, name):
        raise OSError("away")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", fail)
        patched.setattr("storages.backends.s3.S3Storage.delete", fail)
        with commit():
            document.delete()
    assert not type(document).objects.exists()
    assert "away" in caplog.text


def test_an_existing_file_at_an_old_name_stays_reachable_in_the_private_area(area, editor, reader):
    from cms.core.models import SiteDocument

    old = default_storage.save("documents/recipe.pdf", ContentFile(b"old"))
    document = SiteDocument.objects.create(title="Recipe", file=old)
    assert document.file.name == "documents/recipe.pdf"
    assert area.get(reader, document.file.url).content == b"old"


@pytest.fixture
def overtaken(image, monkeypatch):
    """While one process makes a picture, another one is quicker with the same."""
    generate = SiteImage.generate_rendition_file
    started = []

    def slowly(self, filter, **kwargs):
        if filter.spec not in started:
            started.append(filter.spec)
            SiteImage.objects.get(pk=self.pk).get_rendition(filter.spec)
        return generate(self, filter, **kwargs)

    monkeypatch.setattr(SiteImage, "generate_rendition_file", slowly)
    return image


def test_of_two_who_make_the_same_picture_at_once_one_file_is_kept(overtaken, area, commit):
    with commit():
        made = overtaken.get_rendition("width-20|format-webp")
    assert made.pk == overtaken.renditions.get().pk
    assert area.names() == {overtaken.file.name, made.file.name}


def test_of_two_who_make_several_at_once_one_file_of_each_is_kept(image, area, commit, monkeypatch):
    specs = ["width-20", "width-30|public"]
    bulk_create = type(SiteRendition.objects.all()).bulk_create
    others = []

    def late(self, rows, **kwargs):
        if not others:
            # After Wagtail has looked for what others made: it has no second look.
            others.extend(
                SiteImage.objects.get(pk=image.pk).create_rendition(Filter(spec)) for spec in specs
            )
        return bulk_create(self, rows, **kwargs)

    monkeypatch.setattr(type(SiteRendition.objects.all()), "bulk_create", late)
    with commit():
        made = image.get_renditions(*specs)
    assert {one.pk for one in made.values()} == {one.pk for one in others}
    assert area.names() == {image.file.name} | {one.file.name for one in others}
