"""The session page on Falcon with each way to keep a session, written by hand with the ordinary library."""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from typing import Any

from scenarios import SECRET, USER, VALUES, Application
from stores import addresses

KEY = "session:"


class Account:
    """The page; `user` finds who it is in a request's cookies."""

    def __init__(self, template: Any, user: Any) -> None:
        self.template = template
        self.user = user

    def on_get(self, request, response):
        response.content_type = "text/html; charset=utf-8"
        response.text = self.template.render(person=self.user(request.cookies), **VALUES)


def applications(template: Any) -> dict[str, tuple[Application, str]]:
    """An application and the cookie it made, for each way whose server runs."""
    import falcon

    found = {}
    made = {"encrypted": encrypted, "cookie-session": cookie_session, "memory": memory}
    servers = {"redis": redis, "sqlite": sql, "postgresql": sql}
    for name, user, cookie in (
        *((name, *make()) for name, make in made.items()),
        *((name, *servers[name](address)) for name, address in addresses().items()),
    ):
        app = falcon.App()
        app.add_route("/account", Account(template, user))
        found[name] = (app, cookie)
    return found


def encrypted() -> tuple[Any, str]:
    """A cookie that AES-GCM seals."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    box, nonce = AESGCM(SECRET.encode()[:32]), os.urandom(12)
    sealed = nonce + box.encrypt(nonce, json.dumps({"user": USER}).encode(), b"session")

    def user(cookies):
        read = base64.urlsafe_b64decode(cookies["session"])
        return json.loads(box.decrypt(read[:12], read[12:], b"session"))["user"]

    return user, "session=" + base64.urlsafe_b64encode(sealed).decode()


def cookie_session() -> tuple[Any, str]:
    """The two cookies of Express's cookie-session."""

    def signature(value):
        mac = hmac.digest(SECRET.encode(), f"session={value}".encode(), "sha1")
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    def user(cookies):
        if not hmac.compare_digest(signature(cookies["session"]), cookies["session.sig"]):
            raise PermissionError
        return json.loads(base64.b64decode(cookies["session"]))["user"]

    value = base64.b64encode(json.dumps({"user": USER}).encode()).decode()
    return user, f"session={value}; session.sig={signature(value)}"


def signed(find: Any) -> tuple[Any, str]:
    """A signed id, by which `find` finds the JSON of a session; and a new one."""
    from itsdangerous import Signer

    signer, name = Signer(SECRET), secrets.token_urlsafe(32)

    def user(cookies):
        return json.loads(find(signer.unsign(cookies["session"]).decode()))["user"]

    return user, name, "session=" + signer.sign(name).decode()


def memory() -> tuple[Any, str]:
    """A dictionary."""
    kept: dict[str, str] = {}
    user, name, cookie = signed(kept.__getitem__)
    kept[name] = json.dumps({"user": USER})
    return user, cookie


def redis(address: str) -> tuple[Any, str]:
    """redis-py."""
    import redis

    client = redis.Redis.from_url(address)
    user, name, cookie = signed(lambda name: client.get(KEY + name))
    client.set(KEY + name, json.dumps({"user": USER}))
    return user, cookie


def sql(address: str) -> tuple[Any, str]:
    """SQLAlchemy Core, on SQLite or PostgreSQL."""
    import sqlalchemy as sa

    engine = sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    table = sa.Table(
        "by_hand",
        sa.MetaData(),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("data", sa.LargeBinary),
    )
    table.create(engine, checkfirst=True)

    def find(name):
        with engine.begin() as connection:
            return connection.execute(sa.select(table.c.data).where(table.c.name == name)).scalar_one()

    user, name, cookie = signed(find)
    with engine.begin() as connection:
        connection.execute(table.insert().values(name=name, data=json.dumps({"user": USER}).encode()))
    return user, cookie
