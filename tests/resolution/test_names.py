from __future__ import annotations

import logging
import sys

import pytest

PAGES = "def home(request): return 'home'\ndef help_page(request): return 'help'\n"
OTHERS = """
routes:
  - {path: /broken, handler: "broken:show"}
  - {path: /again, handler: "broken:other"}
  - {path: /fine, handler: "pages:home"}
"""
BROKEN = {
    "raises": (
        "VALUE = 1\nraise ValueError('no luck')\n",
        "broken.py:2 fails to import: ValueError: no luck",
    ),
    "exits": ("import sys\nsys.exit(3)\n", "broken.py:2 fails to import: SystemExit: 3"),
    "exits silently": ("raise SystemExit\n", "broken.py:1 fails to import: SystemExit"),
    "syntax": (
        "def show(:\n",
        "broken.py:1 fails to import: SyntaxError: invalid syntax (broken.py, line 1)",
    ),
    "no library": (
        "import os\nimport nosuchlibrary.part\n",
        "broken.py:2 fails to import: ModuleNotFoundError: No module named 'nosuchlibrary'",
    ),
    "inner": (
        "from inner import nothing\n",
        "broken.py:1 fails to import: ImportError: cannot import name 'nothing' from 'inner'",
    ),
    "by hand": (
        "raise ModuleNotFoundError('not here')\n",
        "broken.py:1 fails to import: ModuleNotFoundError: not here",
    ),
    "deep": ("import fragile\n", "fragile.py:1 fails to import: ZeroDivisionError: division by zero"),
}
SHOWN = "def show(request): return 'shown'\ndef other(request): return 'other'\n"
ONLY_IMPORTED = ("raises", "exits", "exits silently", "by hand", "deep")
PARTS = {"pages.py": PAGES, "inner.py": "", "fragile.py": "1 / 0\n"}


def routed(handler):
    return f'routes:\n  - {{path: /, handler: "{handler}"}}\n'


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        ("nowhere:show", '3:24 GW060 no module "nowhere" | there are pages and shop'),
        ("page:show", '3:24 GW060 no module "page" (did you mean "pages"?) | there are pages and shop'),
        ("shop.nowhere:x", '3:24 GW060 no module "shop.nowhere" | there is shop.carts'),
        (
            "nowhere.near:x",
            '3:24 GW060 no module "nowhere.near" | looked for nowhere/near.py, and for an installed module',
        ),
        (
            "nowhere.deep:show",
            '3:24 GW060 no module "nowhere.deep" | looked for nowhere/deep.py, and for an installed module',
        ),
        (
            "pages.deep:show",
            '3:24 GW060 no module "pages.deep" | looked for pages/deep.py, and for an installed module',
        ),
        ("pages:hom", '3:24 GW061 pages has no "hom" (did you mean "home"?) | there are help_page and home'),
        ("pages:os", '3:24 GW061 pages has no "os" | there are help_page and home'),
        ("shop:x", '3:24 GW061 shop has no "x" | there is Later'),
        ("shop.carts:x", '3:24 GW061 shop.carts has no "x" | there is none'),
        ("shop:number", '3:24 GW062 "shop:number" is int, not something to call'),
        ("shop:nothing", '3:24 GW062 "shop:nothing" is NoneType, not something to call'),
    ],
)
def test_name_that_stands_for_nothing_is_refused(refused, handler, said):
    shop = "number = 1\nnothing = None\nclass Later: ...\n"
    files = {"pages.py": PAGES, "shop/__init__.py": shop, "shop/carts.py": ""}

    assert refused(routed(handler), files) == [said]


@pytest.mark.parametrize("source", ["async def show(request): ...\n", "async def show(request): yield 1\n"])
def test_async_handler_is_refused(refused, source):
    said = '3:24 GW063 "later:show" is an async function; handlers are synchronous'

    assert refused(routed("later:show"), {"later.py": source}) == [f"{said} | write def instead of async def"]


def test_module_that_is_not_there_is_told_at_each_place(refused):
    text = 'routes:\n  - {path: /a, handler: "nowhere:a"}\n  - {path: /b, handler: "nowhere:b"}\n'

    assert [line.split(" | ")[0] for line in refused(text)] == [
        '3:25 GW060 no module "nowhere"',
        '4:25 GW060 no module "nowhere"',
    ]


@pytest.mark.parametrize("kind", BROKEN)
def test_module_that_fails_to_import_is_refused_by_check(refused, kind):
    source, said = BROKEN[kind]
    problems = refused(
        OTHERS, {**PARTS, "broken.py": f"{source}{SHOWN}"}, only_imported=kind in ONLY_IMPORTED
    )

    assert len(problems) == 1
    assert problems[0].startswith(f"4:30 GW063 {said}")


@pytest.mark.parametrize("kind", BROKEN)
def test_module_that_fails_to_import_answers_500_for_its_own_routes(client, kind):
    browser = client(OTHERS, {**PARTS, "broken.py": BROKEN[kind][0]})

    assert browser.get("/broken").status_code == 500
    assert browser.get("/again").status_code == 500
    assert browser.get("/fine").text == "home"


def test_module_that_fails_to_import_shows_in_readiness(client):
    ready = client(OTHERS, {**PARTS, "broken.py": BROKEN["raises"][0]}).get("/readyz")

    assert ready.status_code == 200
    assert ready.json == {"status": "degraded", "failed_imports": {"broken": "ValueError"}}


def test_module_that_fails_to_import_is_logged_with_its_traceback(client, caplog):
    with caplog.at_level(logging.ERROR, "gateway.compiler"):
        client(OTHERS, {**PARTS, "broken.py": BROKEN["raises"][0]})

    (record,) = caplog.records
    assert record.getMessage().endswith("gateway.yaml:4:30: broken fails to import; its routes answer 500")
    assert "broken.py" in caplog.text
    assert "ValueError: no luck" in caplog.text


def test_request_to_a_broken_module_is_answered_with_its_reason(client):
    browser = client(OTHERS, {**PARTS, "broken.py": BROKEN["exits"][0]})
    answer = browser.get("/broken", headers={"Accept": "text/plain"})

    assert "ImportError: broken failed to import: SystemExit: 3" in answer.text


def test_module_is_imported_once_for_all_routes(client):
    module = (
        "import sys\nsys.argv.append('imported')\ndef a(request): return 'a'\ndef b(request): return 'b'\n"
    )
    text = 'routes:\n  - {path: /a, handler: "once:a"}\n  - {path: /b, handler: "once:b"}\n'
    before = sys.argv.count("imported")
    browser = client(text, {"once.py": module})

    assert [browser.get("/a").text, browser.get("/b").text] == ["a", "b"]
    assert sys.argv.count("imported") - before == 1
    sys.argv.remove("imported")


def test_folder_of_the_file_comes_first(client, tmp_path):
    folders = [str(tmp_path / "elsewhere"), str(tmp_path)]
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "twice.py").write_text("def show(request): return 'wrong'\n")
    sys.path[:0] = folders

    browser = client(routed("twice:show"), {"twice.py": "def show(request): return 'right'\n"})

    assert browser.get("/").text == "right"
    assert sys.path[0] == str(tmp_path)


def test_interrupt_while_a_module_is_imported_is_no_failure_of_it(compiled):
    with pytest.raises(KeyboardInterrupt):
        compiled(routed("slow:show"), {"slow.py": "import signal\nsignal.raise_signal(signal.SIGINT)\n"})
