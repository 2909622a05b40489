"""The admin addresses that are open to instructors, reviewers and translators.

Each group says why. Whatever is not here, or declared by a package's own hook, is refused to
them: reports and settings over the whole site, people, groups, workflows, redirects, languages,
collections, the admin's programming interface for files, and whatever a new package brings.
"""

from wagtail.admin.auth import require_admin_access

from courses.media.models import Audio, Video
from courses.pages.walls import checks
from courses.pages.walls.doors import Door, doors
from courses.pages.walls.views import OwnTranslationsReport, browse_own_pages, own_tags

PAGES = "wagtailadmin_pages:"

OF_NOBODY = doors(
    "Shows no content, or only the person's own account.",
    (
        "admin/account/",
        "wagtailadmin_account",
        "admin/login/",
        "admin/logout/",
        "admin/password_reset/",
        "admin/password_reset/<path:rest>",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_javascript_catalog",
        "wagtail_localize:javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_dismissibles",
        "admin/test404/",
        # There is nothing at such an address; the answer says so.
        "admin/.*/$",
    ),
) | doors(
    "A form for an address that is typed; a block's example from the code.",
    (
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_block_preview",
    ),
    checks.pages("?parent_page_id"),
)

LISTS = doors(
    "Lists what the person may explore; hooks.py narrows its panels and filters.",
    (
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_api:pages:find",
    ),
) | doors(
    "Lists the children, or offers places, that the person may explore.",
    (
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_api:pages:detail",
    ),
    checks.pages("parent_page_id", "pk"),
)

ONE_PAGE = doors(
    "One page; Wagtail asks for the right on it.",
    (
        PAGES + "edit",
        PAGES + "preview_on_edit",
        PAGES + "view_draft",
        PAGES + "delete",
        PAGES + "unpublish",
        PAGES + "usage",
        PAGES + "lock",
        PAGES + "unlock",
        PAGES + "history",
        PAGES + "history_results",
        PAGES + "revisions_index",
        PAGES + "revisions_view",
        PAGES + "revisions_revert",
        PAGES + "revisions_unschedule",
        PAGES + "workflow_action",
        PAGES + "collect_workflow_action_data",
        PAGES + "confirm_workflow_cancellation",
        PAGES + "workflow_preview",
        PAGES + "workflow_history",
        PAGES + "workflow_history_detail",
    ),
    checks.pages("page_id"),
) | {
    PAGES + "revisions_compare": Door(
        "Two versions of one page; Wagtail asks for the right on it.", (checks.pages("#0"),)
    ),
}

NEW_AND_MOVED_PAGES = (
    doors(
        "A new page below one that the person reaches; Wagtail asks for the right to add.",
        (PAGES + "add", PAGES + "preview_on_add", PAGES + "add_subpage"),
        checks.pages("parent_page_id"),
    )
    | doors(
        "Moves or copies a page. Where to is asked too: a refusal would name the place.",
        (
            PAGES + "move",
            PAGES + "move_confirm",
            PAGES + "set_page_position",
            PAGES + "copy",
        ),
        checks.pages("page_id", "page_to_move_id", "destination_id", "?new_parent_page"),
    )
    | {
        "wagtail_bulk_action": Door("Several objects at once, all asked for.", (checks.several,)),
    }
)

CHOOSING_PAGES = {
    "wagtailadmin_choose_page": Door(
        "Begins where the person's own pages begin.", instead=browse_own_pages
    ),
    "wagtailadmin_choose_page_child": Door(
        "The row and the path of the page above would be anybody's.",
        (checks.pages("parent_page_id"),),
    ),
    "wagtailadmin_choose_page_search": Door("Narrowed by hooks.py."),
    "wagtailadmin_choose_page_chosen_multiple": Door(
        "Wagtail gives title and address of any page.", (checks.pages("?id"),)
    ),
}

EDITING = {
    "wagtailadmin_editing_sessions:ping": Door(
        "Who else has this page open: Wagtail asks for the right on it.",
        (checks.editing_session,),
    ),
    "wagtailadmin_editing_sessions:release": Door("Ends a session of the person's own."),
    "wagtailadmin_tag_autocomplete": Door(
        "The tags of the person's own files; Wagtail offers everybody's.", instead=own_tags
    ),
}

IMAGES = doors(
    "Lists what the person's collections hold, and takes uploads into them.",
    (
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages:add",
        "wagtailimages:add_multiple",
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete_upload_multiple",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:create",
    ),
) | doors(
    "One or several images; Wagtail does not always ask for a right on them.",
    (
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:image_usage",
        "wagtailimages:edit_multiple",
        "wagtailimages:delete_multiple",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:chosen_multiple",
        "wagtailimages_chooser:select_format",
    ),
    checks.images("image_id", "pk", "?id"),
)

DOCUMENTS = doors(
    "Lists what the person's collections hold, and takes uploads into them.",
    (
        "wagtaildocs:index",
        "wagtaildocs:index_results",
        "wagtaildocs:add",
        "wagtaildocs:add_multiple",
        "wagtaildocs:create_multiple_from_uploaded_document",
        "wagtaildocs:delete_upload_multiple",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtaildocs_chooser:create",
    ),
) | doors(
    "One or several documents; Wagtail asks for the right on them.",
    (
        "wagtaildocs:edit",
        "wagtaildocs:delete",
        "wagtaildocs:document_usage",
        "wagtaildocs:edit_multiple",
        "wagtaildocs:delete_multiple",
        "wagtaildocs_chooser:chosen",
        "wagtaildocs_chooser:chosen_multiple",
    ),
    checks.documents("document_id", "doc_id", "pk", "?id"),
)

# Categories and tags of courses belong to nobody and everyone may choose them.
CATEGORIES_AND_TAGS = doors(
    "Categories and tags of courses are for everyone to choose.",
    (
        f"wagtailsnippetchoosers_courses_outline_{model}:{view}"
        for model in ("category", "tag")
        for view in ("choose", "choose_results", "chosen", "chosen_multiple")
    ),
)

_report = require_admin_access(OwnTranslationsReport.as_view())
_report_results = require_admin_access(OwnTranslationsReport.as_view(results_only=True))

TRANSLATIONS = doors(
    "One page's translation; asked for as the page itself.",
    (
        "wagtail_localize:edit_string_translation",
        "wagtail_localize:edit_override",
        "wagtail_localize:download_pofile",
        "wagtail_localize:upload_pofile",
        "wagtail_localize:machine_translate",
        "wagtail_localize:preview_translation",
    ),
    checks.translation,
) | {
    "wagtail_localize:translations_report": Door("The package lists everybody's.", instead=_report),
    "wagtail_localize:translations_report_results": Door(
        "The package lists everybody's.", instead=_report_results
    ),
}

# Our own views, each of which asks for the person's role in the course. `pk` is the course's page.
COURSES = {
    "courses_admin:*": Door(
        "The person's courses and what they write in them.", (checks.pages("pk", "page_id"),)
    ),
} | doors(
    "A submission that waits for the person: a reviewer of the site has no right on its pages.",
    tuple(
        f"courses_admin:{view}" for view in ("review", "add_comment", "take_back_comment", "walk")
    ),
    checks.reviews("pk"),
)

RECORDINGS = doors(
    "Lists what the person's collections hold, and takes uploads into them.",
    (
        f"courses_{kind}:{view}"
        for kind in ("videos", "audio", "video_chooser", "audio_chooser")
        for view in ("index", "index_results", "add", "choose", "choose_results", "create")
        if ("chooser" in kind) == view.startswith(("choose", "create"))
    ),
)
for _kind, _model in (("video", Video), ("audio", Audio)):
    RECORDINGS |= doors(
        "One or several recordings; the views ask for the right on them.",
        (
            *(f"courses_{_kind}_chooser:{view}" for view in ("chosen", "chosen_multiple")),
            *(
                f"courses_{_kind.replace('video', 'videos')}:{view}"
                for view in ("edit", "delete", "history", "history_results", "usage")
            ),
        ),
        checks.recordings(_model, "pk", "?id"),
    )

# Parts of the site that administrators hand to somebody by a right on a model. Instructors,
# reviewers and translators have none of these; each part is open as a whole.
CARE = {
    "wagtailusers_users:*": ("cms_accounts", "user"),
    "teach_requests:*": ("cms_accounts", "user"),
    "wagtailusers_groups:*": ("auth", "group"),
    "wagtailredirects:*": ("wagtailredirects", "redirect"),
    "wagtailsites:*": ("wagtailcore", "site"),
    "wagtaillocales:*": ("wagtailcore", "locale"),
    "wagtailsettings:*": ("cms_core", "sitesettings"),
    "notifications_admin:*": ("cms_notifications", "outgoingmail"),
    "eventlog_admin:*": ("cms_eventlog", "delivery"),
    "wagtailsnippets_courses_outline_category:*": ("courses_outline", "category"),
    "wagtailsnippets_courses_outline_tag:*": ("courses_outline", "tag"),
}

CARETAKERS = {
    name: Door("For who looks after this part of the site.", (checks.holds(*right),))
    for name, right in CARE.items()
}

DOORS: dict[str, Door] = {
    **CARETAKERS,
    **OF_NOBODY,
    **LISTS,
    **ONE_PAGE,
    **NEW_AND_MOVED_PAGES,
    **CHOOSING_PAGES,
    **EDITING,
    **IMAGES,
    **DOCUMENTS,
    **RECORDINGS,
    **COURSES,
    **CATEGORIES_AND_TAGS,
    **TRANSLATIONS,
}
