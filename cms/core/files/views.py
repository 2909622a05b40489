"""The doors: private files, documents, and the public area where it is a folder.

Every refusal is the same 403, so that nobody learns what exists; only who may open a file is
told that it is gone.
"""

from http import HTTPStatus
from typing import Any

from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served

from cms.core.files import answers, kinds, links
from cms.core.files.names import neutral_name
from cms.core.gate import may_open, may_pass
from cms.core.problems import problem_page


def _refusal(request: HttpRequest) -> HttpResponseBase:
    return problem_page(request, HTTPStatus.FORBIDDEN, template="files/refused.html")


@require_safe
def private_file(request: HttpRequest, token: str, shown_name: str) -> HttpResponseBase:
    """Answer with a private file: the signature first, then the gate, then the bytes."""
    try:
        link = links.read(token, shown_name)
    except links.BadLinkError:
        return _refusal(request)
    owner = kinds.owner_of(link.name)
    by_pass = owner is not None and _has_pass(request, owner.kind, owner.obj, link.name)
    if owner is None or not (by_pass or may_open(request.user, owner.kind, owner.obj)):
        return _refusal(request)
    disposition = answers.disposition_header(link.name, owner.saved_as, link.disposition)
    storage = storages["private"]
    presigned = getattr(storage, "presigned_address", None)
    if presigned is not None and not owner.is_answered_here:
        return answers.redirect_unkept(
            presigned(link.name, method=request.method, disposition=disposition)
        )
    answer = answers.answer_from_folder if presigned is None else answers.answer_from_bucket
    response = answer(
        request,
        storage,
        link.name,
        disposition=disposition,
        # A pass may end at any moment, and what it opened must be asked for again then.
        cache_control="private, no-store" if by_pass else f"private, max-age={link.seconds_left()}",
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _has_pass(request: HttpRequest, kind: str, obj: Any, name: str) -> bool:
    text = request.GET.get(links.PARAMETER, "")
    return bool(text) and may_pass(text, kind, obj, name)


@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a file of the public area, where no bucket or proxy does."""
    return answers.answer_from_folder(
        request,
        storages["public"],
        path,
        disposition=answers.disposition_header(path, neutral_name(path)),
        cache_control=answers.FOREVER,
    )


@require_safe
def document(request: HttpRequest, document_id: int, shown_name: str) -> HttpResponseBase:
    """Lead from a document's lasting address to a signed one, for those who may have it.

    The name is for people to read: an old one still leads there after the title was changed.
    """
    model = get_document_model()
    found = model.objects.select_related("collection").filter(pk=document_id).first()
    if found is None:
        return _refusal(request)
    name = found.file.name
    by_pass = _has_pass(request, "document", found, name)
    if not (by_pass or may_open(request.user, "document", found)):
        return _refusal(request)
    document_served.send(sender=model, instance=found, request=request)
    carried = request.GET.get(links.PARAMETER, "")
    # The same file, so the same pass.
    with links.passes((lambda _name: carried) if by_pass else None):
        return answers.redirect_unkept(links.address(name))
