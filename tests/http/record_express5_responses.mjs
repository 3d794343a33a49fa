// Records what Express 5 makes of responses: node record_express5_responses.mjs > express5_responses.json
// Run it in a folder where `npm install express@5` was run.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const express = require('express');
const { version } = JSON.parse(readFileSync(join(process.cwd(), 'node_modules', 'express', 'package.json'), 'utf8'));

// Cookies that say when they end are recorded at one moment.
const NOW = 1_000_000_000_000;
const realNow = Date.now;

// group: [what is done with a response, its cases]. A case is the arguments; `$` holds what the request and the settings are.
const groups = {
  type: [(res, type) => res.type(type).send(Buffer.from('x')), [
    ['html'], ['.html'], ['HTML'], ['.Png'], ['index.html'], ['a.b.css'], ['json'], ['.json'], ['map'], ['webmanifest'], ['js'],
    ['mjs'], ['txt'], ['text'], ['md'], ['csv'], ['css'], ['xml'], ['svg'], ['png'], ['jpg'], ['gif'], ['webp'], ['pdf'], ['zip'],
    ['gz'], ['bin'], ['mp4'], ['woff2'], ['wasm'], ['yaml'], ['ics'], ['vtt'], ['rss'], ['atom'], ['xhtml'], ['rtf'], ['nope'],
    [''], ['.'], ['form'], ['text/html'], ['text/x-own'], ['TEXT/HTML'], ['text/html; charset=iso-8859-1'], ['text/html; level=1'],
    ['application/json'], ['application/vnd.api+json'], ['application/javascript'], ['image/svg+xml'], ['image/png'], ['a/b'],
    ['application/json; charset=utf-16'], ['text/plain;charset=UTF-8'],
  ]],
  vary: [(res, before, ...fields) => {
    if (before !== null) res.set('Vary', before);
    for (const field of fields) res.vary(field);
    res.send('x');
  }, [
    [null, 'Accept'], [null, 'Accept', 'Accept'], [null, 'Accept', 'accept'], [null, 'Accept', 'Origin'], [null, 'Accept, Origin'],
    [null, 'Accept , Origin'], [null, '*'], [null, '*', 'Accept'], [null, 'Accept', '*'], [null, 'Accept, *'], ['Cookie', 'Accept'],
    ['Cookie, Accept', 'accept', 'Origin'], ['*', 'Accept'], ['cookie', 'COOKIE, X-A'], [null, 'a b'], [null, ''], [null, 'a:b'],
    [null, 'é'], [null, 'Accept', 'x-a', 'Accept-Encoding'], [['Accept', 'Cookie'], 'Origin'],
  ]],
  links: [(res, ...each) => {
    for (const links of each) res.links(links);
    res.send('x');
  }, [
    [{ next: '/2' }], [{ next: '/2', prev: '/0' }], [{ next: '/2' }, { prev: '/0' }], [{ alternate: ['/a', '/b'] }],
    [{ next: 'http://a.example/?page=2&x=y', last: 'http://a.example/?page=9' }], [{ next: '/a b' }], [{ next: '/{x}' }],
    [{ pages: ['/1', '/2'], next: '/3' }, { up: '/' }], [{ self: '#x' }], [{ 'next archives': '/2' }],
  ]],
  location: [(res, url) => res.location(url).send('x'), [
    ['/'], ['/a b'], ['/é'], ['/a%20b'], ['/%'], ['/%zz'], ['/a%2Fb'], ['/100%'], ['/?q=a b&c=é'], ['/#é'], ['/"<>`{}'], ['/|^~'],
    ["/!$&'()*+,;=:@"], ['/[x]'], ['../x'], ['..'], ['x'], ['?a=b'], ['#top'], ['http://a.example/b c'], ['back'], ['/\u{1f9a6}'],
    ['/a\tb'], ['/a\r\nX-Evil: b'], ['https://user:pass@a.example:8/x'], ['/%E9'], ['/%e9%C3%A9'], ['/a%%20b'],
  ]],
  redirect: [(res, to, status) => (status ? res.redirect(status, to) : res.redirect(to)), [
    ['/x'], ['/x', 301], ['/x', 303], ['/x', 307], ['/x', 308], ['../login'], ['login'], ['..'], ['./a'], ['?page=2'], ['#top'],
    ['http://a.example/x'], ['https://a.example'], ['/a b'], ['/é?x=ü'], ['/<b>'], ['/%zz'], ['post/new'],
    ['/head', { $: { method: 'HEAD' } }],
  ]],
  cookie: [(res, name, value, options) => {
    const dated = options?.expires === undefined ? options : { ...options, expires: new Date(options.expires) };
    res.cookie(name, value, dated).send('x');
  }, [
    ['a', 'b'], ['a', ''], ['a', 'b c'], ['a', 'é'], ['a', '"q"'], ['a', 'a;b,c\\'], ['a', '100%'], ['a', 'x/y:z@a&b=c+d$e?f#g[h]'],
    ['a', "-_.!~*'()"], ['a', 5], ['a', 1.5], ['a', '\u{1f9a6}'], ['a', 'b\r\nc'], ['__x', 'y'], ['a b', 'c'], ['', 'c'], ['a=b', 'c'],
    ['a;b', 'c'], ['é', 'c'], ['a', 'b', { maxAge: 60000 }], ['a', 'b', { maxAge: 0 }], ['a', 'b', { maxAge: 1500 }],
    ['a', 'b', { maxAge: -1 }], ['a', 'b', { maxAge: -60000 }], ['a', 'b', { maxAge: 999 }], ['a', 'b', { expires: 0 }],
    ['a', 'b', { expires: NOW }], ['a', 'b', { maxAge: 60000, expires: 0 }], ['a', 'b', { path: '/x' }], ['a', 'b', { path: '' }],
    ['a', 'b', { path: '/a b' }], ['a', 'b', { path: '/a;b' }], ['a', 'b', { path: '/\r\n' }], ['a', 'b', { domain: 'a.example' }],
    ['a', 'b', { domain: '.a.example' }], ['a', 'b', { domain: '' }], ['a', 'b', { domain: 'a b' }], ['a', 'b', { domain: 'a;b' }],
    ['a', 'b', { domain: 'A-b.example' }], ['a', 'b', { domain: '-a.example' }], ['a', 'b', { httpOnly: true }],
    ['a', 'b', { httpOnly: false }], ['a', 'b', { secure: true }], ['a', 'b', { sameSite: 'lax' }], ['a', 'b', { sameSite: 'STRICT' }],
    ['a', 'b', { sameSite: true }], ['a', 'b', { sameSite: false }], ['a', 'b', { sameSite: 'none', secure: true }],
    ['a', 'b', { sameSite: 'sometimes' }], ['a', 'b', { partitioned: true, secure: true }], ['a', 'b', { priority: 'low' }],
    ['a', 'b', { priority: 'Medium' }], ['a', 'b', { priority: 'high' }], ['a', 'b', { priority: 'urgent' }],
    ['a', 'b', { maxAge: 3600000, path: '/x', domain: 'a.example', httpOnly: true, secure: true, sameSite: 'strict', partitioned: true, priority: 'low' }],
  ]],
  clear: [(res, name, options) => res.clearCookie(name, options).send('x'), [
    ['a'], ['a', { path: '/x' }], ['a', { domain: 'a.example', secure: true, httpOnly: true }], ['a', { maxAge: 60000 }],
    ['a', { sameSite: 'strict', priority: 'high' }],
  ]],
  json: [(res, value) => res.json(value), [
    [null], [true], [false], [0], [42], [-1], [0.25], ['text'], [''], ['a "b" \\ / \n \t \u2028 \u2029 é \u{1f9a6} \u0001'], [[]], [{}],
    [[1, [2, { a: null }]]], [{ a: 1, b: [true, 'x'], c: { d: {} } }], [{ '': 1, 'é"': 2 }], ['<script>&</script>'],
    [{ a: [1, { b: [] }], c: '<&>' }, { $: { indent: 1 } }], [{ a: [1, { b: [] }], c: {} }, { $: { indent: 2 } }],
    [{ a: [1, { b: null }], c: 'é' }, { $: { indent: 4 } }], [[1, 2], { $: { indent: 10 } }], [[], { $: { indent: 3 } }], ['x', { $: { indent: 3 } }],
    ['<script>&</script>', { $: { escape: true } }], [{ '<a>': '&amp;' }, { $: { escape: true, indent: 2 } }],
    [{ a: '</script>' }, { $: { escape: true, indent: 4 } }],
  ]],
  jsonp: [(res, value) => res.jsonp(value), [
    [{ a: 1 }], [{ a: 1 }, { $: { query: 'callback=cb' } }], [null, { $: { query: 'callback=cb' } }], ['x', { $: { query: 'callback=cb' } }],
    [[1, 2], { $: { query: 'callback=a.b%5B0%5D.$c_d' } }], [{ a: 1 }, { $: { query: 'callback=' } }], [{ a: 1 }, { $: { query: 'callback' } }],
    [{ a: 1 }, { $: { query: 'callback=a&callback=b' } }], [{ a: 1 }, { $: { query: 'callback=alert(1);x' } }],
    [{ a: 1 }, { $: { query: 'callback=%3Cscript%3E' } }], [{ a: 1 }, { $: { query: 'callback=!!!' } }], [{ a: 1 }, { $: { query: 'callback=%C3%A9b' } }],
    [{ a: '\u2028\u2029' }, { $: { query: 'callback=cb' } }], [{ a: '\u2028' }], [{ a: '<&>' }, { $: { query: 'callback=cb', escape: true } }],
    [{ a: [1] }, { $: { query: 'callback=cb', indent: 2 } }], [{ a: 1 }, { $: { query: 'cb=x', parameter: 'cb' } }],
    [{ a: 1 }, { $: { query: 'callback=x', parameter: 'cb' } }],
  ]],
  status: [(res, status) => res.status(status).send('x'), [
    [100.5], [200], [201], [299], [203], [400], [404], [418], [422], [499], [500], [599], [600], [999], [99], [1000], [0], [-1], ['200'],
    [204], [205], [304], [206],
  ]],
  sendStatus: [(res, status) => res.sendStatus(status), [
    [200], [201], [202], [204], [205], [301], [304], [400], [401], [402], [403], [404], [405], [406], [408], [413], [414], [416], [418],
    [422], [425], [429], [451], [500], [501], [503], [505], [509], [299], [499], [599], [999], [99], [1000],
  ]],
  send: [(res, kind, value) => res.send(kind === 'bytes' ? Buffer.from(value) : value), [
    ['text', ''], ['text', 'x'], ['text', 'é'], ['bytes', 'x'], ['bytes', ''], ['json', { a: 1 }], ['json', [1]], ['json', true], ['json', false],
    ['text', 'x', { $: { method: 'HEAD' } }], ['bytes', 'xy', { $: { method: 'HEAD' } }], ['json', {}, { $: { method: 'HEAD' } }],
  ]],
  set: [(res, ...pairs) => {
    for (const [name, value] of pairs) res.set(name, value);
    res.send('x');
  }, [
    [['X-A', 'b']], [['X-A', 'b'], ['x-a', 'c']], [['X-A', ['b', 'c']]], [['X-A', 5]], [['X-A', ['b', 5]]], [['X-A', []]], [['X-A', '']],
    [['X-A', 'b\r\nX-B: c']], [['X-A', 'b\nc']], [['X A', 'b']], [['', 'b']], [['X-A', ['b', 'c\r\nd']]], [['Content-Type', 'text/plain']],
    [['Content-Type', 'text/html; charset=iso-8859-1']], [['content-type', 'text/x-own']], [['Content-Type', 'application/javascript']],
    [['X-A', '€']], [['Content-Length', '3']], [['Content-Type', 'image/png']],
  ]],
  append: [(res, ...pairs) => {
    for (const [name, value] of pairs) res.append(name, value);
    res.send('x');
  }, [
    [['X-A', 'b']], [['X-A', 'b'], ['X-A', 'c']], [['X-A', 'b'], ['x-a', ['c', 'd']]], [['X-A', ['b', 'c']], ['X-A', 'd']],
    [['Set-Cookie', 'a=b'], ['Set-Cookie', 'c=d']], [['Link', '</a>'], ['Link', '</b>']],
  ]],
  format: [(res, ...kinds) => {
    res.format(Object.fromEntries(kinds.map((kind) => [kind, () => res.send(`as ${kind}`)])));
  }, [
    ['html', 'json', 'text'], ...['text/html', 'application/json', 'text/plain', 'text/*', '*/*', 'image/png', 'text/html;q=0.5, application/json',
      'text/*;q=0.5, text/html;q=0.1', 'application/json;q=0', '', 'text/plain, text/html', 'html', 'application/*'].map((accept) =>
      ['html', 'json', 'text', { $: { accept } }]),
    ['html', 'default', { $: { accept: 'image/png' } }], ['default', { $: { accept: 'image/png' } }], ['default'],
    ['html', 'default', { $: { accept: 'text/html' } }], ['text/csv', 'application/xml', { $: { accept: 'application/xml' } }],
    ['text/csv', 'application/xml', { $: { accept: 'image/png' } }], ['text/x-own', { $: { accept: 'text/x-own' } }], ['nope', 'html'],
    ['image/svg+xml', 'png', { $: { accept: 'image/*' } }], [],
  ]],
};

const KEPT = new Set(['content-type', 'content-length', 'vary', 'link', 'location', 'set-cookie', 'x-content-type-options', 'x-a']);

async function answer(act, args, { method = 'GET', query, accept, escape, indent, parameter } = {}) {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('env', 'test');
  if (escape) app.enable('json escape');
  if (indent) app.set('json spaces', indent);
  if (parameter) app.set('jsonp callback name', parameter);
  app.use((req, res, next) => {
    Date.now = () => NOW;
    try {
      act(res, ...args);
    } finally {
      Date.now = realNow;
    }
  });
  app.use((error, req, res, next) => {
    for (const name of res.getHeaderNames()) if (name !== 'vary') res.removeHeader(name);
    res.status(error.status ?? 500).end();
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const headers = accept === undefined ? {} : { Accept: accept };
  const sent = request({ port: server.address().port, method, path: query ? `/?${query}` : '/', headers, agent: false });
  sent.end();
  const [response] = await once(sent, 'response');
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  server.close();
  const found = [];
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    const name = response.rawHeaders[index].toLowerCase();
    if (KEPT.has(name)) found.push([name, response.rawHeaders[index + 1]]);
  }
  return { status: response.statusCode, headers: found.sort((one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0)), body: Buffer.concat(chunks).toString('utf8') };
}

const lines = [];
for (const [group, [act, cases]] of Object.entries(groups)) {
  for (const given of cases) {
    const around = given.find((each) => each?.$)?.$;
    const args = given.filter((each) => !each?.$);
    lines.push(JSON.stringify({ group, args, ...(around && { around }), ...(await answer(act, args, around)) }));
  }
}
process.stdout.write(`{"express": "${version}", "cases": [\n${lines.join(',\n')}\n]}\n`);
