"""Functions that a configuration names: what is called when the service starts."""

from __future__ import annotations

import pytest

HOOKS = "def begin(app): pass\ndef nothing(): pass\n"


def test_hooks_are_kept_in_written_order(compiled):
    compiled = compiled("on_startup: ['hooks:begin', 'hooks:begin']\nroutes: []\n", {"hooks.py": HOOKS})

    assert [call.__name__ for call in compiled.on_startup] == ["begin", "begin"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on_startup: ['hooks:gone']", '2:14 GW061 hooks has no "gone"'),
        ("on_startup: ['hooks:nothing']", "2:14 GW063 hooks:nothing is called with (app)"),
    ],
)
def test_hook_that_cannot_be_called_is_refused(refused, text, said):
    assert said in refused(f"{text}\nroutes: []\n", {"hooks.py": HOOKS})[0]
