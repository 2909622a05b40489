"""Whether every column that takes words has a canary: asked of the database itself."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from psycopg.sql import SQL, Identifier

# Written by the code, by packages or by machines: names, codes, paths, times, hashes.
WITHOUT_WORDS: dict[str, str] = {
    "auth.Permission": "From the code.",
    "contenttypes.ContentType": "From the code.",
    "wagtailcore.Locale": "A language's code.",
    "wagtailimages.Image": "Not used: the site has a model of its own.",
    "wagtailimages.Rendition": "Not used: the site has a model of its own.",
    "wagtaildocs.Document": "Not used: the site has a model of its own.",
    "wagtailusers.UserProfile": "Choices of the admin's look.",
    "wagtailsearch.IndexEntry": "Vectors of words, which are searched and never shown.",
    "cms_core.SiteRendition": "Sizes and cuts of pictures.",
    "cms_accounts.TermsAcceptance": "A language's code.",
    "cms_notifications.NotificationPreference": "Names of kinds, from the code.",
    "courses_pages.WalkLink": "A language's code.",
    "courses_pages.ReleaseItem": "The hash alone.",
}
WITHOUT_WORDS_IN: dict[str, str] = {
    "path": "A place in a tree.",
    "language": "A language's code.",
    "object_id": "A key.",
    "to_object_id": "A key.",
    "file_hash": "Of a file's bytes; asked for by nothing that is shown.",
    "content_path": "The name of a field.",
    "model_path": "The name of a field.",
    "field_path": "The name of a field.",
    "filter_spec": "Sizes and cuts of pictures.",
    "focal_point_key": "Sizes and cuts of pictures.",
    "schema_version": "A number.",
    "cms_accounts.User.password": "A hash: a canary as it is.",
    "cms_accounts.User.time_zone": "A choice.",
    "cms_accounts.User.language": "A choice.",
    "cms_notifications.Notification.kind": "A name from the code.",
    "cms_notifications.OutgoingMail.kind": "A name from the code.",
    "courses_pages.Release.hash": "A hash: a canary as it is.",
    "courses_pages.ReleasedContent.hash": "A hash: a canary as it is.",
    "courses_pages.CoursePage.spoken_languages": "Codes of languages.",
    "courses_pages.Release.look_again": "Ids of blocks.",
    "courses_outline.Lesson.content_hash": "A hash: a canary as it is.",
    "courses_outline.Block.kind": "The name of a block.",
    "courses_outline.Block.material_hash": "A hash: a canary as it is.",
    "courses_outline.Listing.level": "A choice.",
    "courses_outline.ListingPrice.currency": "A currency's code.",
    "wagtailcore.Site.hostname": "Where the site is asked for.",
    "wagtailcore.ModelLogEntry.action": "A name from the code.",
    "wagtailcore.PageLogEntry.action": "A name from the code.",
    "wagtailcore.Comment.contentpath": "The name of a field.",
    "wagtailadmin.FormState.parent_object_id": "A key.",
    "wagtail_localize.Template.template": "Markup, with places for the words.",
    "wagtail_localize.Template.template_format": "A name from the code.",
    "wagtail_localize.StringSegment.attrs": "Addresses of links, made anew.",
}


def columns() -> Iterator[tuple[str, type[models.Model], models.Field]]:
    """Yield every column that takes words, each as `app.Model.field`."""
    for model in apps.get_models():
        label = model._meta.label
        if not model._meta.managed or model._meta.proxy or label in WITHOUT_WORDS:
            continue
        # A page's own columns and those that it has of all pages: each of its kind.
        for one in model._meta.concrete_fields:
            if is_for_words(one) and not is_excused(label, one.name):
                yield f"{label}.{one.name}", model, one


def is_for_words(one: models.Field) -> bool:
    if isinstance(one, models.FileField):
        return False
    kinds = models.CharField | models.TextField | models.JSONField
    return isinstance(one, kinds) and not one.choices


def is_excused(label: str, name: str) -> bool:
    return name in WITHOUT_WORDS_IN or f"{label}.{name}" in WITHOUT_WORDS_IN


def has_canary(model: type[models.Model], one: models.Field) -> bool:
    """Say whether some row of the model has a word in the column."""
    own, above = model._meta.db_table, one.model._meta.db_table
    table, column, rows = Identifier(above), Identifier(above, one.column), SQL("")
    if own != above:
        # Of all pages, those of this kind.
        key = Identifier(above, one.model._meta.pk.column)
        link = Identifier(model._meta.pk.column)
        rows = SQL(" AND {} IN (SELECT {} FROM {})").format(key, link, Identifier(own))
    query = SQL("SELECT EXISTS (SELECT 1 FROM {} WHERE {}::text ~ '(cnry|9041)[0-9]{{6}}'{})")
    with connection.cursor() as cursor:
        cursor.execute(query.format(table, column, rows))
        return bool(cursor.fetchone()[0])
