"""The door of the staff side: permission first, then a page that no cache keeps."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from assay import access
from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.web import clock
from assay.web.people import for_staff

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, StaffMember, P], HttpResponse]


def needs(
    permission: Permission,
) -> Callable[[StaffView[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Let only staff with the permission in; everybody else gets 403, visitors are sent to sign in."""

    def around(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        def inner(
            request: HttpRequest, member: StaffMember, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            access.require(member.actor(), permission)
            return not_kept(view(request, member, *args, **kwargs))

        update_wrapper(inner, view)
        return for_staff(inner)

    return around


def not_kept(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to keep what staff see: it is about customers."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def rights(member: StaffMember) -> dict[str, bool]:
    """Return what the member may do, by names a template can ask for (`may.review_decide`)."""
    held = access.permissions_of(member.actor())
    return {permission.name.lower(): permission in held for permission in Permission}


def page(
    request: HttpRequest, member: StaffMember, name: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a template of the console with what each of them needs."""
    full = {
        "may": rights(member),
        "member": member,
        "now": clock.now(),
        "section": name.split(".", maxsplit=1)[0],
    } | context
    return render(request, f"console/{name}", full, status=status)


def names_of(ids: set[str]) -> dict[str, str]:
    """Return the names of staff members by id, for lists that hold ids only."""
    return dict(StaffMember.objects.filter(pk__in=ids).values_list("pk", "name"))
