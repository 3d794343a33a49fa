// Records what Express 5's requests say: node record_express5_requests.mjs > express5_requests.json
// Run it in a folder where `npm install express@5` was run.
import { readFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const express = require('express');
const parts = ['express', 'negotiator', 'type-is', 'qs', 'proxy-addr', 'range-parser', 'fresh'];
const versions = Object.fromEntries(parts.map((name) => {
  const manifest = readFileSync(join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8');
  return [name, JSON.parse(manifest).version];
}));

const recorded = [];

// ask: a property or method of the request; args: what it is called with, null for a property.
function record(ask, args, headers = {}, given = {}) {
  const { settings = {}, peer = '192.0.2.1', url = '/', method = 'GET', response } = given;
  const app = express();
  for (const [name, value] of Object.entries(settings)) app.set(name, value);
  const socket = { remoteAddress: peer, encrypted: false };
  const request = Object.assign(new IncomingMessage(socket), { url, method });
  Object.setPrototypeOf(request, app.request);
  for (const [name, value] of Object.entries(headers)) request.headers[name.toLowerCase()] = value;
  if (response) request.res = { statusCode: response.status, get: (name) => response.headers[name] };
  let answer = args === null ? request[ask] : request[ask](...args);
  if (ask === 'range' && Array.isArray(answer)) answer = { type: answer.type, spans: answer.map(({ start, end }) => [start, end]) };
  recorded.push({ ask, args, headers, ...given, answer: answer ?? null });
}

// header value, or null for none: lists of offers
function negotiations(ask, header, cases) {
  for (const [value, offers] of cases) {
    for (const offered of offers) record(ask, offered, value === null ? {} : { [header]: value });
  }
}

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8';
negotiations('accepts', 'Accept', [
  [null, [[], ['json'], ['json', 'html'], ['nonsense']]],
  ['', [[], ['json', 'html']]],
  ['nonsense, also/', [[], ['json', 'html']]],
  ['*/*', [[], ['json', 'html'], ['nonsense', 'html']]],
  [browser, [[], ['json', 'html'], ['json', 'text'], ['png', 'xml']]],
  ['application/json', [['html', 'json'], ['html'], ['application/json'], ['.json'], ['a.json']]],
  ['TEXT/HTML', [[], ['html'], ['TEXT/html']]],
  ['text/html;q=0.5, application/json;q=0.6', [[], ['html', 'json']]],
  ['text/html ; q=0.5 , application/json ; Q=0.6', [['html', 'json']]],
  ['*/*, text/*, text/plain', [['html', 'json', 'text']]],
  ['text/*;q=0.3, text/html;q=0.1', [['html', 'text']]],
  ['text/html;q=0, */*', [[], ['html', 'json'], ['html']]],
  ['text/html;level=1;q=0.1, text/html;q=0.9', [['html', 'text/html;level=1']]],
  ['text/html;level=1', [['html'], ['text/html;level=1'], ['text/html; LEVEL=1']]],
  ['text/html;level=*', [['html'], ['text/html;level=2']]],
  ['application/json;charset=utf-8', [['html', 'json']]],
  ['a/b;x="1,2;q=0", text/html;q=0.1', [[], ['html'], ['a/b;x="1,2;q=0"', 'html']]],
  ['text/html;q=2, application/json;q=0.1', [['html', 'json']]],
  ['text/html;q=nan, application/json;q=0.1', [[], ['html', 'json']]],
  ['text/html;q=-1, application/json;q=0.1', [[], ['html', 'json']]],
  ['text/html;q=, application/json', [['json', 'html']]],
  ['text/html;q=.2;q=1, application/json;q=.3', [['html', 'json']]],
  ['text/html;q="0.2", application/json;q=.3', [['html', 'json']]],
  ['*/html, application/json;q=0.1', [['html', 'json']]],
  ['text/html, text/html;q=0.1, application/json;q=0.5', [['html', 'json']]],
  ['image/*;q=0.5, image/png;q=0.2, image/gif', [[], ['png', 'jpg', 'gif'], ['png', 'jpg']]],
]);
negotiations('acceptsEncodings', 'Accept-Encoding', [
  [null, [[], ['gzip'], ['gzip', 'identity']]],
  ['', [[], ['gzip', 'identity']]],
  ['gzip', [[], ['gzip', 'identity'], ['identity'], ['br', 'identity'], ['br'], ['GZIP']]],
  ['gzip, deflate, br', [[], ['br', 'gzip'], ['deflate', 'identity']]],
  ['gzip;q=0.5, br;q=0.8', [[], ['gzip', 'br'], ['identity']]],
  ['identity;q=0, gzip', [[], ['identity'], ['identity', 'gzip']]],
  ['*;q=0, gzip', [['identity'], ['gzip', 'identity']]],
  ['*', [[], ['gzip'], ['identity', 'gzip']]],
  ['gzip;q=0', [[], ['gzip'], ['gzip', 'identity']]],
  ['gzip;q=x', [[], ['gzip']]],
]);
negotiations('acceptsCharsets', 'Accept-Charset', [
  [null, [[], ['utf-8'], ['utf-8', 'iso-8859-1']]],
  ['', [[], ['utf-8']]],
  ['utf-8', [[], ['UTF-8'], ['iso-8859-1']]],
  ['iso-8859-1;q=0.3, utf-8;q=0.7, *;q=0.1', [[], ['iso-8859-1', 'utf-8'], ['us-ascii'], ['us-ascii', 'iso-8859-1']]],
  ['*, utf-8;q=0', [['utf-8'], ['us-ascii']]],
]);
negotiations('acceptsLanguages', 'Accept-Language', [
  [null, [[], ['en'], ['de', 'en']]],
  ['', [[], ['en']]],
  ['en', [[], ['en-US'], ['en-GB', 'en'], ['fr']]],
  ['en-US', [['en'], ['en-GB'], ['en-us'], ['en', 'en-US']]],
  ['en;q=0.8, es, pt', [[], ['en', 'es', 'pt'], ['pt', 'es'], ['en-GB', 'fr']]],
  ['de-AT, de;q=0.5, en;q=0.1', [['de', 'de-AT'], ['en', 'de'], ['de-CH']]],
  ['*;q=0.1, zh-Hans', [['zh-Hans-CN', 'zh'], ['fr', 'zh'], ['fr']]],
  ['en-US;q=0, en', [['en-US', 'en'], ['en-US']]],
]);

const kinds = ['json', 'html', 'urlencoded', 'multipart', '+json', 'image/*', '*/*', 'application/*', 'text/*', '*/html', '*/*+xml', 'nonsense'];
for (const type of ['application/json', 'application/json; charset=utf-8', 'TEXT/HTML', 'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x', 'application/vnd.api+json', 'image/svg+xml', 'text', '']) {
  const headers = { 'Content-Type': type, 'Content-Length': '2' };
  for (const kind of kinds) record('is', [kind], headers);
  record('is', ['html', 'json', 'image/*'], headers);
}
record('is', ['json'], { 'Content-Type': 'application/json' });
record('is', ['json'], { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
record('is', ['json'], { 'Content-Type': 'application/json', 'Content-Length': '0' });
record('is', ['json'], { 'Content-Length': '2' });

for (const query of ['', 'a', 'a=', '=a', '&&a=1&', 'a=1&a=2&a=3', 'a=b=c', 'a=%C3%A4+x', 'a=%zz&b=%', 'a=%FF', 'a=%E2%82', 'a%20b=1', 'a[b]=1', 'a;b=1']) {
  record('query', null, {}, { url: `/?${query}` });
}
for (const query of ['', 'a', 'a=', '=a', 'a=1&a=2', 'a[b]=1', 'a[b][c]=1&a[b][d]=2', 'a[]=1&a[]=2', 'a[]=1', 'a[1]=x&a[0]=y', 'a[3]=x',
  'a[0][b]=1&a[1][b]=2', 'a[0]=1&a[b]=2', 'a=1&a[b]=2', 'a[b]=1&a=2', 'a[b]=1&a=2&a=3', 'a=1&a[]=2', 'a[]=1&a[b]=2', 'a[b]=1&a[b]=2',
  'a[b][c][d][e][f]=1', 'a[b', 'a]b=1', 'a[b]c=1', 'a[b[c]]=1', '[a]=1', '[]=1', '[0]=1', 'a[b=c]=1', 'a[__proto__]=1', '__proto__=1',
  '__proto__[x]=1', 'constructor=1', 'a[hasOwnProperty]=1', 'a%5Bb%5D=1', 'a[%62]=1', 'a=%zz', 'a=%FF', 'a=b+c', 'a+b=1', 'a[19]=1', 'a[01]=1',
  'a[-1]=1', 'a.b=1', 'a[][b]=1&a[][b]=2', 'a[][]=1', 'a&b[]', 'a[b]=', 'a[20]=1', 'a[b][c][d][e][f][g]=1', 'a[2]=1&a[5]=2']) {
  record('query', null, {}, { url: `/?${query}`, settings: { 'query parser': 'extended' } });
}
record('query', null, {}, { url: '/?a=1', settings: { 'query parser': false } });

const trusts = [true, 1, 2, 'loopback', 'loopback, 10.0.0.0/8', 'uniquelocal', '10.0.0.0/255.0.0.0', '192.0.2.1', 'fe80::/10', '::1'];
for (const setting of trusts) {
  for (const peer of ['127.0.0.1', '10.1.2.3', '::ffff:127.0.0.1', '::1', '192.0.2.1']) {
    for (const sent of ['203.0.113.9, 10.0.0.7', null]) {
      const headers = sent === null ? {} : { 'X-Forwarded-For': sent, 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'example.com:8080' };
      for (const ask of sent === null ? ['ip', 'ips'] : ['ip', 'ips', 'protocol', 'hostname']) {
        record(ask, null, { Host: 'inner.example', ...headers }, { settings: { 'trust proxy': setting }, peer });
      }
    }
  }
}
for (const sent of ['203.0.113.9,, 10.0.0.7', ' 203.0.113.9 ', '', ',', '2001:db8::1, fe80::1', '203.0.113.9, nonsense', '203.0.113.9:1234', '[2001:db8::1]:80']) {
  for (const ask of ['ip', 'ips']) record(ask, null, { 'X-Forwarded-For': sent }, { settings: { 'trust proxy': true } });
}
for (const sent of ['http', 'HTTPS', 'javascript', '', 'https, http']) {
  for (const ask of ['protocol', 'secure']) record(ask, null, { 'X-Forwarded-Proto': sent }, { settings: { 'trust proxy': true } });
}
for (const host of ['example.com', 'Example.COM:3000', 'example.com:', '[::1]', '[::1]:3000', '127.0.0.1', '127.0.0.1:3000', 'tobi.ferrets.example.com', 'localhost', null]) {
  for (const ask of ['host', 'hostname', 'subdomains']) record(ask, null, host === null ? {} : { Host: host });
  record('subdomains', null, host === null ? {} : { Host: host }, { settings: { 'subdomain offset': 0 } });
  record('subdomains', null, host === null ? {} : { Host: host }, { settings: { 'subdomain offset': 3 } });
}
for (const sent of ['XMLHttpRequest', 'xmlhttprequest', 'fetch', null]) record('xhr', null, sent === null ? {} : { 'X-Requested-With': sent });
for (const [name, headers] of [['Referer', { Referer: 'a' }], ['referrer', { Referer: 'a' }], ['Referer', { Referrer: 'b' }], ['referrer', { Referer: 'a', Referrer: 'b' }],
  ['x-a', { 'X-A': '1, 2' }], ['X-B', {}], ['content-type', { 'Content-Type': 'a/b' }], ['Content-Length', { 'Content-Length': '3' }]]) record('get', [name], headers);

for (const range of ['bytes=0-4', 'bytes=5-', 'bytes=-3', 'bytes=-0', 'bytes=-20', 'bytes=9-20', 'bytes=10-', 'bytes=3-1', 'bytes=0-0', 'bytes=0-2,5-7', 'bytes=5-7,0-2',
  'bytes=0-4,3-7', 'bytes=0-4,5-7', 'bytes=7-8,0-2,1-4', 'bytes= 1 - 3 ', 'bytes=a-b', 'bytes=1', 'bytes=-', 'bytes=0-4,x', 'bytes=20-30,0-1', 'bytes', '', '=0-1',
  'items=0-4', 'Bytes=0-4', 'bytes=1-2-3', 'bytes=--1', null]) {
  for (const options of [undefined, { combine: true }]) record('range', options ? [10, options] : [10], range === null ? {} : { Range: range });
}
record('range', [0], { Range: 'bytes=0-0' });
record('range', [0], { Range: 'bytes=-5' });

const made = { ETag: 'W/"a"', 'Last-Modified': 'Sat, 01 Jan 2022 00:00:00 GMT' };
const dates = ['Sat, 01 Jan 2022 00:00:00 GMT', 'Fri, 31 Dec 2021 23:59:59 GMT', 'Sun, 02 Jan 2022 00:00:00 GMT', 'nonsense'];
const conditions = [{}, { 'If-None-Match': '"a"' }, { 'If-None-Match': 'W/"a"' }, { 'If-None-Match': '"b"' }, { 'If-None-Match': '"b" , "a"' }, { 'If-None-Match': '*' },
  { 'If-None-Match': '"b"', 'If-Modified-Since': dates[0] }, { 'If-None-Match': '"a"', 'Cache-Control': 'no-cache' }, ...dates.map((date) => ({ 'If-Modified-Since': date }))];
for (const headers of conditions) record('fresh', null, headers, { response: { status: 200, headers: made } });
for (const headers of conditions.slice(1).filter((each) => !each['Cache-Control'])) record('fresh', null, headers, { response: { status: 200, headers: {} } });
for (const status of [201, 204, 304, 301, 404, 500]) record('fresh', null, { 'If-None-Match': '"a"' }, { response: { status, headers: made } });
for (const method of ['HEAD', 'POST', 'QUERY', 'DELETE']) record('fresh', null, { 'If-None-Match': '"a"' }, { method, response: { status: 200, headers: made } });

const lines = recorded.map((item) => `    ${JSON.stringify(item)}`).join(',\n');
process.stdout.write(`{\n  "versions": ${JSON.stringify(versions)},\n  "cases": [\n${lines}\n  ]\n}\n`);
