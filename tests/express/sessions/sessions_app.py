"""The handlers of the sessions group."""

from __future__ import annotations

from gateway.http import redirect


def read(request):
    return {"user": request.session.get("user"), "views": request.session.get("views")}


def login(request, name):
    request.session["user"] = name
    return "in"


def count(request):
    request.session["views"] = request.session.get("views", 0) + 1
    return {"views": request.session["views"]}


def same(request):
    if "user" in request.session:
        request.session["user"] = request.session["user"]
    return "same"


def forget(request):
    request.session.pop("user", None)
    return "forgotten"


def nested(request):
    request.session["cart"] = {"items": [1, "é", None, True]}
    return "kept"


def cart(request):
    return {"cart": request.session.get("cart")}


def error(request):
    request.session["user"] = "kept"
    raise RuntimeError("broken")


def missing(request):
    request.session["user"] = "kept too"
    return "none", 404


def redirected(request):
    request.session["user"] = "moved"
    return redirect(request, "/read")


def state(request):
    return {"is_new": request.session.is_new, "is_populated": bool(request.session)}


def destroy(request):
    request.session.destroy()
    return "gone"


def regenerate(request):
    old = request.session.id
    request.session.regenerate()
    request.session.clear()
    request.session["user"] = "new"
    return {"is_other": request.session.id != old}


def save(request):
    request.session["user"] = "saved"
    request.session.save()
    return "saved"


def reload(request):
    request.session["user"] = "thrown away"
    request.session.reload()
    return {"user": request.session.get("user")}


def touch(request):
    request.session.touch()
    return "touched"


def minute(request):
    request.session.max_age = 60
    request.session["user"] = "short"
    return "kept"


def flash_one(request):
    return {"count": request.flash("info", "saved")}


def flash_several(request):
    return {"count": request.flash("info", "one", "two")}


def flash_error(request):
    return {"count": request.flash("error", "broken")}


def flash_format(request):
    return {"count": request.flash("info", "%s has %d ferrets" % ("tj", 2))}  # noqa: UP031  (beside util.format)


def flash_markup(request):
    return {"count": request.flash("info", "<b>_x_</b>")}


def flashes_info(request):
    return {"messages": request.flashes("info")}


def flashes(request):
    return request.flashes()
