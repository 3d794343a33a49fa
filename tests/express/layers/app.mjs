// Middleware: its order, what it may do, where it holds; and small ones in the manner of Connect.
import { join } from 'node:path';
import express from 'express';

const app = express();
const note = (name) => (req, res, next) => {
  (res.locals.seen ??= []).push(name);
  next();
};
const seen = (req, res) => res.json({ seen: res.locals.seen ?? [] });
const stack = [note('outer'), [note('inner'), [note('innermost')]]]; // nested as deep as you like

// In the manner of Connect's favicon: before any route.
app.use((req, res, next) => {
  if (req.path !== '/favicon.ico' || !['GET', 'HEAD'].includes(req.method)) return next();
  res.sendFile(join(import.meta.dirname, 'files', 'favicon.png'), { maxAge: '1d' });
});

app.get('/none', seen);
app.get('/one', note('one'), seen);
app.get('/order', note('first'), note('second'), note('third'), seen);
app.get('/nested', stack, seen);
app.get('/mixed', note('before'), stack, note('after'), seen);
app.get('/ended', note('first'), (req, res) => res.status(202).send('ended early'), seen);
app.get('/factory/:role', (req, res, next) => (req.params.role === 'admin' ? next() : res.sendStatus(403)), seen);
app.get(
  '/header',
  (req, res, next) => {
    res.set('X-Layer', 'yes');
    next();
  },
  seen,
);
app.get(
  '/header/missing',
  (req, res, next) => {
    res.set('X-Layer', 'yes');
    next();
  },
  (req, res) => res.status(404).send('none'),
);
app.get(
  '/broken',
  note('first'),
  () => {
    throw new Error('in a layer');
  },
  seen,
);
app.get(
  '/vary',
  (req, res, next) => {
    res.vary('Origin');
    next();
  },
  (req, res) => res.vary('Accept').send('varied'),
);
app.get(
  '/param/:id',
  (req, res, next) => {
    res.locals.seen = [req.params.id];
    next();
  },
  seen,
);

// Middleware for all below a path.
app.use('/zone', note('zone'));
app.get('/zone/a', seen);
app.post('/zone/a', seen);
app.get('/zone/deeper/b', note('own'), seen);
app.get('/zoned', seen);

// Basic authentication.
const basic = (req, res, next) => {
  const refuse = () =>
    res.set('WWW-Authenticate', 'Basic realm="ferrets", charset="UTF-8"').status(401).send('who are you?');
  const given = req.get('Authorization');
  if (!given) return refuse();
  const [scheme, text] = given.split(' ');
  if (!/^basic$/i.test(scheme)) return res.status(400).send('another scheme');
  const [name, ...rest] = Buffer.from(text ?? '', 'base64')
    .toString()
    .split(':');
  if (name !== 'tobi' || rest.join(':') !== 'fer:ret') return refuse();
  req.remoteUser = name;
  next();
};
app.get('/guarded', basic, (req, res) => res.json({ user: req.remoteUser }));
app.get('/guarded/none', basic, (req, res) => res.status(404).send('nothing for you'));

// The time an answer took.
app.get(
  '/timed',
  (req, res, next) => {
    const start = performance.now();
    res.set('X-Response-Time', `${Math.round(performance.now() - start)}ms`);
    next();
  },
  (req, res) => res.send('quick'),
);

// The errors of all of these.
app.use((error, req, res, next) => res.status(500).send(`caught: ${error.message}`));

export default { requests: app };
