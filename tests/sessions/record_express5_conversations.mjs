// Records conversations with Express's sessions: node record_express5_conversations.mjs > express5_conversations.json
// Run it in a folder where `npm install express@5 cookie-session express-session connect-flash` was run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

process.env.NODE_ENV = 'test';
const require = createRequire(join(process.cwd(), 'record.cjs'));
const express = require('express');
const cookieSession = require('cookie-session');
const session = require('express-session');
const flash = require('connect-flash');
const names = ['express', 'cookie-session', 'express-session', 'connect-flash'];
const versions = Object.fromEntries(names.map((name) => {
  const manifest = readFileSync(join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8');
  return [name, JSON.parse(manifest).version];
}));

const server = (options) => session({
  name: 'session', secret: 'a key of at least thirty-two characters', resave: false, saveUninitialized: false, ...options,
});
const kinds = {
  cookie: () => cookieSession({ name: 'session', keys: ['a key of at least thirty-two characters'] }),
  cookie_aged: () => cookieSession({ name: 'session', keys: ['a key of at least thirty-two characters'], maxAge: 60000 }),
  server: () => server({}),
  rolling: () => server({ rolling: true, cookie: { maxAge: 60000 } }),
  save_empty: () => server({ saveUninitialized: true }),
};

// What a request does to its session, step by step; what a step gives stands in the answer.
const promised = (run) => new Promise((done, fail) => run((error) => (error ? fail(error) : done(null))));
const steps = {
  count: (req) => { req.session.n = (req.session.n || 0) + 1; return req.session.n; },
  set: (req, key, value) => { req.session[key] = value; return null; },
  get: (req, key) => (req.session[key] === undefined ? null : req.session[key]),
  del: (req, key) => { delete req.session[key]; return null; },
  push: (req, key, value) => { req.session[key].push(value); return req.session[key].length; },
  pop: (req, key) => { req.session[key].pop(); return req.session[key].length; },
  keys: (req) => Object.keys(req.session).filter((key) => key !== 'cookie' && key !== 'flash'),
  clear: (req) => { for (const key of steps.keys(req)) delete req.session[key]; return null; },
  nothing: () => null,
  read: (req) => { req.session; return null; },
  null: (req) => { req.session = null; return null; },
  assign: (req, value) => { req.session = value; return null; },
  is_empty: (req) => !req.session || Object.keys(req.session).filter((key) => key !== 'cookie').length === 0,
  is_new: (req) => req.session.isNew,
  is_populated: (req) => req.session.isPopulated,
  is_changed: (req) => req.session.isChanged,
  max_age: (req, seconds) => {
    if (req.sessionOptions) req.sessionOptions.maxAge = seconds === null ? null : seconds * 1000;
    else req.session.cookie.maxAge = seconds === null ? null : seconds * 1000;
    return null;
  },
  same_site: (req, value) => {
    if (req.sessionOptions) req.sessionOptions.sameSite = value; else req.session.cookie.sameSite = value;
    return null;
  },
  http_only: (req, value) => {
    if (req.sessionOptions) req.sessionOptions.httpOnly = value; else req.session.cookie.httpOnly = value;
    return null;
  },
  id: (req) => ({ id: req.session.id }),
  regenerate: (req) => promised((done) => req.session.regenerate(done)),
  destroy: (req) => promised((done) => req.session.destroy(done)),
  touch: (req) => { req.session.touch(); return null; },
  save: (req) => promised((done) => req.session.save(done)),
  reload: (req) => promised((done) => req.session.reload(done)),
  flash: (req, kind, ...messages) => req.flash(kind, messages.length === 1 ? messages[0] : messages),
  flashes: (req, kind) => (kind === undefined ? req.flash() : req.flash(kind)),
  fail: () => { throw new Error('as asked'); },
};

function service(kind) {
  const app = express();
  app.use(kinds[kind](), flash());
  app.get('/', async (req, res) => {
    const results = [];
    for (const [name, ...args] of JSON.parse(req.query.steps)) results.push(await steps[name](req, ...args));
    res.json(results);
  });
  app.use((error, req, res, next) => res.status(500).json([]));
  return app;
}

const many = (request, times) => Array.from({ length: times }, () => request);
const conversations = {
  cookie: {
    'untouched session': [[['nothing']], [['nothing']]],
    'session that is only read': [[['read']], [['get', 'n']]],
    'counter': many([['count']], 5),
    'value of another request': [[['set', 'a', 1]], [['get', 'a']], [['get', 'b']]],
    'several values': [[['set', 'a', 1], ['set', 'b', 'two'], ['set', 'c', [3]]], [['keys']], [['get', 'c']]],
    'read of what is unchanged': [[['count']], [['get', 'n']], [['get', 'n']], [['count']]],
    'same value set again': [[['set', 'a', 1]], [['set', 'a', 1]]],
    'nested change': [[['set', 'a', []]], [['push', 'a', 1]], [['get', 'a']]],
    'nested change taken back': [[['set', 'a', []]], [['push', 'a', 1], ['pop', 'a']], [['get', 'a']]],
    'value deleted': [[['set', 'a', 1], ['set', 'b', 2]], [['del', 'a']], [['keys']]],
    'last value deleted': [[['set', 'a', 1]], [['del', 'a']], [['keys']]],
    'value set and deleted at once': [[['set', 'a', 1], ['del', 'a']]],
    'emptied session': [[['set', 'a', 1]], [['clear']], [['is_new'], ['keys']]],
    'null': [[['count']], [['null']], [['count']]],
    'null without a session': [[['null']]],
    'null of what was never kept': [[['set', 'a', 1], ['null']], [['keys']]],
    'null twice': [[['count']], [['null']], [['null']], [['count']]],
    'empty after null': [[['count']], [['null'], ['is_empty']]],
    'object assigned': [[['assign', { a: 1 }]], [['get', 'a']]],
    'object assigned over another session': [[['set', 'a', 1]], [['assign', { b: 2 }]], [['keys']]],
    'empty object assigned': [[['assign', {}]], [['keys']]],
    'empty object assigned over another session': [[['set', 'a', 1]], [['assign', {}]], [['keys']]],
    'is new': [[['is_new']], [['is_new'], ['count'], ['is_new']], [['is_new']]],
    'is populated': [[['is_populated'], ['count'], ['is_populated']], [['is_populated']]],
    'is populated without the last value': [[['count']], [['del', 'n'], ['is_populated']]],
    'is changed': [[['is_changed']], [['count'], ['is_changed']], [['is_changed'], ['count'], ['is_changed']]],
    'is changed and back': [[['set', 'a', 1]], [['set', 'a', 2], ['set', 'a', 1], ['is_changed']]],
    'change before an error': [[['count'], ['fail']], [['get', 'n']]],
    'change before an error in a known session': [[['count']], [['count'], ['fail']], [['get', 'n']]],
    'null before an error': [[['count']], [['null'], ['fail']], [['is_new']]],
    'error without a change': [[['count']], [['fail']], [['get', 'n']]],
    'error without a session': [[['fail']]],
    'max age': [[['max_age', 60], ['count']], [['get', 'n']]],
    'max age of nothing': [[['max_age', 60]]],
    'max age none': [[['max_age', null], ['count']], [['get', 'n']]],
    'max age zero': [[['max_age', 0], ['count']], [['get', 'n']]],
    'max age of a known session': [[['count']], [['max_age', 30], ['count']], [['get', 'n']]],
    'same site': [[['same_site', 'strict'], ['count']], [['get', 'n']]],
    'cookie for scripts': [[['http_only', false], ['count']], [['get', 'n']]],
    'flash': [[['flash', 'info', 'a']], [['flashes', 'info']], [['flashes', 'info']]],
    'flash counts': [[['flash', 'info', 'a'], ['flash', 'info', 'b']], [['flash', 'info', 'c']], [['flashes', 'info']]],
    'flash of several': [[['flash', 'info', 'a', 'b']], [['flash', 'info', 'c', 'd']], [['flashes', 'info']]],
    'flash of two kinds': [[['flash', 'info', 'a'], ['flash', 'error', 'b']], [['flashes', 'info']], [['flashes', 'error']]],
    'all flashes': [[['flash', 'info', 'a'], ['flash', 'error', 'b', 'c']], [['flashes']], [['flashes', 'info']]],
    'flash shown at once': [[['flash', 'info', 'a'], ['flashes', 'info'], ['flashes', 'info']]],
    'no flash of a kind': [[['flash', 'info', 'a']], [['flashes', 'error']], [['flashes', 'info']]],
    'flashes where none are': [[['flashes', 'info']], [['flashes']]],
    'all flashes twice': [[['flash', 'info', 'a']], [['flashes'], ['flashes']]],
    'flash as it was written': [[['flash', 'info', '<b>_x_</b> & %s']], [['flashes', 'info']]],
    'flash that is an object': [[['flash', 'info', { text: 'a' }]], [['flashes', 'info']]],
    'flash before an error': [[['flash', 'info', 'a'], ['fail']], [['flashes', 'info']]],
    'flash beside values': [[['count'], ['flash', 'info', 'a']], [['keys'], ['flashes', 'info']], [['get', 'n']]],
    'empty flash': [[['flash', 'info', '']], [['flashes', 'info']]],
    'flash that is populated': [[['flash', 'info', 'a'], ['is_populated']]],
    'flash and null': [[['flash', 'info', 'a']], [['null']], [['flashes', 'info']]],
    'letters of all kinds': [[['set', 'a', 'é\u2028😀"\\\u0001']], [['get', 'a']]],
    'numbers': [[['set', 'a', [0, -1.5, 1e21, 9007199254740991]]], [['get', 'a']]],
    'empty key': [[['set', '', 1]], [['get', '']]],
    'null as a value': [[['set', 'a', null]], [['keys']]],
  },
  cookie_aged: {
    'configured age': [[['count']], [['get', 'n']], [['count']]],
    'own age beside a configured one': [[['max_age', 5], ['count']], [['get', 'n']]],
    'no age beside a configured one': [[['max_age', null], ['count']], [['get', 'n']]],
  },
  server: {
    'id stays': [[['count'], ['id']], [['id']], [['count'], ['id']]],
    'id of a new session': [[['id'], ['id']]],
    'id of what is not kept': [[['id']], [['id']]],
    'regenerate': [[['count'], ['id']], [['regenerate'], ['id'], ['keys']], [['id'], ['keys']]],
    'regenerate and go on': [[['count'], ['id']], [['regenerate'], ['set', 'user', 'ada'], ['id']], [['id'], ['keys']]],
    'regenerate a new session': [[['regenerate'], ['count']], [['get', 'n']]],
    'destroy': [[['count'], ['id']], [['destroy']], [['id'], ['keys']]],
    'destroy a new session': [[['destroy']], [['keys']]],
    'destroy before an error': [[['count']], [['destroy'], ['fail']], [['keys']]],
    'save': [[['count'], ['save']], [['get', 'n']]],
    'save before a change': [[['count'], ['save'], ['count']], [['get', 'n']]],
    'save before an error': [[['count'], ['save'], ['fail']], [['get', 'n']]],
    'save of what is unchanged': [[['count']], [['save']], [['get', 'n']]],
    'reload': [[['set', 'a', 1]], [['set', 'a', 2], ['reload'], ['get', 'a']], [['get', 'a']]],
    'reload forgets what is new': [[['set', 'a', 1]], [['set', 'b', 2], ['reload'], ['keys']], [['keys']]],
    'reload a nested value': [[['set', 'a', []]], [['push', 'a', 1], ['reload'], ['get', 'a']], [['get', 'a']]],
    'reload keeps the id': [[['count'], ['id']], [['reload'], ['id']]],
    'reload of what was never kept': [[['set', 'a', 1], ['reload']], [['keys']]],
    'touch': [[['count']], [['touch'], ['get', 'n']], [['get', 'n']]],
    'age of one session': [[['max_age', 60], ['count']], [['get', 'n']]],
    'attributes of one session': [[['same_site', 'strict'], ['http_only', false], ['count']], [['get', 'n']]],
    'attributes stay': [[['same_site', 'strict'], ['max_age', 60], ['count']], [['count']], [['count']]],
    'flash on a server': [[['flash', 'info', 'a']], [['flashes', 'info']], [['flashes', 'info']]],
    'flash gone with its session': [[['flash', 'info', 'a']], [['regenerate']], [['flashes', 'info']]],
    'error on a server': [[['count'], ['fail']], [['get', 'n']]],
  },
  rolling: {
    'cookie with every answer': [[['count']], [['nothing']], [['get', 'n']], [['nothing']]],
    'no cookie for who has none': [[['nothing']], [['read']]],
    'cookie with an error': [[['count']], [['fail']]],
  },
  save_empty: {
    'empty session kept': [[['nothing'], ['id']], [['id']]],
    'empty session kept once': [[['nothing']], [['nothing']]],
    'first value later': [[['id']], [['count'], ['id']], [['get', 'n'], ['id']]],
    'destroyed although empties are kept': [[['count']], [['destroy']]],
  },
};

class Browser {
  constructor() { this.jar = new Map(); }
  get header() { return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '); }
  take(lines) {
    let found = { cookie: 'none' };
    for (const line of lines) {
      const [pair, ...attributes] = line.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      const given = new Map(attributes.map((text) => text.toLowerCase().split('=')));
      const age = given.has('max-age') ? Number(given.get('max-age'))
        : given.has('expires') ? Math.round((Date.parse(given.get('expires')) - Date.now()) / 1000) : null;
      if (age !== null && age <= 0) this.jar.delete(name); else this.jar.set(name, pair.slice(name.length + 1));
      const cleared = { cookie: 'cleared' };
      const set = { cookie: 'set', max_age: age, http_only: given.has('httponly'), same_site: given.get('samesite') || null };
      if (name === 'session') found = age !== null && age <= 0 ? cleared : set;
    }
    return found;
  }
}

async function converse(kind, requests) {
  const listening = await new Promise((done) => { const it = service(kind).listen(0, '127.0.0.1', () => done(it)); });
  const browser = new Browser();
  const ids = [];
  const numbered = (one) => {
    if (one === null || typeof one !== 'object' || !('id' in one)) return one;
    if (!ids.includes(one.id)) ids.push(one.id);
    return { id: ids.indexOf(one.id) };
  };
  const answers = [];
  for (const request of requests) {
    const url = `http://127.0.0.1:${listening.address().port}/?steps=${encodeURIComponent(JSON.stringify(request))}`;
    const response = await fetch(url, { headers: browser.header ? { cookie: browser.header } : {} });
    const results = (await response.json()).map(numbered);
    answers.push({ steps: request, status: response.status, results, ...browser.take(response.headers.getSetCookie()) });
  }
  listening.closeAllConnections();
  listening.close();
  return answers;
}

const recorded = [];
for (const [kind, talks] of Object.entries(conversations)) {
  for (const [name, requests] of Object.entries(talks)) {
    recorded.push({ name, kind, requests: await converse(kind, requests) });
  }
}
process.stdout.write(`${JSON.stringify({ versions, conversations: recorded }, null, 1)}\n`);
