"""The sandbox's addresses of OAuth 1.0a and what each answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.addresses import SANDBOX_PATH
from gateway.login.pages import away, unshared
from gateway.login.sandbox import page
from gateway.login.sandbox.issuer import NOT_YOU, Issued, Issuer
from gateway.login.sandbox.people import PEOPLE, Person
from gateway.login.sandbox.places import is_local, joined
from gateway.login.sandbox.refusals import Refusal, twitter


@dataclass(frozen=True, slots=True)
class Oauth1:
    """What a consumer and a browser do in a login by OAuth 1.0a, with Twitter's answers."""

    issuer: Issuer

    def request_token(self, request: Request) -> Response:
        """A request token for a callback on this machine (RFC 5849 §2.1)."""
        callback = self.issuer.checked(request).redirect_uri or ""
        if not is_local(callback):
            raise twitter(403, 415, "Callback URL not approved for this client application.")
        token = self.issuer.issue("request", callback)
        return _form(oauth_token=token.text, oauth_token_secret=token.secret, oauth_callback_confirmed="true")

    def authenticate(self, request: Request) -> Response:
        """The page on which a person is chosen (RFC 5849 §2.2)."""
        token = self.issuer.known("request", request.args.get("oauth_token", ""))
        if token is None:
            return page.too_late()
        return page.chooser(
            page.Question(
                path=f"{SANDBOX_PATH}/oauth/authenticate",
                field=("oauth_token", token.text),
                back=token.bound,
                stands_in_for="Twitter",
            )
        )

    def decide(self, request: Request) -> Response:
        """Send the browser back as the chosen person, or with `denied`."""
        token = self.issuer.known("request", request.form.get("oauth_token", ""))
        if token is None:
            return page.too_late()
        person = PEOPLE.get(request.form.get("person", ""))
        if person is None:
            return self._denied(token)
        verifier = self.issuer.verifier(token, person.handle)
        return away(joined(token.bound, oauth_token=token.text, oauth_verifier=verifier))

    def access_token(self, request: Request) -> Response:
        """An access token for a request token that a person agreed to, once (RFC 5849 §2.3)."""
        signed, token = self.issuer.held(request, "request")
        person = PEOPLE.get(self.issuer.agreed(token, signed.oauth_params.get("oauth_verifier", "")) or "")
        if person is None:
            raise twitter(401, 32, NOT_YOU)
        self.issuer.spend(token)
        access = self.issuer.issue("access", person.handle)
        return _form(
            oauth_token=access.text,
            oauth_token_secret=access.secret,
            user_id=person.id,
            screen_name=person.handle,
        )

    def verify_credentials(self, request: Request) -> Response:
        """The profile as version 1.1 tells it."""
        person = self.holder(request)
        return unshared(
            Response.json(
                {
                    "id": int(person.id),
                    "id_str": person.id,
                    "name": person.name,
                    "screen_name": person.handle,
                    "description": person.about,
                    "profile_image_url_https": person.picture,
                }
            )
        )

    def holder(self, request: Request) -> Person:
        """The person whose access token signed a request; raise Refusal."""
        _, token = self.issuer.held(request, "access")
        return PEOPLE[token.bound]

    def _denied(self, token: Issued) -> Response:
        """Use the token up and send the browser back without a verifier."""
        try:
            self.issuer.spend(token)
        except Refusal:
            return page.too_late()
        return away(joined(token.bound, denied=token.text))


def _form(**fields: str) -> Response:
    """Fields as OAuth answers carry them (RFC 5849 §2.1)."""
    return unshared(Response(urlencode(fields).encode(), type="application/x-www-form-urlencoded"))
