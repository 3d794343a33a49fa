// Records what Express 5 makes of files: node record_express5_files.mjs > express5_files.json
// Run it in a folder where `npm install express@5` was run.
import { connect } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const express = require('express');
const versions = Object.fromEntries(['express', 'send', 'serve-static', 'content-disposition', 'mime-types'].map((name) => {
  const manifest = readFileSync(join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8');
  return [name, JSON.parse(manifest).version];
}));

const changed = 1_000_000_000;
const before = 'Sun, 09 Sep 2001 01:46:39 GMT';
const at = 'Sun, 09 Sep 2001 01:46:40 GMT';
const after = 'Sun, 09 Sep 2001 01:46:41 GMT';
const files = {
  'one/letters.txt': 'abcdefghijklmnopqrstuvwxyz', 'one/empty.txt': '', 'one/index.html': 'home', 'one/home.html': 'other home',
  'one/page.html': 'page', 'one/page.htm': 'old page', 'one/docs/index.html': 'docs', 'one/docs/read.html': 'read', 'one/docs/.draft': 'draft',
  'one/bare/x.txt': 'x', 'one/both/index.html': 'folder', 'one/both.html': 'file', 'one/.hidden': 'hidden', 'one/.git/config': 'config',
  'one/.rc.html': 'rc', 'one/a b.txt': 'spaced', 'one/é.txt': 'accent', 'one/50%.txt': 'percent', 'one/v1.2': 'version', 'one/README': 'readme',
  'one/html': 'no extension', 'one/a\\b.txt': 'backslash', 'one/1:2.txt': 'colon', 'one/x.tar.gz': 'packed', 'one/UP.TXT': 'loud',
  'one/dir.html/index.html': 'folder with a dot', 'one/a+b&c=d.txt': 'signs', 'one/é/index.html': 'folder with an accent',
  'one/q?.txt': 'question', 'one/style.css': 'css', 'one/app.js': 'js', 'one/data.json': '{}', 'one/pic.svg': '<svg/>', 'one/pic.png': 'png',
  'one/icon.ico': 'ico', 'one/app.webmanifest': '{}', 'one/book.pdf': 'pdf', 'one/m.mjs': 'mjs', 'one/t.csv': 'csv', 'one/x.xml': 'xml',
  'one/w.wasm': 'wasm', 'one/f.woff2': 'woff2', 'one/s.mp3': 'mp3', 'one/v.mp4': 'mp4', 'one/z.zip': 'zip', 'one/n.unheard': 'n', 'one/t.ts': 'ts',
  'two/letters.txt': 'other letters', 'two/only.txt': 'only in two', 'two/docs/more.html': 'more', 'two/bare/index.html': 'bare in two',
  'secret.txt': 'secret',
};

// The static groups: options in our words, and what is asked of each.
const plain = ['letters.txt', 'empty.txt', '', 'docs/', 'docs', 'docs/read.html', 'nothing', 'nothing/', 'bare', 'bare/', 'docs/read.html/', 'letters.txt/x',
  '?a=1', 'docs?a=1&b=//x', 'docs/?a=1'];
const paths = ['a%20b.txt', '%C3%A9.txt', '50%25.txt', 'v1.2', 'README', 'html', 'a%5Cb.txt', '1:2.txt', 'x.tar.gz', 'UP.TXT', 'Letters.txt', 'up.txt',
  'dir.html', 'dir.html/', 'a+b&c=d.txt', '%C3%A9', '%C3%A9/', 'q%3F.txt', 'l%65tters.txt', 'd%6Fcs', 'docs//read.html', '/letters.txt', '//docs',
  'docs//', 'docs/./read.html', './letters.txt', 'docs/../letters.txt', 'docs/..', 'docs/../', 'docs/.', '.git/../letters.txt', 'docs/%2e%2e/letters.txt',
  '../one/letters.txt', '../secret.txt', '../../secret.txt', '%2e%2e/secret.txt', '..%2fsecret.txt', '..%5csecret.txt', 'docs/../../secret.txt', '..', '../',
  '/etc/passwd', '%2Fetc/passwd', 'a%00b', 'letters.txt%00.html', 'docs%2Fread.html', 'docs%2F', '%zz', 'letters.txt%', '%FF', '.hidden', '.git/config',
  'docs/.draft', '.git', '.git/', '.nothing', '...', '.', './'];
const kinds = Object.keys(files).filter((name) => /one\/[a-z]+\.\w+$/.test(name)).map((name) => name.slice(4));
const groups = {
  usual: { options: { fallthrough: true }, asked: [...plain, ...paths, ...kinds] },
  ending: { options: { fallthrough: false }, asked: [...plain, ...paths] },
  allowing: { options: { dotfiles: 'allow', fallthrough: true, extensions: ['html'] }, asked: ['.hidden', '.git/config', '.git', '.git/', 'docs/.draft', '.rc', '.nothing', '...'] },
  denying: { options: { dotfiles: 'deny', fallthrough: false }, asked: ['.hidden', '.git/config', '.git', '.nothing', 'letters.txt', '...', '.', 'docs/./read.html'] },
  denied: { options: { dotfiles: 'deny', fallthrough: true }, asked: ['.hidden', 'letters.txt'] },
  unindexed: { options: { index: [], fallthrough: true }, asked: ['', 'docs', 'docs/', 'letters.txt', 'letters.txt/'] },
  indexed: { options: { index: ['missing.html', 'home.html', 'index.html'], fallthrough: true }, asked: ['', 'docs/', 'bare/', 'docs'] },
  deep: { options: { index: ['docs/read.html'], fallthrough: true }, asked: ['', 'docs/'] },
  extended: { options: { extensions: ['htm', 'html'], fallthrough: true }, asked: ['page', 'page.html', 'page.', 'page/', 'both', 'both/', 'docs/read', 'v1', 'README', 'nothing', 'letters.txt/x', '.rc', 'dir'] },
  staying: { options: { redirect: false, fallthrough: true }, asked: ['docs', 'docs/', '', 'bare'] },
  kept: { options: { max_age: 86400, immutable: true, fallthrough: false }, asked: ['letters.txt', 'docs/', 'nothing', 'docs', ['letters.txt', { 'If-None-Match': '$ETAG' }],
    ['letters.txt', { 'If-Match': '"x"' }], ['letters.txt', { Range: 'bytes=90-' }], ['letters.txt', { Range: 'bytes=0-1' }]] },
  long: { options: { max_age: 10 ** 9, fallthrough: true }, asked: ['letters.txt'] },
  silent: { options: { cache: false, last_modified: false, ranges: false, etag: false, fallthrough: true }, asked: ['letters.txt', ['letters.txt', { Range: 'bytes=0-1' }],
    ['letters.txt', { 'If-Modified-Since': after }], ['letters.txt', { 'If-None-Match': '"x"' }], ['letters.txt', { 'If-None-Match': '*' }]] },
  doubled: { options: { roots: ['one', 'two'], fallthrough: true }, asked: ['letters.txt', 'only.txt', 'docs/more.html', 'docs/', 'bare/', 'bare', 'nothing', '.hidden'] },
  hooked: { options: { headers: true, fallthrough: true }, asked: ['letters.txt', 'style.css', 'docs', 'nothing', ['letters.txt', { 'If-None-Match': '"own"' }], ['letters.txt', { Range: 'bytes=0-1' }]] },
  // What conditions, ranges and methods do.
  asked: { options: { fallthrough: false }, asked: [
    ...[{ 'If-Match': '*' }, { 'If-Match': '$ETAG' }, { 'If-Match': '"x", $OPAQUE' }, { 'If-Match': '"x"' }, { 'If-Match': 'W/"x"' }, { 'If-Match': '' },
      { 'If-Unmodified-Since': before }, { 'If-Unmodified-Since': at }, { 'If-Unmodified-Since': after }, { 'If-Unmodified-Since': 'yesterday' },
      { 'If-Match': '*', 'If-Unmodified-Since': before }, { 'If-Match': '"x"', 'If-None-Match': '$ETAG' },
      { 'If-None-Match': '*' }, { 'If-None-Match': '$ETAG' }, { 'If-None-Match': '$OPAQUE' }, { 'If-None-Match': 'W/$OPAQUE' }, { 'If-None-Match': '"x", W/$OPAQUE, "y"' },
      { 'If-None-Match': '"x"' }, { 'If-None-Match': 'x' }, { 'If-None-Match': '' }, { 'If-None-Match': '"x"', 'If-Modified-Since': at },
      { 'If-Modified-Since': before }, { 'If-Modified-Since': at }, { 'If-Modified-Since': after }, { 'If-Modified-Since': 'yesterday' }, { 'If-Modified-Since': '0' },
      { 'If-Modified-Since': 'Sunday, 09-Sep-01 01:46:40 GMT' }, { 'If-Modified-Since': 'Sun Sep  9 01:46:40 2001' },
      { 'If-None-Match': '$ETAG', 'Cache-Control': 'no-cache' }, { 'If-None-Match': '$ETAG', Range: 'bytes=0-1' }, { 'If-None-Match': '"x"', Range: 'bytes=0-1' },
      { 'If-Match': '"x"', Range: 'bytes=0-1' }, { 'If-Modified-Since': at, Range: 'bytes=90-' },
      ...['bytes=0-0', 'bytes=0-25', 'bytes=0-99', 'bytes=5-9', 'bytes=5-', 'bytes=25-', 'bytes=26-', 'bytes=26-30', 'bytes=-1', 'bytes=-26', 'bytes=-27', 'bytes=-0', 'bytes=-',
        'bytes=9-5', 'bytes=a-b', 'bytes=', 'bytes', 'bytes=5', 'items=0-5', 'Bytes=5-9', 'bytes 0-5', 'bytes=0-1,3-4', 'bytes=0-1,2-3', 'bytes=0-4,2-9', 'bytes=2-3,0-1', 'bytes=0-1,90-99',
        'bytes=90-99,0-1', 'bytes=90-99,80-', 'bytes=0-1, 2-3', 'bytes=0-1,x', 'bytes=0-1,', 'bytes=0-0,-1', 'bytes=0-20,-10', 'bytes=--5', 'bytes=0x1-5', 'bytes=1-2-3',
        'bytes=00005-00009', 'bytes=0-99999999999999999999999', 'bytes=99999999999999999999999-', 'bytes=-99999999999999999999999'].map((value) => ({ Range: value })),
      ...['$ETAG', '$OPAQUE', '"x"', at, before, after, 'yesterday', ''].map((value) => ({ Range: 'bytes=0-1', 'If-Range': value })),
      { 'If-Range': '"x"' }, { Range: 'bytes=90-', 'If-Range': '"x"' }, { Range: 'bytes=90-', 'If-Range': at }].map((headers) => ['letters.txt', headers]),
    ['empty.txt', { Range: 'bytes=0-' }], ['empty.txt', { Range: 'bytes=0-0' }], ['empty.txt', { Range: 'bytes=-5' }], ['nothing', { Range: 'bytes=0-1' }], ['nothing', { 'If-Match': '*' }],
    ...['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'].map((method) => ['letters.txt', {}, method]), ['letters.txt', { Range: 'bytes=0-1' }, 'HEAD'], ['letters.txt', { Range: 'bytes=90-' }, 'HEAD'],
    ['letters.txt', { 'If-None-Match': '$ETAG' }, 'HEAD'], ['docs', {}, 'HEAD'], ['nothing', {}, 'HEAD'], ['nothing', {}, 'POST']] },
  passing: { options: { fallthrough: true }, asked: [['letters.txt', { 'If-Match': '"x"' }], ['letters.txt', { Range: 'bytes=90-' }], ['nothing', {}, 'HEAD']] },
};

// The calls of handlers: the function, its path (and name), its options in our words, and the headers of the request.
const sendings = [['letters.txt'], ['/letters.txt'], ['docs/read.html'], ['docs/../letters.txt'], ['docs//read.html'], ['a b.txt'], ['é.txt'], ['50%.txt'], ['q?.txt'], ['a\\b.txt'],
  ['nothing.txt'], ['docs'], ['letters.txt/x'], ['.hidden'], ['.git/config'], ['../secret.txt'], ['docs/../../secret.txt'], ['a\0b'], ['UP.TXT'], ['README'], ['data.json'],
  ['.hidden', { dotfiles: 'allow' }], ['.hidden', { dotfiles: 'deny' }], ['.nothing', { dotfiles: 'deny' }], ['letters.txt', { max_age: 3600 }], ['letters.txt', { max_age: 3600, immutable: true }],
  ['letters.txt', { max_age: null }], ['letters.txt', { last_modified: false }], ['letters.txt', { ranges: false }, { Range: 'bytes=0-1' }], ['letters.txt', { headers: { 'X-More': 'x' } }],
  ['letters.txt', { headers: { 'Content-Type': 'text/x-own; charset=utf-8', 'Cache-Control': 'private', ETag: '"own"' } }, { 'If-None-Match': '"own"' }],
  ['letters.txt', { headers: { 'Content-Type': 'text/x-own; charset=utf-8', 'Cache-Control': 'private' } }], ['letters.txt', { headers: { 'Last-Modified': after } }, { 'If-Modified-Since': at }],
  ['letters.txt', { start: 5 }], ['letters.txt', { end: 4 }], ['letters.txt', { start: 5, end: 9 }], ['letters.txt', { start: 20, end: 99 }], ['letters.txt', { start: 26 }],
  ['letters.txt', { start: 5, end: 9 }, { Range: 'bytes=1-2' }], ['letters.txt', { start: 5, end: 9 }, { Range: 'bytes=-2' }], ['letters.txt', { start: 5, end: 9 }, { Range: 'bytes=5-' }],
  ['letters.txt', {}, { 'If-None-Match': '$ETAG' }], ['letters.txt', {}, { 'If-Modified-Since': at }], ['letters.txt', {}, { 'If-Match': '"x"' }], ['letters.txt', {}, { 'If-Unmodified-Since': before }],
  ['letters.txt', {}, { Range: 'bytes=0-1' }], ['letters.txt', {}, { Range: 'bytes=90-' }], ['letters.txt', {}, { Range: 'bytes=0-1,5-6' }], ['letters.txt', {}, {}, 'HEAD'], ['letters.txt', { status: 203 }],
  ['letters.txt', { status: 404 }], ['letters.txt', { status: 203 }, { 'If-None-Match': '$ETAG' }], ['letters.txt', { status: 404 }, { 'If-None-Match': '$ETAG' }]];
const names = [null, 'plans.pdf', 'the plans.pdf', 'letters', 'café.txt', '日本.txt', '€ rates.pdf', 'q"uote.txt', 'back\\slash.txt', 'a;b,c.txt', "it's (1).txt", '50% off.txt', '100%41.txt',
  '../../etc/passwd', 'a/b/', 'a\r\nb.txt', 'naïve résumé.doc', '«x».txt', ' lead.txt', 'x.tar.gz', '.hidden', 'a=b.txt', 'ﬁ.txt', '😀.png', 'tab\tbed.txt'];
const calls = [
  ...sendings.map(([path, options, headers, method]) => ({ call: 'send_file', path, options, headers, method })),
  ...names.map((name) => ({ call: 'download', path: 'letters.txt', name })),
  ...['nothing.txt', 'docs', '.hidden', 'docs/read.html', 'é.txt', 'a b.txt', 'README'].map((path) => ({ call: 'download', path })),
  { call: 'download', path: 'letters.txt', options: { max_age: 60, headers: { 'X-More': 'x', 'content-disposition': 'inline' } } },
  { call: 'download', path: 'letters.txt', name: 'x.pdf', headers: { Range: 'bytes=0-1' } }, { call: 'download', path: 'letters.txt', headers: { Range: 'bytes=90-' } },
  { call: 'download', path: 'letters.txt', headers: { 'If-None-Match': '$ETAG' } }, { call: 'download', path: 'letters.txt', method: 'HEAD' },
  ...[...names, ''].map((name) => ({ call: 'attachment', name })),
];

const root = mkdtempSync(join(tmpdir(), 'files-'));
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
  utimesSync(join(root, name), changed, changed);
}

const theirs = { max_age: 'maxAge', last_modified: 'lastModified', ranges: 'acceptRanges' };
function translated(options) {
  const { roots, status, ...rest } = options;
  const given = Object.fromEntries(Object.entries(rest).map(([key, value]) => [theirs[key] ?? key, value]));
  if (given.maxAge === null) { given.cacheControl = false; }
  if (given.maxAge) { given.maxAge *= 1000; }
  if (given.cache === false) { given.cacheControl = false; }
  if (given.index && !given.index.length) { given.index = false; }
  if (given.headers === true) {
    given.setHeaders = (response, path) => {
      response.setHeader('X-Length', path.length - join(root, 'one').length);
      if (path.endsWith('.txt')) { response.setHeader('ETag', '"own"'); response.setHeader('Content-Type', 'text/x-own; charset=utf-8'); response.setHeader('Cache-Control', 'private'); }
    };
    delete given.headers;
  }
  return given;
}

const app = express();
for (const [name, { options }] of Object.entries(groups)) {
  for (const folder of options.roots ?? ['one']) { app.use(`/${name}`, express.static(join(root, folder), translated(options))); }
}
app.get('/call/:index', (request, response) => {
  const { call, path, name, options = {} } = calls[request.params.index];
  if (options.status) { response.status(options.status); }
  const given = { root: join(root, 'one'), ...translated(options) };
  if (call === 'send_file') { response.sendFile(path, given); }
  if (call === 'download') { name === undefined || name === null ? response.download(path, given) : response.download(path, name, given); }
  if (call === 'attachment') { (name === null ? response.attachment() : response.attachment(name)).send(Buffer.from('body')); }
});
app.use((error, _request, response, _next) => { response.status(error.status ?? 500).set(error.headers ?? {}).end(); });

function ask(port, method, target, headers) {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''];
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(lines.join('\r\n')));
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

const told = ['accept-ranges', 'allow', 'cache-control', 'content-disposition', 'content-length', 'content-range', 'content-type', 'etag', 'last-modified', 'location', 'x-length', 'x-more'];
async function answer(port, method, target, headers) {
  const text = await ask(port, method, target, headers);
  const [head, body] = [text.slice(0, text.indexOf('\r\n\r\n')), text.slice(text.indexOf('\r\n\r\n') + 4)];
  const [line, ...rest] = head.split('\r\n');
  const got = Object.fromEntries(rest.map((each) => [each.slice(0, each.indexOf(':')).toLowerCase(), each.slice(each.indexOf(':') + 2)]));
  return { status: Number(line.split(' ')[1]), headers: Object.fromEntries(told.filter((name) => name in got).map((name) => [name, got[name]])), body };
}

async function recorded(port, item) {
  const { method = 'GET', target, headers = {} } = item;
  const etag = (await answer(port, 'GET', target, {})).headers.etag ?? '""';
  const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll('$ETAG', etag).replaceAll('$OPAQUE', etag.replace('W/', ''))]));
  const got = await answer(port, method, target, filled);
  // What is no file has a page of its own kind; a handler's own status changes nothing of its file.
  if (!item.options?.status) {
    if (got.status >= 300 || method === 'HEAD') { delete got.body; }
    if (got.status >= 300) { delete got.headers['content-length']; delete got.headers['content-type']; }
  }
  if (got.headers.etag && got.headers.etag !== '"own"') { got.headers.etag = 'ours'; }
  return { ...item, ...got, sent: headers, headers: got.headers };
}

const items = [
  ...Object.entries(groups).flatMap(([name, { asked }]) => asked.map((each) => {
    const [path, headers, method] = Array.isArray(each) ? each : [each];
    return { target: `/${name}/${path}`, headers, method };
  })),
  { target: '/usual' }, { target: '/usual?a=1' }, { target: '/staying' }, { target: '/unindexed' },
  ...calls.map(({ call, path, name, options, headers, method }, index) => ({ target: `/call/${index}`, call, path, name, options, headers, method })),
];
const server = app.listen(0, '127.0.0.1', async () => {
  const lines = [];
  for (const item of items) { lines.push(`    ${JSON.stringify(await recorded(server.address().port, item))}`); }
  const settings = Object.fromEntries(Object.entries(groups).map(([name, { options }]) => [name, options]));
  process.stdout.write(`{\n  "versions": ${JSON.stringify(versions)},\n  "changed": ${changed},\n  "files": ${JSON.stringify(files)},\n  "groups": ${JSON.stringify(settings)},\n`
    + `  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`);
  server.close();
  rmSync(root, { recursive: true });
});
