from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, NotFound

from gateway.http.roots import beside, extended, look, names_of, trusted


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "root2").mkdir()
    for place in (root / "file.txt", root / "folder" / "file.txt", tmp_path / "root2" / "secret.txt"):
        place.write_text(place.name)
    links = {
        "to_file": "file.txt",
        "to_folder": "folder",
        "out": "../root2",
        "gone": "nothing",
        "loop": "loop",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    (root / "folder" / "back").symlink_to(root)
    return root


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("", []),
        ("a", ["a"]),
        ("a/b/c", ["a", "b", "c"]),
        ("/a//b/", ["a", "b"]),
        ("./a/./b/.", ["a", "b"]),
        ("a/../b", ["b"]),
        ("a/b/../../c", ["c"]),
        ("a/..", []),
        (".x/../b", ["b"]),
        ("a\\b/c:d", ["a\\b", "c:d"]),
        ("a.b/c..d", ["a.b", "c..d"]),
    ],
)
def test_path_is_a_list_of_names(path, names):
    assert names_of(path, "ignore") == names


@pytest.mark.parametrize("dotfiles", ["ignore", "deny", "allow"])
@pytest.mark.parametrize(
    "path", ["..", "../a", "a/../../a", "/..", "a/../..", "../../..", "..\\a", "a\\..\\b"]
)
def test_way_out_is_forbidden(path, dotfiles):
    with pytest.raises(Forbidden):
        names_of(path, dotfiles)


def test_nul_is_no_part_of_a_path():
    with pytest.raises(BadRequest):
        names_of("../a\0", "ignore")


@pytest.mark.parametrize(("dotfiles", "error"), [("ignore", NotFound), ("deny", Forbidden)])
@pytest.mark.parametrize("path", [".a", "a/.b", ".a/b", "...", "..a/b"])
def test_hidden_names_are_found_only_if_allowed(path, dotfiles, error):
    assert names_of(path, "allow") == path.split("/")
    with pytest.raises(error):
        names_of(path, dotfiles)


@pytest.mark.parametrize(
    ("path", "real"),
    [
        ("file.txt", "file.txt"),
        ("folder/file.txt", "folder/file.txt"),
        ("folder", "folder"),
        ("to_file", "file.txt"),
        ("to_folder/file.txt", "folder/file.txt"),
        ("folder/back/file.txt", "file.txt"),
        ("folder/back", "."),
    ],
)
def test_what_lies_below_a_root_is_found(root, path, real):
    names = path.split("/")
    found = look(str(root), names)

    assert found is not None
    assert (found.root, found.name) == (str(root), names[-1])
    assert (root / real).samefile(found.path)
    assert os.path.samestat(found.details, (root / real).stat())


def test_root_itself_is_found(root):
    assert look(str(root), []).path == str(root)


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "file.txt/x",
        "out",
        "out/secret.txt",
        "gone",
        "loop",
        "loop/x",
        "x" * 300,
        "\ud800",
        "out/../file.txt",
    ],
)
def test_nothing_else_is_there(root, path):
    assert look(str(root), path.split("/")) is None


def test_root_that_is_not_there_has_nothing(root):
    assert look(f"{root}3", []) is None
    assert look(f"{root}3", ["file.txt"]) is None


def test_root_may_be_a_link(root):
    link = root.parent / "current"
    link.symlink_to("root")

    assert look(str(link), ["file.txt"]).path == f"{link}/file.txt"
    assert look(str(link), ["to_file"]).path == f"{root}/file.txt"
    assert look(str(link), ["out"]) is None


def test_root_may_be_the_root_of_all(root):
    names = str(root / "to_file").strip("/").split("/")

    assert look("/", names).path == f"{root}/file.txt"


@pytest.mark.parametrize("link", [None, "../file.txt", "../../root2/secret.txt", "nothing"])
def test_what_lies_beside_is_in_the_root_as_well(root, link):
    plain, other = look(str(root), ["folder", "file.txt"]), root / "folder" / "file.txt.gz"
    if link is None:
        other.write_text("beside")
    else:
        other.symlink_to(link)
    found = beside(plain, ".gz")

    expected = {None: other, "../file.txt": root / "file.txt"}
    assert (found and found.path) == (str(expected[link]) if link in expected else None)


def test_nothing_may_lie_beside(root):
    assert beside(look(str(root), ["file.txt"]), ".gz") is None


def test_beside_a_link_is_beside_what_it_leads_to(root):
    (root / "to_file.gz").write_text("wrong")
    (root / "file.txt.gz").write_text("right")

    assert beside(look(str(root), ["to_file"]), ".gz").path == f"{root}/file.txt.gz"


@pytest.mark.parametrize("path", ["nothing", "file.txt/x", "loop", "a\0b", "x" * 300])
def test_nothing_is_at_a_trusted_path_that_is_none(root, path):
    assert trusted(f"{root}/{path}") is None


def test_trusted_path_may_lead_anywhere(root):
    assert os.path.samestat(trusted(f"{root}/out").details, (root.parent / "root2").stat())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a", "b"], [["a", "b.html"], ["a", "b.htm"]]),
        (["a.b", "c"], [["a.b", "c.html"], ["a.b", "c.htm"]]),
        ([".a"], [[".a.html"], [".a.htm"]]),
        (["a.b"], []),
        (["a."], []),
        (["..a"], []),
        ([], []),
    ],
)
def test_extension_is_added_to_names_without_one(names, expected):
    assert list(extended(names, ("html", ".htm"))) == expected


@given(st.lists(st.sampled_from(["..", ".", "", "a", ".b", "c\\..", "\0"]), max_size=8))
def test_no_path_leads_out(parts):
    try:
        names = names_of("/".join(parts), "allow")
    except HTTPException:
        return

    assert not {"..", ".", ""} & set(names)
    assert not any("/" in name or "\0" in name for name in names)
