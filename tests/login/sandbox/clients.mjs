// A site that logs people in at the sandbox with passport-twitter and with openid-client; answers are JSON.
import { createServer } from "node:http";
import express from "express";
import session from "express-session";
import * as oidc from "openid-client";
import passport from "passport";
import { Strategy as TwitterStrategy } from "passport-twitter";

const { SANDBOX, CLIENT_ID, CLIENT_SECRET } = process.env;
const app = express();
const server = createServer(app);
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const own = `http://127.0.0.1:${server.address().port}`;

app.use(session({ secret: "of a test", resave: false, saveUninitialized: false }));

passport.use(new TwitterStrategy(
  {
    consumerKey: CLIENT_ID,
    consumerSecret: CLIENT_SECRET,
    callbackURL: `${own}/twitter/back`,
    requestTokenURL: `${SANDBOX}/oauth/request_token`,
    accessTokenURL: `${SANDBOX}/oauth/access_token`,
    userAuthorizationURL: `${SANDBOX}/oauth/authenticate`,
    userProfileURL: `${SANDBOX}/1.1/account/verify_credentials.json`,
  },
  (token, secret, profile, done) => done(null, profile),
));
app.get("/twitter", passport.authenticate("twitter", { session: false }));
app.get("/twitter/back", passport.authenticate("twitter", { session: false }), (request, response) => {
  const { id, username, displayName, photos } = request.user;
  response.json({ id, username, displayName, photos });
});

let found;
const discovered = async (auth) => {
  const config = await oidc.discovery(new URL(SANDBOX), CLIENT_ID, CLIENT_SECRET, auth, {
    execute: [oidc.allowInsecureRequests],
  });
  oidc.enableNonRepudiationChecks(config); // verifies signatures, also of tokens that came directly
  return config;
};

app.get("/oidc", async (request, response) => {
  found = await discovered("post" in request.query ? oidc.ClientSecretPost() : oidc.ClientSecretBasic());
  const flow = {
    verifier: oidc.randomPKCECodeVerifier(),
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
  };
  request.session.flow = flow;
  const to = oidc.buildAuthorizationUrl(found, {
    redirect_uri: `${own}/oidc/back`,
    scope: "openid profile email offline_access",
    code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: "S256",
    state: flow.state,
    nonce: flow.nonce,
  });
  response.redirect(to.href);
});

app.get("/oidc/back", async (request, response) => {
  const { verifier, state, nonce } = request.session.flow;
  const first = await oidc.authorizationCodeGrant(found, new URL(request.originalUrl, own), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const { sub } = first.claims();
  const next = await oidc.refreshTokenGrant(found, first.refresh_token);
  const person = await oidc.fetchUserInfo(found, next.access_token, sub);
  const logout = oidc.buildEndSessionUrl(found, {
    id_token_hint: next.id_token,
    post_logout_redirect_uri: `${own}/bye`,
    state: "over",
  });
  response.json({ first: first.claims(), next: next.claims(), person, logout: logout.href });
});

app.get("/bye", (request, response) => response.json(request.query));

app.use((error, request, response, next) => {
  response.status(error.status ?? 500).json({ name: error.name, error: error.error ?? error.message });
});

console.log(own);
