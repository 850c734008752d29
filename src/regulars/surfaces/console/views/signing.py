"""Signing in and out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access import operations
from regulars.domain.access.errors import SignInFailed, TooManySignIns
from regulars.domain.access.queries import identity_of
from regulars.surfaces.console.forms import SignInForm
from regulars.surfaces.console.menu import start_address
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.preferences import keep_language, safe_return


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a wrong pair is answered with 422 and says no more than that it is wrong."""
    who = identity_of(request.user)
    if who is not None:
        return HttpResponseRedirect(start_address(who.role))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _opened(request, form)
        except (SignInFailed, TooManySignIns) as error:
            form.add_error(None, text_of(error))
    status = 422 if form.errors else 200
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "console/sign_in.html", context, status=status)


def _opened(request: HttpRequest, form: SignInForm) -> HttpResponse:
    who = operations.sign_in(request, form.cleaned_data["username"], form.cleaned_data["password"])
    wanted = safe_return(request, request.POST.get("next", ""))
    response = HttpResponseRedirect(start_address(who.role) if wanted == "/" else wanted)
    if who.language:
        keep_language(response, who.language)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    operations.sign_out(request)
    return HttpResponseRedirect("/")
