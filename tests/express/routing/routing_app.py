"""The handlers of the routing group."""

from __future__ import annotations

from gateway.http import EXIT_GROUP, NEXT, Response

loads: list[str] = []


def tell(request):
    return {"route": request.route.name, "params": request.params}


def tell_method(request):
    return {"route": request.route.name, "method": request.method}


def unless_pass(request):
    return NEXT if request.params["any"] == "pass" else tell(request)


def pass_on(request):
    return NEXT


def leave(request):
    return EXIT_GROUP


def unless_skipped(request, call_next):
    return NEXT if "skip" in request.query else call_next(request)


def only_with_key(request, call_next):
    return call_next(request) if "key" in request.query else EXIT_GROUP


def own_head(request):
    return Response("", headers={"X-Own": "head"})


def own_options(request):
    return Response("ours", headers={"X-Own": "options"})


def load_pet(request, value):
    if value == "none":
        return None
    if value == "elsewhere":
        return NEXT
    if value == "broken":
        raise ValueError("no such drawer")
    loads.append(value)
    return {"id": value, "loads": len(loads)}


def show_pet(request):
    loads.clear()
    pet = request.params["pet"]
    return {"pet": pet["id"], "loaded": pet["loads"]}


def show_pair(request):
    loads.clear()
    return {"pet": request.params["pet"]["id"], "other": request.params["other"]}
