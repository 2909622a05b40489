"""The tags behind the shared parts."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string

from cms.core.templatetags.part_tags import CRESTS, TINTS, bird_of, page_numbers, percent_of


def in_one_line(html):
    """Return the HTML with one blank wherever there are several: how it is laid out is free."""
    return " ".join(html.split()).replace("> <", "><")


def person(pk, **more):
    return SimpleNamespace(pk=pk, **more)


def test_a_person_has_the_same_bird_for_ever():
    assert bird_of(person(7)) == bird_of(person(7))
    assert (bird_of(person(7)).crest, bird_of(person(7)).tint) == (2, "clay")


def test_birds_are_spread_over_all_crests_and_tints():
    counts = Counter(bird_of(person(pk)) for pk in range(2400))
    assert len(counts) == CRESTS * len(TINTS)
    assert min(counts.values()) > 60  # 100 each would be even


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 10, 0),
        (1, 1000, 1),
        (999, 1000, 99),
        (1000, 1000, 100),
        (5, 11, 45),
        (3, 0, 0),
        (12, 10, 100),
        (-1, 10, 0),
    ],
)
def test_a_share_is_whole_only_when_it_is(part, whole, percent):
    assert percent_of(part, whole) == percent


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, None, 12]),
        (5, [1, None, 4, 5, 6, None, 12]),
        (12, [1, None, 11, 12]),
    ],
)
def test_pages_far_away_are_left_out(number, shown):
    assert page_numbers(Paginator(range(120), 10).page(number)) == shown


def test_pages_are_links_that_keep_the_rest_of_the_address():
    page = Paginator(range(30), 10).page(2)
    context = {"list_page": page, "query": "q=tea&"}
    html = in_one_line(render_to_string("components/pagination.html", context))
    assert 'rel="prev" href="?q=tea&amp;page=1"' in html
    assert 'rel="next" href="?q=tea&amp;page=3"' in html
    assert html.count("aria-current") == 1
    single = {"list_page": Paginator(range(3), 10).page(1), "query": ""}
    assert render_to_string("components/pagination.html", single).strip() == ""


def test_a_picture_takes_the_birds_place_and_says_nothing():
    drawn = render_to_string("components/avatar.html", {"user": person(7), "size": "l"})
    assert "icons.svg#bird-2" in drawn
    assert 'class="face clay l"' in drawn
    assert 'aria-hidden="true"' in drawn
    avatar = SimpleNamespace(url="/files/signed?until=1")
    html = render_to_string("components/avatar.html", {"user": person(7, avatar=avatar)})
    assert 'src="/files/signed?until=1"' in html
    assert 'alt=""' in html
    assert "bird" not in html


def test_a_vane_says_in_words_what_it_shows():
    template = engines["django"].from_string(
        '{% include "components/vane.html" with barbs=barbs label=label only %}'
    )
    html = in_one_line(template.render({"barbs": ["done", "here", ""], "label": "1 of 3 lessons"}))
    assert '<span class="done"></span><span class="here"></span><span></span>' in html
    assert "1 of 3 lessons</p>" in html
