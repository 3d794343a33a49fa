// Records how Express 5 looks templates up and merges their values: node record_express5_views.mjs > express5_views.json
// Run it in a folder where `npm install express@5.3.0` was run.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const express = require('express');
const { version } = JSON.parse(readFileSync(join(process.cwd(), 'node_modules', 'express', 'package.json'), 'utf8'));

// Each file says which it is.
const files = [
  'views/home.html', 'views/both.html', 'views/both/index.html', 'views/users/index.html', 'views/users/show.html', 'views/users/index.txt',
  'views/a.b.html', 'views/mail.txt', 'views/deep/er/page.html', 'views/UPPER.html', 'views/sp ace.html', 'views/ünï.html', 'views/index.html',
  'views/dir.html/index.html', 'views/x/y.html/index.html', 'views/two/index.txt', 'views/note.md',
  'shared/home.html', 'shared/foot.html', 'shared/users.html', 'shared/list/index.html', 'shared/mail.txt', 'shared/deep/er/other.html',
  'secret.html',
];
const names = [
  'home', 'home.html', 'both', 'both.html', 'users', 'users.html', 'users/show', 'users/show.html', 'users/index', 'users/index.html', 'users.txt',
  'a.b.html', 'mail', 'mail.txt', 'deep/er/page', 'deep/er', 'deep', 'UPPER', 'upper', 'Home', 'sp ace', 'ünï', 'index', 'dir.html', 'dir',
  'x/y', 'x/y.html', 'two', 'two.txt', 'foot', 'foot.html', 'list', 'list.html', 'deep/er/other', 'missing', 'missing.html', 'note.md', 'note',
  './home', 'users/../home', 'users//show', './users', 'users/', 'users/./show', '../shared/foot', '../secret', '../views/home',
  '{folder}/views/home', '{folder}/views/users', '{folder}/shared/foot', '{folder}/secret.html', 'views/home', '/home',
];
const lookups = [
  { roots: ['views'], extension: '.html' }, { roots: ['views', 'shared'], extension: '.html' },
  { roots: ['shared', 'views'], extension: '.html' }, { roots: ['views'], extension: '.txt' },
];

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'views-')));
for (const file of files) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), file);
}

// The smallest engine: {{ name }} is a value, what has none is nothing.
const fill = (text, values) => text.replace(/{{ (\w+) }}/g, (_, name) => values[name] ?? '');
const engine = (path, values, done) => done(null, fill(readFileSync(path, 'utf8'), values));

function application(roots, extension) {
  const app = express();
  app.engine('.html', engine).engine('.txt', engine).engine('md', engine);
  app.set('views', roots.length === 1 ? join(folder, roots[0]) : roots.map((root) => join(folder, root)));
  app.set('view engine', extension);
  return app;
}

const render = (app, name, values) => new Promise((resolve) => {
  app.render(name, values, (error, text) => resolve(error ? { error: true } : { text }));
});

async function lookup() {
  const recorded = [];
  for (const { roots, extension } of lookups) {
    for (const name of names) {
      const answer = await render(application(roots, extension), name.replace('{folder}', folder), {});
      recorded.push({ roots, extension, name, ...answer });
    }
  }
  return recorded;
}

// Where `who` is set, from the farthest to the nearest: app.locals, res.locals, the render's own values.
async function precedence() {
  writeFileSync(join(folder, 'views', 'who.html'), '[{{ who }}]');
  const recorded = [];
  const choices = (who) => [{}, { who }, { who: '' }];
  for (const globals of choices('app')) for (const state of choices('response')) for (const values of choices('render')) {
    const app = application(['views'], '.html');
    Object.assign(app.locals, globals);
    app.get('/', (_request, response) => { Object.assign(response.locals, state); response.render('who', { ...values }); });
    recorded.push({ globals, state, values, ...await answer(app) });
  }
  return recorded;
}

// What a handler does, by name, and what comes of it.
const handlers = {
  renders: (response) => response.render('home'),
  'renders with a status': (response) => response.status(422).render('home'),
  'has set a type': (response) => response.type('text').render('home'),
  'renders what is missing': (response) => response.render('missing'),
  'renders what is outside': (response) => response.render('secret.html'),
  'renders in no language': (response) => response.render('home.nothing'),
};

const answer = (app) => new Promise((resolve) => {
  const server = app.set('env', 'test').listen(0, '127.0.0.1', async () => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
    const text = await response.text();
    server.close();
    resolve(response.ok || response.status === 422
      ? { status: response.status, type: response.headers.get('content-type'), text } : { status: response.status });
  });
});

async function answers() {
  const recorded = [];
  for (const [name, handler] of Object.entries(handlers)) {
    const app = application(['views'], '.html');
    app.get('/', (_request, response) => handler(response));
    recorded.push({ handler: name, ...await answer(app) });
  }
  return recorded;
}

const sections = { lookup: await lookup(), precedence: await precedence(), answers: await answers() };
const lines = Object.entries(sections).map(([name, items]) => `  "${name}": [\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`);
process.stdout.write(`{\n  "versions": {"express": "${version}"},\n  "files": ${JSON.stringify(files)},\n${lines.join(',\n')}\n}\n`);
