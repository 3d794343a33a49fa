"""What the sandbox tells OpenID Connect clients about itself."""

from __future__ import annotations

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.sandbox.authorize import SCOPES
from gateway.login.sandbox.places import issuer

_CLAIMS = (
    "iss sub aud exp iat auth_time nonce at_hash sid "
    "name preferred_username picture roles email email_verified"
)

# OpenID Connect Discovery 1.0 §3, RFC 8414 §2, RFC 9207 §3
_ABILITIES = {
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code", "refresh_token"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["ES256"],
    "scopes_supported": SCOPES,
    "claims_supported": _CLAIMS.split(),
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    "code_challenge_methods_supported": ["S256"],
    "prompt_values_supported": ["login", "consent", "select_account"],
    "authorization_response_iss_parameter_supported": True,
    "claims_parameter_supported": False,
    "request_parameter_supported": False,
    "request_uri_parameter_supported": False,
    "backchannel_logout_supported": False,
    "frontchannel_logout_supported": False,
}


def metadata(request: Request) -> Response:
    """The provider's metadata (OpenID Connect Discovery 1.0 §4.2)."""
    own = issuer(request)
    addresses = {
        "issuer": own,
        "authorization_endpoint": f"{own}/oauth2/authorize",
        "token_endpoint": f"{own}/oauth2/token",
        "userinfo_endpoint": f"{own}/oauth2/userinfo",
        "jwks_uri": f"{own}/oauth2/jwks",
        "end_session_endpoint": f"{own}/oauth2/logout",
    }
    return Response.json({**addresses, **_ABILITIES})
