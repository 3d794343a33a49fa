// Records what Express 5 makes of bodies: node record_express5_bodies.mjs > express5_bodies.json
// Run it in a folder where `npm install express@5` was run.
import http from 'node:http';
import zlib from 'node:zlib';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const express = require('express');
const version = (name) => JSON.parse(readFileSync(join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8')).version;

const refuse = (status) => Object.assign(new Error('refused'), { status, type: 'own.type' });
const routes = {
  json: [express.json()],
  'json-loose': [express.json({ strict: false })],
  'json-small': [express.json({ limit: 20 })],
  'json-any': [express.json({ type: '*/*' })],
  'json-plus': [express.json({ type: '+json' })],
  'json-types': [express.json({ type: ['json', 'text/x-json', 'application/csp-report'] })],
  'json-packed': [express.json({ inflate: false })],
  'json-hook': [express.json({ reviver: (key, value) => (value && value.date ? `on ${value.date}` : value) })],
  'json-verify': [express.json({ verify: (req, res, data) => {
    if (data.includes('own')) throw refuse(401);
    if (data.includes('bad')) throw new Error('bad');
  } })],
  form: [express.urlencoded()],
  'form-nested': [express.urlencoded({ extended: true })],
  'form-few': [express.urlencoded({ parameterLimit: 3 })],
  'form-shallow': [express.urlencoded({ extended: true, depth: 2 })],
  'form-small': [express.urlencoded({ limit: 10 })],
  'form-latin': [express.urlencoded({ defaultCharset: 'iso-8859-1' })],
  text: [express.text()],
  'text-any': [express.text({ type: '*/*' })],
  'text-latin': [express.text({ defaultCharset: 'iso-8859-1' })],
  'text-small': [express.text({ limit: 10 })],
  'text-html': [express.text({ type: 'html' })],
  bytes: [express.raw()],
  'bytes-any': [express.raw({ type: '*/*' })],
  'bytes-image': [express.raw({ type: ['image/*', '.pdf'] })],
  'bytes-small': [express.raw({ type: '*/*', limit: 10 })],
  'bytes-packed': [express.raw({ type: '*/*', inflate: false })],
  'bytes-verify': [express.raw({ type: '*/*', verify: (req, res, data) => { if (data.length < 3) throw new Error('short'); } })],
  several: [express.json({ limit: 20 }), express.urlencoded(), express.text({ limit: 10 })],
};

const app = express();
for (const [name, parsers] of Object.entries(routes)) app.all(`/${name}`, parsers);
app.use((req, res) => {
  if (req.body === undefined) res.json({ none: true });
  else if (Buffer.isBuffer(req.body)) res.json({ bytes: req.body.toString('base64') });
  else if (JSON.stringify(req.body).length > 1000) res.json({ size: JSON.stringify(req.body).length });
  else res.json({ body: req.body });
});
app.use((error, req, res, next) => {
  const { type, limit, expected, received, charset, encoding } = error;
  res.status(error.status ?? 500).json({ error: { type, limit, expected, received, charset, encoding } });
});

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const cases = [];
// sent: text, bytes, what to repeat how often, or null for no body at all; more: encoding, chunked, method
const add = (route, type, sent, more = {}) => cases.push({ route, type, sent, ...more });
const times = (...parts) => ({ times: parts });
const bytes = (sent) => Buffer.from(sent?.times ? sent.times.map(([text, count]) => text.repeat(count)).join('') : sent);
const each = (route, type, list) => list.forEach((sent) => add(route, type, sent));
const typed = (route, types, sent) => types.forEach((type) => add(route, type, sent));

each('json', JSON_TYPE, ['{}', '[]', '{"a":1}', ' \t\r\n{"a":[1,2.5,-3e2,true,false,null,"é"]} \n', '{"a":1,"a":2}', '{"":0}', '{"a":{"b":{"c":[]}}}',
  '"text"', '5', 'true', 'null', ' 5', '{', '[1,]', '{"a":1,}', "{'a':1}", '{a:1}', '[NaN]', '[Infinity]', '[-Infinity]', '[01]', '[+1]', '[.5]', '[1.]', '[0x1]',
  '{"a":1} x', '{}{}', '["\\u00e9\\n\\ud83d\\ude00"]', '["\\x41"]', '["a\tb"]', '// no\n{}', '\u00a0{}', '\ufeff{"bom":true}', '', '   ', '\n', '[1e2]', '[1e400]',
  '[9007199254740991]', '[12345678901234567890]', '["\\ud800"]', '{"__proto__":1}', times(['[', 600], [']', 600]), times(['[', 2000], [']', 2000]), times(['[', 50000])]);
add('json', JSON_TYPE, Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]));
add('json', JSON_TYPE, null);
add('json', undefined, null);
for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) add('json', JSON_TYPE, '{"m":1}', { method });
add('json', JSON_TYPE, '{"a":"in chunks"}', { chunked: true });
add('json', JSON_TYPE, '', { chunked: true });
typed('json', ['APPLICATION/JSON', 'application/json;', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'application/json; charset=Utf-8',
  'application/json; charset=', 'application/json; x=1; charset=utf-8', 'application/json; charset=utf8', 'application/json; charset=us-ascii',
  'application/json; charset=iso-8859-1', 'application/json; charset=utf-klingon', 'text/json', 'text/plain', 'application/jsonx', 'json', 'application/*', '*/*',
  'application/json, text/plain', ' application/json', 'application / json', 'application/problem+json', undefined, FORM_TYPE], '{"a":1}');
for (const [charset, order] of [['utf-16', 'le'], ['utf-16le', 'le'], ['utf-16be', 'be'], ['utf-16', 'be'], ['UTF-16', 'mark']]) {
  const text = Buffer.from((order === 'mark' ? '\ufeff' : '') + '{"a":"é"}', 'utf16le');
  add('json', `application/json; charset=${charset}`, order === 'be' ? text.swap16() : text);
}
add('json', 'application/json; charset=utf-32', Buffer.from([...'{"a":1}'].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])));
add('json', 'application/json; charset=utf-32be', Buffer.from([...'{"a":1}'].flatMap((c) => [0, 0, 0, c.charCodeAt(0)])));
add('json', 'application/json; charset=utf-7', '{"a":1}');
each('json-loose', JSON_TYPE, ['5', '"text"', 'null', 'true', ' -1.5 ', '{"a":1}', '', ' ', 'nul', 'undefined', '"a" "b"', '\ufeff5']);
each('json-small', JSON_TYPE, ['{"a":"01234567890"}', '{"a":"012345678901"}', '{"a":"0123456789012"}']);
add('json-small', JSON_TYPE, '{"a":"0123456789012"}', { chunked: true });
add('json-small', JSON_TYPE, '{"a":"01234567890"}', { chunked: true });
add('json-small', JSON_TYPE, zlib.gzipSync('{"a":"0123456789012"}'), { encoding: 'gzip' });
add('json-small', JSON_TYPE, zlib.gzipSync(`{"a":"${'0'.repeat(200)}"}`), { encoding: 'gzip', chunked: true });
add('json-small', 'text/plain', '{"a":"0123456789012"}');
add('json', JSON_TYPE, zlib.gzipSync(`["${'0'.repeat(200000)}"]`), { encoding: 'gzip' });
add('json', JSON_TYPE, times(['["', 1], ['0', 102396], ['"]', 1]));
add('json', JSON_TYPE, times(['["', 1], ['0', 102397], ['"]', 1]));
typed('json-any', ['application/json', 'text/plain', 'image/png', 'nonsense', undefined, 'application/json; charset=utf-16', 'text/plain; charset=latin1'], '{"a":1}');
typed('json-plus', ['application/json', 'application/problem+json', 'image/svg+json', 'application/x+jsonx', 'application/+json', 'application/a+b+json; charset=utf-8'], '{"a":1}');
typed('json-types', ['application/json', 'text/x-json', 'TEXT/X-JSON; a=b', 'application/csp-report', 'application/vnd.api+json', 'text/json'], '{"a":1}');
add('json-packed', JSON_TYPE, zlib.gzipSync('{"a":1}'), { encoding: 'gzip' });
add('json-packed', JSON_TYPE, '{"a":1}', { encoding: 'identity' });
add('json-packed', JSON_TYPE, '{"a":1}');
add('json-packed', JSON_TYPE, '{"a":1}', { encoding: 'foo' });
each('json-hook', JSON_TYPE, ['{"date":"1 May"}', '{"a":{"date":"x"},"b":[{"date":"y"},{"c":0}]}', '[]', '[{"date":{"date":1}}]']);
each('json-verify', JSON_TYPE, ['{"a":"fine"}', '{"a":"bad"}', '{"a":"own"}', 'bad', '{', '']);
add('json-verify', JSON_TYPE, zlib.gzipSync('{"a":"bad"}'), { encoding: 'gzip' });
add('json-verify', JSON_TYPE, zlib.gzipSync('{"a":"fine"}'), { encoding: 'gzip' });
add('json-verify', 'text/plain', 'bad');
add('json-verify', 'application/json; charset=utf-16', Buffer.from('{"a":"é"}', 'utf16le'));

const packed = { gzip: zlib.gzipSync('{"a":1}'), deflate: zlib.deflateSync('{"a":1}'), br: zlib.brotliCompressSync('{"a":1}') };
for (const [encoding, sent] of Object.entries(packed)) {
  add('json', JSON_TYPE, sent, { encoding });
  add('json', JSON_TYPE, sent, { encoding: encoding.toUpperCase(), chunked: true });
  add('json', JSON_TYPE, sent.subarray(0, -1), { encoding });
  add('json', JSON_TYPE, 'nothing of the kind', { encoding });
  add('json', JSON_TYPE, '', { encoding });
  add('json', JSON_TYPE, Buffer.concat([sent, Buffer.from('junk')]), { encoding });
}
add('json', JSON_TYPE, Buffer.concat([zlib.gzipSync('{"a":'), zlib.gzipSync('1}')]), { encoding: 'gzip' });
add('json', JSON_TYPE, Buffer.concat([packed.gzip, Buffer.alloc(9)]), { encoding: 'gzip' });
add('json', JSON_TYPE, zlib.deflateRawSync('{"a":1}'), { encoding: 'deflate' });
add('json', JSON_TYPE, zlib.gzipSync(packed.gzip), { encoding: 'gzip, gzip' });
for (const encoding of ['identity', 'Identity', 'foo', 'x-gzip', 'compress', '*', 'gzip;q=1']) add('json', JSON_TYPE, encoding.match(/^i/i) ? '{"a":1}' : packed.gzip, { encoding });

each('form', FORM_TYPE, ['a=1', 'a=1&a=2', 'a=1&b=2&a=3', 'a', 'a=', '=1', '&&a=1&', 'a=b=c', 'a+b=c+d', 'a%20b=%C3%A9', 'a=%zz', 'a=%zz%41+b', 'a=%', 'a=%C3', 'a=%FF', 'a=%e2%82%ac', 'a%5Bb%5D=1',
  'a[b]=1', 'a[]=1', 'a[]=1&a[]=2', 'a[b=c]=d', 'a=x]=y', 'a.b=1', 'a=1;b=2', 'toString=1', 'é=ü', 'a=%00', 'a=%2B', 'a=1%0D%0A2', '', '&', ' a = 1 ', 'a=1&A=2', '%61=1', 'a=\ufeff', '\ufeffa=1', '__proto__=1', '[a]=1', '[0]=1']);
add('form', FORM_TYPE, Buffer.from([0x61, 0x3d, 0xff, 0x26, 0x62, 0x3d, 0xc3, 0xa9]));
add('form', FORM_TYPE, times(['f=1&', 999], ['f=1', 1]));
add('form', FORM_TYPE, times(['f=1&', 1000], ['f=1', 1]));
add('form', FORM_TYPE, 'a=1', { chunked: true });
add('form', FORM_TYPE, zlib.gzipSync('a=1'), { encoding: 'gzip' });
add('form', FORM_TYPE, null);
typed('form', ['application/x-www-form-urlencoded; charset=utf-8', 'application/x-www-form-urlencoded; charset=ISO-8859-1', 'application/x-www-form-urlencoded; charset=utf-16',
  'application/x-www-form-urlencoded; charset=windows-1252', 'multipart/form-data; boundary=x', 'text/plain', 'application/json', undefined], 'a=%E9');
add('form', 'application/x-www-form-urlencoded; charset=iso-8859-1', Buffer.from([0x61, 0x3d, 0xe9, 0x25, 0x45, 0x39, 0x25, 0x7a]));
add('form-latin', FORM_TYPE, 'a=%E9');
each('form-nested', FORM_TYPE, ['a[b]=1', 'a[b][c]=1&a[b][d]=2', 'a[]=1&a[]=2', 'a[0]=x&a[2]=y', 'a[b][]=1&a[b][]=2', 'user[name]=Ann&user[tags][]=x&user[tags][]=y', 'a=1&a=2', 'a=1&a[b]=2', 'a[b]=1&a=2',
  'a%5Bb%5D=1', 'a[b', 'a]b=1', 'a[b]c=1', '[a]=1', 'a[[b]]=1', 'a[99]=x', 'a[150]=x', 'a[b]=%zz', '=1', '', 'a[]=', 'a[b=c]=d', 'a[-1]=x', 'a[01]=x',
  times(['a', 1], ['[b]', 32], ['=1', 1]), times(['a', 1], ['[b]', 33], ['=1', 1])]);
each('form-few', FORM_TYPE, ['a=1&b=2&c=3', 'a=1&b=2&c=3&d=4', 'a&b&c&', '&&&']);
each('form-shallow', FORM_TYPE, ['a[b][c]=1', 'a[b][c][d]=1']);
each('form-small', FORM_TYPE, ['a=12345678', 'a=123456789']);

each('text', 'text/plain', ['hello', '', 'é', '\ufeffmarked', 'a\u0000b']);
add('text', 'text/plain', Buffer.from([0x61, 0xff, 0x62, 0xc3]));
add('text', 'text/plain', null);
add('text', 'text/plain', 'chunks', { chunked: true });
add('text', 'text/plain', zlib.brotliCompressSync('packed'), { encoding: 'br' });
typed('text', ['text/plain; charset=utf-8', 'text/plain; charset=UTF8', 'text/plain;charset=iso-8859-1', 'text/plain; charset=windows-1252', 'text/plain; charset="koi8-r"', 'text/plain; charset=us-ascii', 'text/plain; charset=shift_jis',
  'text/plain; charset=utf-16le', 'text/plain; charset=klingon', 'text/plain; charset=rot13', 'text/plain; charset=', 'text/html', 'application/json', undefined, 'text', 'text/plain+x'], Buffer.from([0x80, 0xe9, 0x41, 0x42]));
add('text', 'text/plain; charset=utf-16', Buffer.from('hello', 'utf16le'));
typed('text-any', ['text/html', 'application/json', 'nonsense', undefined], 'hello');
add('text-latin', 'text/plain', Buffer.from([0xe9]));
add('text-latin', 'text/plain; charset=utf-8', 'é');
each('text-small', 'text/plain', ['0123456789', '01234567890', 'ééééé', 'éééééé']);
typed('text-html', ['text/html', 'text/html; charset=utf-8', 'text/plain', 'application/xhtml+xml'], '<p>');

const octets = Buffer.from([0, 255, 10, 13, 0x7b]);
typed('bytes', ['application/octet-stream', 'Application/Octet-Stream; a=b', 'text/plain', 'image/png', undefined, 'application/octet-stream; charset=klingon'], octets);
add('bytes', 'application/octet-stream', '');
add('bytes', 'application/octet-stream', zlib.gzipSync(octets), { encoding: 'gzip' });
add('bytes', 'application/octet-stream', octets, { chunked: true });
typed('bytes-any', ['text/plain', 'a/b', 'nonsense', undefined], octets);
typed('bytes-image', ['image/png', 'image/svg+xml', 'application/pdf', 'text/plain', 'images/png'], octets);
each('bytes-small', 'a/b', ['0123456789', '01234567890']);
add('bytes-small', 'a/b', '01234567890', { chunked: true });
add('bytes-small', 'a/b', zlib.gzipSync('0'.repeat(1000)), { encoding: 'gzip', chunked: true });
add('bytes-packed', 'a/b', 'abc', { encoding: 'deflate' });
each('bytes-verify', 'a/b', ['abc', 'ab', '']);
add('several', JSON_TYPE, '{"a":1}');
add('several', FORM_TYPE, 'a=1');
add('several', 'text/plain', 'hello');
add('several', 'text/csv', 'a,b');
add('several', 'text/plain', '01234567890');
add('several', JSON_TYPE, '{"a":"0123456789012"}');
add('several', FORM_TYPE, times(['a=', 1], ['1', 1000]));
add('several', JSON_TYPE, null);
add('several', FORM_TYPE, times(['a=', 1], ['1', 102400]));

const ask = (port, { route, type, sent: said, encoding, chunked, method = 'POST' }) => new Promise((resolve) => {
  const headers = {};
  const sent = said === null ? null : bytes(said);
  if (type !== undefined) headers['Content-Type'] = type;
  if (encoding !== undefined) headers['Content-Encoding'] = encoding;
  if (chunked) headers['Transfer-Encoding'] = 'chunked';
  else if (sent !== null) headers['Content-Length'] = sent.length;
  const request = http.request({ port, path: `/${route}`, method, headers, agent: false }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve([answer.statusCode, JSON.parse(text)]));
  });
  request.end(sent ?? undefined);
});

const server = app.listen(0, async () => {
  const written = [];
  for (const one of cases) {
    const [status, told] = await ask(server.address().port, one);
    const { sent, ...rest } = one;
    const text = sent?.toString?.('utf8');
    const as = sent === null ? {} : sent.times ? sent : bytes(sent).equals(Buffer.from(text)) ? { text } : { base64: sent.toString('base64') };
    written.push(JSON.stringify({ ...rest, ...as, status, told }));
  }
  const versions = Object.fromEntries(['express', 'body-parser', 'type-is', 'qs', 'raw-body', 'iconv-lite'].map((name) => [name, version(name)]));
  process.stdout.write(`{"versions": ${JSON.stringify(versions)},\n"cases": [\n${written.join(',\n')}\n]}\n`);
  server.close();
});
