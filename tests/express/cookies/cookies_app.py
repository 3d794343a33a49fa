"""The handlers of the cookies group; what Express does not do by itself is switched off."""

from __future__ import annotations

from datetime import UTC, datetime

from gateway.http import Response, redirect

PAST = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
AS_EXPRESS = {"http_only": False, "same_site": None}


def setting(request, name="name", value="tobi", **attributes):
    response = Response("set")
    response.set_cookie(name, value, **(AS_EXPRESS | attributes))
    return response


def plain(request):
    return setting(request)


def value(request):
    return setting(request, value=request.query["value"])


def max_age(request):
    return setting(request, max_age=60)


def max_age_fraction(request):
    return setting(request, max_age=1.5)


def max_age_none(request):
    return setting(request, max_age=0)


def expires(request):
    return setting(request, expires=PAST)


def both(request):
    return setting(request, expires=PAST, max_age=60)


def path(request):
    return setting(request, path="/admin")


def domain(request):
    return setting(request, domain=".example.com")


def http_only(request):
    return setting(request, http_only=True)


def secure(request):
    return setting(request, secure=True)


def lax(request):
    return setting(request, same_site="lax")


def strict(request):
    return setting(request, same_site="strict")


def cross_site(request):
    return setting(request, same_site="none", secure=True)


def partitioned(request):
    return setting(request, partitioned=True, secure=True)


def priority(request):
    return setting(request, priority="high")


def encode(request):
    return setting(request, value="a b", encode=lambda text: text.replace(" ", "_"))


def everything(request):
    return setting(
        request,
        max_age=3600,
        path="/x",
        domain="example.com",
        http_only=True,
        secure=True,
        same_site="strict",
        partitioned=True,
        priority="low",
    )


def several(request):
    response = Response("set")
    for name, value in (("a", "1"), ("b", "2"), ("a", "3")):
        response.set_cookie(name, value, **AS_EXPRESS)
    return response


def error(request):
    response = setting(request)
    response.status = 404
    return response


def redirected(request):
    response = redirect(request, "/there")
    response.set_cookie("name", "tobi", **AS_EXPRESS)
    return response


def json(request):
    response = Response.json({"set": True})
    response.set_cookie("name", "tobi", **AS_EXPRESS)
    return response


def bad_name(request):
    return setting(request, name="na me")


def bad_path(request):
    return setting(request, path="/a;b")


def bad_domain(request):
    return setting(request, domain="a;b")


def bad_same_site(request):
    return setting(request, same_site="sometimes")


def bad_priority(request):
    return setting(request, priority="urgent")


def bad_max_age(request):
    return setting(request, max_age="soon")


def clearing(request, **attributes):
    response = Response("cleared")
    response.delete_cookie("name", **(AS_EXPRESS | attributes))
    return response


def clear(request):
    return clearing(request)


def clear_path(request):
    return clearing(request, path="/admin")


def clear_attributes(request):
    return clearing(request, domain="example.com", http_only=True, secure=True)


def read(request):
    return dict(request.cookies)


def signed(request):
    return setting(request, name="signed", value=request.query["value"], signed=True)


def signed_path(request):
    return setting(request, name="signed", value="x", signed=True, path="/p", max_age=1)


def read_signed(request):
    signed = request.signed_cookies.get("signed")
    return {"plain": "signed" in request.cookies and signed is None, "signed": signed}
