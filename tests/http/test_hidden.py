from __future__ import annotations

import pytest

from gateway.http.hidden import Hidden
from gateway.http.json_writing import encoder


def test_secret_is_shown_by_nothing_but_reveal():
    secret = Hidden("hunter2")

    assert (secret.reveal(), repr(secret), str(secret), f"{secret}") == ("hunter2", "***", "***", "***")


@pytest.mark.parametrize("write", [encoder(), encoder(3), encoder(2, escape_html=True)])
def test_secret_is_nothing_that_json_holds(write):
    with pytest.raises(TypeError):
        write({"key": Hidden("hunter2")})
