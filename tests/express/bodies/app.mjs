// Bodies of every kind, each route with its own parser; errors tell their type.
import express from 'express';

const app = express();
const echo = (req, res) => res.json({ body: req.body ?? null });
const bytes = (req, res) => res.json({ bytes: Buffer.isBuffer(req.body) ? req.body.toString('hex') : null });
const signed = (req, res, body) => {
  if (body.includes('evil'))
    throw Object.assign(new Error('not signed'), { status: 403, type: 'entity.verify.failed' });
};

app.all('/json', express.json(), echo);
app.post('/json/loose', express.json({ strict: false }), echo);
app.post('/json/small', express.json({ limit: 20 }), echo);
app.post('/json/packed-only-plain', express.json({ inflate: false }), echo);
app.post('/json/vendor', express.json({ type: 'application/*+json' }), echo);
app.post('/json/any', express.json({ type: '*/*' }), echo);
app.post('/json/several', express.json({ type: ['application/json', 'text/x-json'] }), echo);
app.post('/json/verified', express.json({ verify: signed }), echo);
app.post(
  '/json/revived',
  express.json({ reviver: (key, value) => (typeof value === 'number' ? value + 1 : value) }),
  echo,
);

app.post('/form', express.urlencoded(), echo);
app.post('/form/nested', express.urlencoded({ extended: true }), echo);
app.post('/form/few', express.urlencoded({ parameterLimit: 3 }), echo);
app.post('/form/nested/few', express.urlencoded({ extended: true, parameterLimit: 3 }), echo);
app.post('/form/nested/shallow', express.urlencoded({ extended: true, depth: 2 }), echo);
app.post('/form/small', express.urlencoded({ limit: '20b' }), echo);
app.post('/form/verified', express.urlencoded({ verify: signed }), echo);

app.post('/text', express.text(), echo);
app.post('/text/any', express.text({ type: '*/*' }), echo);
app.post('/text/html', express.text({ type: 'html' }), echo);
app.post('/text/small', express.text({ limit: 5 }), echo);
app.post('/text/latin', express.text({ defaultCharset: 'iso-8859-1' }), echo);

app.post('/raw', express.raw(), bytes);
app.post('/raw/any', express.raw({ type: '*/*' }), bytes);
app.post('/raw/image', express.raw({ type: 'image/*' }), bytes);
app.post('/raw/small', express.raw({ limit: 4 }), bytes);

app.post('/first-that-fits', express.json(), express.urlencoded(), express.text(), echo);
app.post('/unparsed', echo);
app.post('/required', express.json(), echo);

app.use((error, req, res, next) =>
  res.status(error.status ?? 500).json({ status: error.status ?? 500, type: error.type ?? null }),
);

export default { requests: app };
