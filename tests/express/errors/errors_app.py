"""The handlers of the errors group."""

from __future__ import annotations

from gateway.http import NEXT, RESUME, HTTPError, abort, negotiate


class OutOfStock(Exception):  # noqa: N818  (the name of what happened)
    """Nothing is left."""


class SoldOut(OutOfStock):
    """Nothing will come, either."""


def plain(request):
    raise RuntimeError("a secret")


def status(request, code):
    raise HTTPError(code, "told")


def retry(request):
    abort(503, "later", headers={"Retry-After": "120"})


def library(request):
    error = RuntimeError("what a library says of itself")
    error.status = 418
    raise error


def forbidden(request):
    abort(403, "keep out")


def stock(request):
    raise OutOfStock("no ferrets left")


def sold(request):
    raise SoldOut("the last is gone")


def gone(request):
    abort(410, "long ago")


def legal(request):
    abort(451, "not here")


def bad_gateway(request):
    abort(502, "nobody there")


def gone_api(request):
    abort(410, "from the api")


def stock_api(request):
    raise OutOfStock("no hay")


def conflict(request):
    abort(409, "for the outside")


def unprocessable(request):
    abort(422, "for the route")


def for_the_route(request, error):
    return f"route: {error.description}"


def gone_passed(request):
    abort(410, "passed by the route")


def passed(request, error):
    return NEXT


def for_the_api(request, error):
    return {"error": error.description}


def stock_of_the_api(request, error):
    return {"error": str(error)}, 409


def never_mind(request):
    abort(400, "never mind")


def resumed(request, error):
    return RESUME


def first(request):
    abort(417, "the first")


def in_your_words(request):
    abort(424, "in your words")


def precondition(request):
    abort(428, "answered as fine")


def sorry(request, error):
    return f"sorry: {error}", 409


def passes(request, error):
    return "passes this one"


def second(request, error):
    return "the second takes it"


def broken(request, error):
    raise RuntimeError("the second")


def fine(request, error):
    return "all is fine", 200


def negotiated(request, error):
    message = error.description
    response = negotiate(request, {"html": f"<p>{message}</p>", "json": {"error": message}, "text": message})
    response.status = 424
    return response


def others(request, error):
    return "any 5xx but 500 and 503"
