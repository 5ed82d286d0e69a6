"""The page a small form stood on, to which its answer leads back; never a page of somebody else's site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_before(request: HttpRequest) -> str:
    """Return the path in the form's field `next`; the first page where it is not one of ours."""
    path = request.POST.get("next", "/")
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}) else "/"
