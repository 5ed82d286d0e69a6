"""Who is asking: the one place where a request becomes a customer, a staff member and an Actor."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from assay.accounts.models import Account, StaffMember, User
from assay.core.refusal import NotPermitted
from assay.web.middleware import problem

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def user_of(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def account_of(request: HttpRequest) -> Account | None:
    user = user_of(request)
    return Account.objects.select_related("user").filter(user=user).first() if user else None


def staff_of(request: HttpRequest) -> StaffMember | None:
    user = user_of(request)
    return StaffMember.objects.filter(user=user).first() if user else None


def _page_of(request: HttpRequest) -> str:
    """Return the page somebody is on: what was asked for, or where a form or a script asked from."""
    is_page = request.method == "GET" and not request.headers.get("HX-Request") and not _is_script(request)
    referer = urlsplit(request.headers.get("Referer", ""))
    if is_page or referer.netloc != request.get_host():
        return request.get_full_path()
    return urlunsplit(("", "", referer.path, referer.query, ""))


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def signed_out(request: HttpRequest) -> HttpResponse:
    """Ask to sign in, and come back to the same page afterwards. A script is told where."""
    to_sign_in = redirect_to_login(_page_of(request))
    if request.method != "GET":
        words = gettext("You were signed out. Sign in, and you go on where you were.")
        messages.info(request, words)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(to_sign_in["Location"])
    if not _is_script(request):
        return to_sign_in
    answer = problem(401, "access.signed_out", gettext("You were signed out."), "")
    answer["Location"] = to_sign_in["Location"]
    return answer


def for_customers(
    view: Callable[Concatenate[HttpRequest, Account, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view the signed-in customer's account; send everybody else to sign in."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        account = account_of(request)
        if account is None:
            if user_of(request) is not None:
                raise NotPermitted("self")
            return signed_out(request)
        return view(request, account, *args, **kwargs)

    return inner


def for_staff(
    view: Callable[Concatenate[HttpRequest, StaffMember, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view the signed-in staff member. Permissions are asked by the actions.

    Staff discuss cases in one language, so the console is in English whatever the browser asks for.
    """

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        member = staff_of(request)
        if member is None:
            if user_of(request) is not None:
                raise NotPermitted("staff")
            return redirect_to_login(request.get_full_path())
        with translation.override("en"):
            response = view(request, member, *args, **kwargs)
        response.headers.setdefault("Content-Language", "en")
        return response

    return inner
