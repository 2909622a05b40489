"""Categories: a tree of three levels, one in all languages."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from cms.pages.services import set_up_site
from courses.outline.models import Category, Tag
from courses.outline.services import (
    category_choices,
    ensure_starting_categories,
    topmost_tints,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return Locale.objects.get(language_code="en")


def make(name, locale, above=None, **fields):
    row = Category(name=name, locale=locale, parent_key=above and above.translation_key, **fields)
    row.full_clean()
    row.save()
    return row


class TestTree:
    def test_three_levels_stand_and_a_fourth_is_refused(self, english):
        top = make("Nature", english, tint="moss")
        middle = make("Water", english, top)
        leaf = make("Rivers", english, middle)
        with pytest.raises(ValidationError) as caught:
            make("Upper reaches", english, leaf)
        assert caught.value.message_dict == {
            "parent_key": ["Categories are at most three levels deep. Choose a higher one."]
        }
        assert category_choices(english.pk) == [
            (top.pk, "Nature"),
            (middle.pk, "— Water"),
            (leaf.pk, "— — Rivers"),
        ]
        assert set(topmost_tints().values()) == {"moss"}

    def test_a_branch_is_not_moved_below_the_third_level(self, english):
        top = make("Nature", english)
        middle = make("Water", english, top)
        branch = make("Craft", english)
        make("Wood", english, branch)
        branch.parent_key = middle.translation_key
        with pytest.raises(ValidationError):
            branch.full_clean()

    def test_a_category_stands_neither_under_itself_nor_under_its_own(self, english):
        top = make("Nature", english)
        below = make("Water", english, top)
        for key in (top.translation_key, below.translation_key):
            top.parent_key = key
            with pytest.raises(ValidationError) as caught:
                top.full_clean()
            assert "parent_key" in caught.value.message_dict

    def test_a_parent_that_is_gone_is_refused(self, english):
        top = make("Nature", english)
        key = top.translation_key
        top.delete()
        row = Category(name="Water", locale=english, parent_key=key)
        with pytest.raises(ValidationError) as caught:
            row.full_clean()
        assert caught.value.message_dict == {
            "parent_key": ["The category above it is gone. Choose another one."]
        }

    def test_addresses_differ_within_a_language_only(self, english):
        french = Locale.objects.create(language_code="fr")
        assert make("Nature", english).slug == make("Nature", french).slug == "nature"
        with pytest.raises(ValidationError):
            make("nature", english)
        assert make("الأرض", english).slug == "الأرض"
        assert Tag(name="Été", locale=english).full_clean() is None


class TestBeginning:
    def test_a_new_site_has_six_in_each_language_as_one_tree(self):
        set_up_site("Fledge", languages=["en", "fr", "sw", "ar"])
        assert Category.objects.count() == 24
        keys = Category.objects.values_list("translation_key", flat=True)
        assert len(set(keys)) == 6
        assert len(set(topmost_tints().values())) == 6
        moss = Category.objects.get(slug="earth-and-sky")
        french = moss.get_translation(Locale.objects.get(language_code="fr"))
        assert french.name == "Terre et ciel"

    def test_a_second_run_leaves_what_people_changed(self):
        set_up_site("Fledge", languages=["en"])
        Category.objects.exclude(slug="earth-and-sky").delete()
        assert ensure_starting_categories() == []
        assert Category.objects.count() == 1
        Locale.objects.create(language_code="fr")
        assert ensure_starting_categories() == ["categories fr"]
        assert Category.objects.count() == 7
