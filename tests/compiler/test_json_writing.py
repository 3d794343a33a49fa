from __future__ import annotations

import pytest

FILES = {"written.py": "def taken(): return 1\nnumber = 7\n"}


@pytest.mark.parametrize(
    ("encoder", "said"),
    [
        ("written:gone", '2:28 GW061 written has no "gone"'),
        ("written:number", '2:28 GW062 "written:number" is int'),
        ("written:taken", "2:28 GW063 written:taken is called with (value)"),
    ],
)
def test_encoder_that_cannot_be_called_is_refused(refused, encoder, said):
    (problem,) = refused(f'settings: {{json: {{encoder: "{encoder}"}}}}\nroutes: []\n', FILES)

    assert problem.startswith(said)
