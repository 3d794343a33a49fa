"""Which file a name of a template stands for; test_express5.py compares lookups with those of Express."""

from __future__ import annotations

import pytest

from gateway.views.names import listed, plain, suffix


@pytest.fixture
def files(write):
    """What is listed of some files."""

    def files_of(*names, extension=".html"):
        return listed([str(write(dict.fromkeys(names, "")))], extension)

    return files_of


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("home.html", {"home.html", "home"}),
        ("mail.txt", {"mail.txt"}),
        ("index.html", {"index.html", "index"}),
        ("users/index.html", {"users/index.html", "users/index", "users", "users.html"}),
        ("users/index.txt", {"users/index.txt", "users.txt"}),
        ("plain", {"plain"}),
        (".html", {".html"}),
    ],
)
def test_file_has_several_names(files, file, names):
    assert files(file) == dict.fromkeys(names, file)


def test_file_hides_an_index(files):
    assert files("users.html", "users/index.html")["users"] == "users.html"
    assert files("users.html", "users/index.html")["users.html"] == "users.html"


def test_folder_that_is_missing_has_no_files(tmp_path):
    assert listed([str(tmp_path / "missing")], ".html") == {}


def test_links_are_followed_but_not_in_circles(files, write):
    folder = write({"parts/a.html": ""})
    (folder / "linked").symlink_to(folder / "parts")
    (folder / "parts" / "up").symlink_to(folder)
    (folder / "parts" / "here").symlink_to(folder / "parts")

    assert set(files()) == {"parts/a.html", "parts/a", "linked/a.html", "linked/a"}


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("home", "home"),
        ("./home", "home"),
        ("users/../home", "home"),
        ("users//show", "users/show"),
        ("users/", "users/index"),
        ("/srv/views/users/show", "users/show"),
        ("/srv/other/home", "/srv/other/home"),
        ("/srv/viewshome", "/srv/viewshome"),
        ("/srv/views/../secret", "../secret"),
        ("../secret", "../secret"),
        ("", "."),
    ],
)
def test_detours_are_left_out_of_a_name(name, same):
    assert plain(name, ["/srv/views", "/srv/shared"]) == same


@pytest.mark.parametrize(
    ("file", "ending"), [("a/b.html", ".html"), ("a.b/c", ""), ("a.b.c", ".c"), (".html", "")]
)
def test_suffix_is_the_last_extension(file, ending):
    assert suffix(file) == ending


def test_link_in_a_circle_is_no_folder(files, write):
    folder = write({"a.html": ""})
    (folder / "loop").symlink_to(folder / "loop")

    assert set(files()) == {"a.html", "a", "loop"}
