"""Two instructors, each with a collection of her own; and an administrator."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from cms.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

ALL = tuple(f"{act}_{kind}" for kind in ("video", "audio") for act in ("add", "change", "choose"))


@dataclass(frozen=True)
class Place:
    """An instructor and the collection in which she may do everything."""

    user: User
    collection: Collection

    def may(self, *codenames: str) -> None:
        """Let her do just this in it."""
        group = self.user.groups.get(name=self.collection.name)
        group.collection_permissions.all().delete()
        allow(group, self.collection, codenames)


def allow(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label="courses_media", codename__in=codenames
    ):
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )


def place_of(name: str) -> Place:
    user = UserFactory(instructor=True, display_name=name)
    group = Group.objects.create(name=f"Course of {name}")
    user.groups.add(group)
    collection = Collection.get_first_root_node().add_child(name=group.name)
    allow(group, collection, ALL)
    return Place(user, collection)


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def site(db):
    return make_site(["en"])


@pytest.fixture
def without_walls(settings):
    """Take away the walls of `courses.pages`: what is asked here holds without them too."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "walls" not in name]


@pytest.fixture
def ines(site, folder) -> Place:
    return place_of("Ines")


@pytest.fixture
def tom(site, folder) -> Place:
    return place_of("Tom")
