// Records what Express 5's router makes of paths: node record_express5_paths.mjs > express5_paths.json
// Run it in a folder where `npm install path-to-regexp@8 router@2` was run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const Router = require('router');
const versions = Object.fromEntries(['path-to-regexp', 'router'].map((name) => {
  const manifest = readFileSync(join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8');
  return [name, JSON.parse(manifest).version];
}));

// pattern: paths. Routes are strict and case-sensitive: the settings are compared elsewhere.
const cases = {
  '/': ['/', '//', '/a', '/%2F'],
  '/about': ['/about', '/about/', '/About', '/about/x', '//about', '/%61bout', '/abou', '/aboutt'],
  '/a/b/c': ['/a/b/c', '/a/b', '/a//c', '/a/b/c/d', '/a%2Fb/c', '/a/%62/c'],
  '/a/': ['/a/', '/a', '/a//'],
  '/a.b-c_d~e': ['/a.b-c_d~e', '/aXb-c_d~e'],
  '/user/:id': ['/user/7', '/user/', '/user', '/user//', '/user/7/', '/user/7/8', '/user/a%2Fb', '/user/%20', '/user/%C3%A9',
    '/user/é', '/user/a+b', '/user/a%2Bb', '/user/.', '/user/a.b', '/user/%zz', '/user/%', '/user/%C3', '/user/%00', '/user/a%3Fb',
    '/user/ABC', '/USER/abc', '/user/a%25b', '/user/a%252Fb', '/user/:id', '/user/%3Aid', '/user/a;b=c'],
  '/:a/:b': ['/1/2', '/1', '/1/', '//2', '/1/2/3', '/%2F/%2f'],
  '/:a/x/:b': ['/1/x/2', '/1/y/2', '/x/x/x'],
  '/:id/edit': ['/7/edit', '/edit', '//edit', '/a%2Fb/edit', '/7/edit/'],
  '/flights/:from-:to': ['/flights/LAX-SFO', '/flights/LAX-SFO-JFK', '/flights/LAX', '/flights/-', '/flights/--', '/flights/---',
    '/flights/a-', '/flights/-b', '/flights/a--b', '/flights/a-b-', '/flights/LAX-SFO/x', '/flights/a%2Fb-c', '/flights/a-b%2Fc'],
  '/:a.:b.:c': ['/1.2.3', '/1.2', '/1.2.3.4', '/a..b', '/...', '/.....'],
  '/:name.json': ['/a.json', '/.json', '/a.b.json', '/a.json.json', '/a.jsonx', '/axjson', '/a.json/', '/a%2Fb.json'],
  '/v:major.:minor': ['/v1.2', '/v1', '/v1.2.3', '/1.2', '/v.2', '/v1.'],
  '/x:id': ['/x7', '/x', '/7', '/xx', '/x7/'],
  '/:id-x': ['/7-x', '/-x', '/7-', '/a-x-x'],
  '/@:user': ['/@ann', '/ann', '/@', '/@@ann', '/%40ann'],
  '/:a--:b': ['/1--2', '/1-2', '/1---2', '/1--2--3', '/----', '/1--'],
  '/:a-x-:b': ['/1-x-2', '/1-2', '/1-x-2-x-3', '/-x--x-', '/1-x-'],
  '/:a-:b/:c-:d': ['/1-2/3-4', '/1-2/3', '/1-2-3/4-5-6', '/1-2/3-4/'],
  '/user/:id/:op.:format': ['/user/7/edit.json', '/user/7/edit', '/user/7/a.b.c', '/user//a.b'],
  '/files/*path': ['/files/a', '/files/a/b/c', '/files/', '/files', '/files//', '/files/a/', '/files/a//b', '/files//a', '/files/a%2Fb/c',
    '/files/%C3%A9/x', '/files/../x', '/files/%zz', '/files/a.txt', '/Files/a'],
  '/*path': ['/', '/a', '/a/b', '//', '/a/', '/%2F', '//a'],
  '/*a/x': ['/1/x', '/1/2/x', '/x', '/x/x', '/x/x/x', '/1/x/', '//x', '/1/y'],
  '/*a/x/*b': ['/1/x/2', '/1/2/x/3/4', '/x/x/x', '/1/x', '/x/1', '/1/x/2/x/3', '/1/x/x', '/x/x/x/x/x'],
  '/a/*x/b/:id': ['/a/1/b/7', '/a/1/2/b/7', '/a/b/7', '/a/1/b', '/a/1/b/7/8', '/a/b/b/b'],
  '/f-*rest': ['/f-a', '/f-a/b', '/f-', '/f-/a', '/f-a/', '/f', '/f-a%2Fb'],
  '/*path.js': ['/a.js', '/a/b.js', '/.js', '/a.js/b', '/a.js.js', '/a/.js', '/axjs'],
  '/:id.*rest': ['/a.b', '/a.b/c', '/a', '/a.b.c/d', '/.b', '/a.'],
  '/*path-:id': ['/a-b', '/a/b-c', '/a-b-c', '/a-', '/-b', '/a/b', '/a-b/c'],
  '/*a-*b': ['/1-2', '/1/2-3/4', '/1-2-3', '/1', '/-2', '/--'],
  '/x/*a/:b': ['/x/1/2', '/x/1/2/3', '/x/1', '/x//2', '/x/1/'],
  '/users{/:id}': ['/users', '/users/7', '/users/', '/users/7/8', '/users7'],
  '/users{/:id}/edit': ['/users/edit', '/users/7/edit', '/users//edit', '/users/edit/edit', '/users/7'],
  '/products{.:format}': ['/products', '/products.json', '/products.', '/products.a.b', '/productsjson'],
  '/:file{.:ext}': ['/a', '/a.b', '/a.b.c', '/.b', '/a.', '/.', '/..'],
  '/a{/b{/c}}': ['/a', '/a/b', '/a/b/c', '/a/c', '/a/b/', '/a/b/c/d'],
  '/a{/:b{/:c}}': ['/a', '/a/1', '/a/1/2', '/a/1/2/3', '/a//2', '/a/'],
  '/a{/:b}{.:c}': ['/a', '/a/1', '/a.2', '/a/1.2', '/a/1.2.3', '/a.2/1', '/a.'],
  '/a{b}c': ['/ac', '/abc', '/abbc', '/ab', '/bc'],
  '{/:lang}/about': ['/about', '/en/about', '//about', '/en/about/', '/en/de/about', '/about/about'],
  '/a{/*rest}': ['/a', '/a/1', '/a/1/2', '/a/', '/ab'],
  '/a{/}': ['/a', '/a/', '/a//', '/ab'],
  '/a{-:x}-b': ['/a-b', '/a-1-b', '/a--b', '/a-1-2-b', '/a-b-b'],
  '/{x}y': ['/y', '/xy', '/x', '/xxy'],
  '/a{}b': ['/ab', '/a'],
  '/a\\:b': ['/a:b', '/a', '/ab', '/a%3Ab'],
  '/a\\*b': ['/a*b', '/ab', '/axb'],
  '/a\\{b\\}': ['/a{b}', '/a', '/ab'],
  '/a\\(b\\)\\[c\\]\\+\\?\\!': ['/a(b)[c]+%3F!', '/ab'],
  '/a\\\\b': ['/a\\b', '/ab'],
  '/a\\b': ['/ab', '/a\\b'],
  '/:a\\:b': ['/1:b', '/1', '/:b', '/1:b:b'],
  '/:a\\::b': ['/1:2', '/1:2:3', '/1', '/:2'],
  '/a$b^c|d': ['/a$b^c|d', '/abcd'],
  '/café': ['/café', '/caf%C3%A9', '/caf%c3%a9', '/cafe', '/caf%E9'],
  '/caf%C3%A9': ['/café', '/caf%C3%A9', '/caf%c3%a9'],
  '/日本/:町': ['/日本/東', '/%E6%97%A5%E6%9C%AC/東', '/日本/%E6%9D%B1'],
  '/a%2Fb': ['/a%2Fb', '/a/b', '/a%2fb'],
  '/a b': ['/a b', '/a%20b'],
  '/:naïve': ['/x', '/'],
  '/:_x1': ['/7'],
  '/:a2b/:c_d': ['/1/2'],
  '/👍': ['/👍', '/%F0%9F%91%8D'],
  // What the router refuses.
  '/:id?': [], '/*': [], '/:id(\\d+)': [], '/:id+': [], '/:id*': [], '/a(b)': [], '/[a-z]': [], '/a!': [], '/a{b': [], '/a}b': [],
  '/:': [], '/:/a': [], '/:1a': [], '/:a:b': [], '/:a*b': [], '/*a:b': [], '/*a*b': [], '/:a{-}:b': [], '/a\\': [], '/:-a': [], '/a?': [],
  '/a+': [], '/:"na me"': ['/x'], '/:$id': ['/7'], '/:id$x': ['/7'], '/:a/:a': ['/1/2'], '/a%': ['/a%', '/a%25'],
};

function answer(pattern, path) {
  const router = new Router({ strict: true, caseSensitive: true });
  let params;
  router.get(pattern, (request, _response, next) => { params = request.params; next('router'); });
  let failure;
  router({ method: 'GET', url: path }, {}, (error) => { failure = error && error !== 'router' ? error : undefined; });
  if (failure) return { status: failure.status ?? 500 };
  return params === undefined ? { match: false } : { match: true, params };
}

function record(pattern, paths) {
  try {
    new Router().get(pattern, () => {});
  } catch (error) {
    return [{ pattern, error: error.message.split(';')[0] }];
  }
  return paths.map((path) => ({ pattern, path, ...answer(pattern, path) }));
}

const recorded = Object.entries(cases).flatMap(([pattern, paths]) => record(pattern, paths));
const lines = recorded.map((item) => `    ${JSON.stringify(item)}`).join(',\n');
process.stdout.write(`{\n  "versions": ${JSON.stringify(versions)},\n  "cases": [\n${lines}\n  ]\n}\n`);
