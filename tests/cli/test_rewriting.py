from __future__ import annotations

from pathlib import Path

import pytest

from gateway.cli.rewriting import rewrite


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_new_text_takes_the_place_of_the_old(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes("é\r\n".encode())
    rewrite({file: ("é\r\n", "語\r\n")})

    assert file.read_bytes() == "語\r\n".encode()
    assert names(tmp_path) == ["a.yaml"]


def test_byte_order_mark_mode_and_links_stay(tmp_path):
    file, link = tmp_path / "a.yaml", tmp_path / "link.yaml"
    file.write_bytes(b"\xef\xbb\xbfa")
    file.chmod(0o640)
    link.symlink_to("a.yaml")
    rewrite({link: ("a", "b")})

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"\xef\xbb\xbfb", 0o640)
    assert link.readlink() == Path("a.yaml")


def test_nothing_is_written_if_one_file_was_changed(tmp_path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("a")
    second.write_text("other")

    with pytest.raises(ValueError, match=r"^b\.yaml was changed meanwhile; nothing was written$"):
        rewrite({first: ("a", "A"), second: ("b", "B")})

    assert (first.read_text(), second.read_text()) == ("a", "other")
    assert names(tmp_path) == ["a.yaml", "b.yaml"]


def test_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    file = tmp_path / "a.yaml"
    file.write_text("a")

    def full(source, target):
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        rewrite({file: ("a", "b")})

    assert (file.read_text(), names(tmp_path)) == ("a", ["a.yaml"])
