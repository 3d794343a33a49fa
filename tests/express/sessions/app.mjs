// Conversations: sessions in a cookie (cookie-session) or on the server (express-session), and flashes.
import flash from 'connect-flash';
import cookieSession from 'cookie-session';
import express from 'express';
import session from 'express-session';

const keys = ['the first key, which signs, of 32+', 'an older key, which only verifies'];

function build(...layers) {
  const app = express();
  for (const layer of layers) app.use(layer);

  app.get('/untouched', (req, res) => res.send('untouched'));
  app.get('/read', (req, res) => res.json({ user: req.session.user ?? null, views: req.session.views ?? null }));
  app.get('/login/:name', (req, res) => {
    req.session.user = req.params.name;
    res.send('in');
  });
  app.get('/count', (req, res) => {
    req.session.views = (req.session.views ?? 0) + 1;
    res.json({ views: req.session.views });
  });
  app.get('/same', (req, res) => {
    req.session.user = req.session.user;
    res.send('same');
  });
  app.get('/forget', (req, res) => {
    delete req.session.user;
    res.send('forgotten');
  });
  app.get('/nested', (req, res) => {
    req.session.cart = { items: [1, 'é', null, true] };
    res.send('kept');
  });
  app.get('/cart', (req, res) => res.json({ cart: req.session.cart ?? null }));
  app.get('/error', (req, res) => {
    req.session.user = 'kept';
    throw new Error('broken');
  });
  app.get('/missing', (req, res) => {
    req.session.user = 'kept too';
    res.status(404).send('none');
  });
  app.get('/redirect', (req, res) => {
    req.session.user = 'moved';
    res.redirect('/read');
  });
  return app;
}

const cookie = build(cookieSession({ name: 'session', keys }));
cookie.get('/state', (req, res) => res.json({ is_new: req.session.isNew, is_populated: req.session.isPopulated }));
cookie.get('/destroy', (req, res) => {
  req.session = null;
  res.send('gone');
});
cookie.get('/minute', (req, res) => {
  req.sessionOptions.maxAge = 60000;
  req.session.user = 'short';
  res.send('kept');
});

const brief = build(
  cookieSession({
    name: 'session',
    keys,
    maxAge: 3600000,
    sameSite: 'strict',
    httpOnly: false,
    domain: 'example.com',
    path: '/',
  }),
);

const server = build(session({ secret: keys, name: 'session', resave: false, saveUninitialized: false }), flash());
const after = (res, text) => (error) => (error ? res.status(500).send('error') : res.send(text));
server.get('/state', (req, res) =>
  res.json({ is_new: !req.headers.cookie, is_populated: Object.keys(req.session).length > 1 }),
);
server.get('/destroy', (req, res) => req.session.destroy(after(res, 'gone')));
server.get('/regenerate', (req, res) => {
  const old = req.sessionID;
  req.session.regenerate(() => {
    req.session.user = 'new';
    res.json({ is_other: req.sessionID !== old });
  });
});
server.get('/save', (req, res) => {
  req.session.user = 'saved';
  req.session.save(after(res, 'saved'));
});
server.get('/reload', (req, res) => {
  req.session.user = 'thrown away';
  req.session.reload(() => res.json({ user: req.session.user ?? null }));
});
server.get('/touch', (req, res) => {
  req.session.touch();
  res.send('touched');
});
server.get('/minute', (req, res) => {
  req.session.cookie.maxAge = 60000;
  req.session.user = 'short';
  res.send('kept');
});

// Flashes.
server.get('/flash/one', (req, res) => res.json({ count: req.flash('info', 'saved') }));
server.get('/flash/several', (req, res) => res.json({ count: req.flash('info', ['one', 'two']) }));
server.get('/flash/error', (req, res) => res.json({ count: req.flash('error', 'broken') }));
server.get('/flash/format', (req, res) => res.json({ count: req.flash('info', '%s has %d ferrets', 'tj', 2) }));
server.get('/flash/markup', (req, res) => res.json({ count: req.flash('info', '<b>_x_</b>') }));
server.get('/flashes/info', (req, res) => res.json({ messages: req.flash('info') }));
server.get('/flashes', (req, res) => res.json(req.flash()));

const rolling = build(
  session({
    secret: keys,
    name: 'session',
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { maxAge: 60000 },
  }),
);
const eager = build(session({ secret: keys, name: 'session', resave: false, saveUninitialized: true }));

export default { requests: cookie, brief, server, rolling, eager };
