// The same service under several keys, whose sessions are in cookies that the gateway reads and writes too.
import cookieSession from 'cookie-session';
import express from 'express';
import session from 'express-session';

const first = 'the first key, which signs, of 32+';
const older = 'an older key, which only verifies';

function build(layer) {
  const app = express();
  app.use(layer, express.json());
  app.get('/read', (req, res) => res.json(req.session));
  app.post('/write', (req, res) => res.json(Object.assign(req.session, req.body)));
  app.post('/anew', (req, res) => {
    req.session = req.body;
    res.json(req.session);
  });
  app.post('/leave', (req, res) => {
    req.session = null;
    res.json({});
  });
  return app;
}

const inCookie = (keys, options) => build(cookieSession({ name: 'session', keys, ...options }));

export default {
  first: inCookie([first]),
  older: inCookie([older]),
  both: inCookie([first, older]),
  secure: inCookie([first], { secure: true }),
  server: build(session({ secret: first, resave: false, saveUninitialized: false })),
};
