// Cookies are set with every attribute, read, signed and taken away.
import cookieParser from 'cookie-parser';
import express from 'express';

const app = express();
app.use(cookieParser(['the first key, which signs, of 32+', 'an older key, which only verifies']));

const set =
  (...given) =>
  (req, res) =>
    res.cookie(...given).send('set');
const past = new Date('2001-02-03T04:05:06Z');

app.get('/set', set('name', 'tobi'));
app.get('/set/value', (req, res) => res.cookie('name', req.query.value).send('set'));
app.get('/set/max-age', set('name', 'tobi', { maxAge: 60000 }));
app.get('/set/max-age/fraction', set('name', 'tobi', { maxAge: 1500 }));
app.get('/set/max-age/none', set('name', 'tobi', { maxAge: 0 }));
app.get('/set/expires', set('name', 'tobi', { expires: past }));
app.get('/set/both', set('name', 'tobi', { expires: past, maxAge: 60000 }));
app.get('/set/path', set('name', 'tobi', { path: '/admin' }));
app.get('/set/domain', set('name', 'tobi', { domain: '.example.com' }));
app.get('/set/http-only', set('name', 'tobi', { httpOnly: true }));
app.get('/set/secure', set('name', 'tobi', { secure: true }));
app.get('/set/same-site/lax', set('name', 'tobi', { sameSite: 'lax' }));
app.get('/set/same-site/strict', set('name', 'tobi', { sameSite: 'strict' }));
app.get('/set/same-site/none', set('name', 'tobi', { sameSite: 'none', secure: true }));
app.get('/set/partitioned', set('name', 'tobi', { partitioned: true, secure: true }));
app.get('/set/priority', set('name', 'tobi', { priority: 'high' }));
app.get('/set/encode', set('name', 'a b', { encode: (value) => value.replace(' ', '_') }));
app.get(
  '/set/everything',
  set('name', 'tobi', {
    maxAge: 3600000,
    path: '/x',
    domain: 'example.com',
    httpOnly: true,
    secure: true,
    sameSite: 'strict',
    partitioned: true,
    priority: 'low',
  }),
);
app.get('/set/several', (req, res) => res.cookie('a', '1').cookie('b', '2').cookie('a', '3').send('set'));
app.get('/set/error', (req, res) => {
  res.cookie('name', 'tobi');
  res.status(404).send('set');
});
app.get('/set/redirect', (req, res) => res.cookie('name', 'tobi').redirect('/there'));
app.get('/set/json', (req, res) => res.cookie('name', 'tobi').json({ set: true }));

app.get('/bad/name', set('na me', 'x'));
app.get('/bad/path', set('name', 'x', { path: '/a;b' }));
app.get('/bad/domain', set('name', 'x', { domain: 'a;b' }));
app.get('/bad/same-site', set('name', 'x', { sameSite: 'sometimes' }));
app.get('/bad/priority', set('name', 'x', { priority: 'urgent' }));
app.get('/bad/max-age', set('name', 'x', { maxAge: 'soon' }));

app.get('/clear', (req, res) => res.clearCookie('name').send('cleared'));
app.get('/clear/path', (req, res) => res.clearCookie('name', { path: '/admin' }).send('cleared'));
app.get('/clear/attributes', (req, res) =>
  res.clearCookie('name', { domain: 'example.com', httpOnly: true, secure: true }).send('cleared'),
);

app.get('/read', (req, res) => res.json(req.cookies));
app.get('/signed/set', (req, res) => res.cookie('signed', req.query.value, { signed: true }).send('set'));
app.get('/signed/set/path', (req, res) =>
  res.cookie('signed', 'x', { signed: true, path: '/p', maxAge: 1000 }).send('set'),
);
app.get('/signed/read', (req, res) =>
  res.json({ plain: 'signed' in req.cookies, signed: req.signedCookies.signed ?? null }),
);

export default { requests: app };
