"""Who is asking: the one place where a request becomes a customer, a staff member and an Actor."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from assay.accounts.models import Account, StaffMember, User
from assay.core.refusal import NotPermitted

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
            return redirect_to_login(request.get_full_path())
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
