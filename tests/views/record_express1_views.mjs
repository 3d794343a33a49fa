// Records the layouts, partials and helpers of Express 1: node record_express1_views.mjs > express1_views.json
// Run it in a folder where `npm install express@1.0.8 connect@0.5.10` was run; no server of it is started, only its views are.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(join(process.cwd(), 'record.cjs'));
const { register } = require('express/lib/express/view.js');

// The templates are Jinja's as far as they go here: {{ expression }}, and a call of partial with named options.
const options = { collection: 'collection', object: 'object', as_: 'as' };

function translated(expression) {
  const call = /^partial\(("[^"]*")((?:, \w+=[^,]+)+)\)$/.exec(expression);
  if (!call) return expression;
  const named = [...call[2].matchAll(/, (\w+)=([^,]+)/g)].map(([, name, value]) => [name, { '"global"': 'global', '"this"': 'THIS' }[name === 'as_' ? value : ''] ?? value]);
  const own = named.filter(([name]) => options[name]).map(([name, value]) => `${options[name]}: ${value}`);
  const locals = named.filter(([name]) => !options[name]).map(([name, value]) => `${name}: ${value}`);
  return `partial(${call[1]}, {${[...own, ...(locals.length ? [`locals: {${locals}}`] : [])]}})`;
}

function evaluated(expression, { locals, scope }) {
  const known = { global: globalThis, THIS: {} };
  const names = new Proxy({}, { has: () => true, get: (_, name) => (name === Symbol.unscopables ? undefined : locals[name] ?? known[name] ?? '') });
  return new Function('names', `with (names) { return ${translated(expression)} }`).call(scope, names) ?? '';
}

const engine = { render: (text, given) => text.replace(/{{ (.*?) }}/g, (_, expression) => evaluated(expression, given)) };
register('.html', engine);
register('.txt', engine);

const movies = [{ title: 'Alien', year: 1979 }, { title: 'Brazil', year: 1985 }, { title: 'Contact', year: 1997 }];
const place = '{{ indexInCollection }}{{ firstInCollection }}{{ lastInCollection }}/{{ collectionLength }} ';
const row = { 'partials/row.html': '<{{ row.title }}>' };
const wrap = { 'layout.html': '[{{ body }}]' };
const values = { movies, movie: movies[0], empty: [], name: 'Ada', nothing: null };

// page: what it is called and what it holds; then other templates and what else there is. The layout is off unless it says otherwise.
const cases = [
  { page: '{{ partial("row") }}', files: { 'partials/row.html': 'row of {{ name }}' } },
  { page: '{{ partial("row.html") }}', files: { 'partials/row.html': 'row of {{ name }}' } },
  { page: '{{ partial("movies/row") }}', files: { 'partials/movies/row.html': 'row' } },
  { page: '{{ partial("missing") }}' },
  { page: '{{ partial("row", movies) }}', files: row },
  { page: '{{ partial("row", collection=movies) }}', files: row },
  { page: '{{ partial("row.html", collection=movies) }}', files: row },
  { page: '{{ partial("movies/row", movies) }}', files: { 'partials/movies/row.html': '<{{ row.title }}>' } },
  { page: '{{ partial("row", movie) }}', files: row },
  { page: '{{ partial("row", object=movie) }}', files: row },
  { page: '{{ partial("row", nothing) }}', files: { 'partials/row.html': '<row>' } },
  { page: 'a{{ partial("row", empty) }}b', files: row },
  { page: 'a{{ partial("row", collection=empty) }}b', files: row },
  { page: '{{ partial("row", collection=movies, as_="film") }}', files: { 'partials/row.html': '<{{ film.title }}{{ row }}>' } },
  { page: '{{ partial("row", object=movie, as_="film") }}', files: { 'partials/row.html': '<{{ film.title }}{{ row }}>' } },
  { page: '{{ partial("row", collection=movies, as_="global") }}', files: { 'partials/row.html': '<{{ title }} {{ year }}{{ row }}>' } },
  { page: '{{ partial("row", object=movie, as_="global") }}', files: { 'partials/row.html': '<{{ title }} {{ year }} {{ name }}>' } },
  { page: '{{ partial("row", collection=movies, as_="this") }}', files: { 'partials/row.html': '<{{ this.title }}>' } },
  { page: '{{ partial("row", object=movie, as_="this") }}', files: { 'partials/row.html': '<{{ this.title }}>' } },
  { page: '{{ partial("row", movies) }}', files: { 'partials/row.html': place } },
  { page: '{{ partial("row", collection=movies, as_="global") }}', files: { 'partials/row.html': place } },
  { page: '{{ partial("row", [7]) }}', files: { 'partials/row.html': `${place}{{ row }}` } },
  { page: '{{ partial("row", ["a", "b"]) }}', files: { 'partials/row.html': '{{ row }}' } },
  { page: '{{ partial("row", collection=movies, size=3) }}', files: { 'partials/row.html': '<{{ row.title }} {{ size }}>' } },
  { page: '{{ partial("row", object=movie, name="Grace") }}', files: { 'partials/row.html': '<{{ row.title }} {{ name }}>' } },
  { page: '{{ partial("row", movies) }}', files: { 'partials/row.html': '{{ partial("cell") }}', 'partials/cell.html': '<{{ row.title }} {{ indexInCollection }}>' } },
  { page: '{{ partial("row", movies) }}', files: { 'partials/row.html': '{{ partial("cell", [1, 2]) }};', 'partials/cell.html': '{{ row.year }}-{{ cell }} ' } },
  { page: '{{ partial("row", movies) }}', files: { 'partials/row.html': '{{ row.title }}{{ partial("tail") }}', 'partials/tail.html': '{{ lastInCollection }}.' } },
  { page: '{{ partial("row", object=movie, size=3) }}{{ size }}{{ row }}', files: { 'partials/row.html': '{{ size }};' } },
  { page: '{{ partial("row", movies) }}{{ collectionLength }}', files: { 'partials/row.html': '.' } },
  { name: 'home.txt', page: '{{ partial("row", movies) }}', files: { 'partials/row.txt': '{{ row.title }};', ...row } },
  { name: 'home.txt', page: '{{ partial("row.html", movies) }}', files: { 'partials/row.txt': 'text', ...row } },
  { page: '{{ partial("row.txt", movies) }}', files: { 'partials/row.txt': '{{ row.title }};', ...row } },
  { page: '{{ partial("row", movies) }}', files: { 'parts/row.html': '({{ row.title }})', ...row }, partials: 'parts' },
  { name: 'users/show.html', page: '{{ partial("row", movies) }}', files: row },
  { page: 'page', files: { 'partials/home.html': 'part' } },
  { page: 'page of {{ name }}', files: wrap, layout: true },
  { page: 'page', files: { 'layout.html': '{{ name }}: {{ body }}' }, layout: true },
  { page: 'page', files: wrap, layout: false },
  { page: 'page', files: { ...wrap, 'other.html': '({{ body }})' }, layout: 'other' },
  { page: 'page', files: { ...wrap, 'other.html': '({{ body }})' }, layout: 'other.html' },
  { page: 'page', files: { ...wrap, 'other.txt': '({{ body }})' }, layout: 'other.txt' },
  { page: 'page', files: { ...wrap, 'layouts/other.html': '({{ body }})' }, layout: 'layouts/other' },
  { page: 'page', files: wrap, layout: 'missing' },
  { page: 'page', layout: true },
  { name: 'home.txt', page: 'page', files: { ...wrap, 'layout.txt': 'text {{ body }}' }, layout: true },
  { name: 'home.txt', page: 'page', files: { ...wrap, 'other.html': '({{ body }})', 'other.txt': 'text {{ body }}' }, layout: 'other' },
  { name: 'users/show.html', page: 'page', files: wrap, layout: true },
  { page: '{{ partial("row", movies) }}', files: { ...row, ...wrap }, layout: true },
  { page: 'page', files: { 'layout.html': '{{ body }} {{ partial("row", movies) }}', ...row }, layout: true },
  { page: 'page', files: { 'layout.html': '{{ partial("row") }}', 'partials/row.html': '({{ body }})' }, layout: true },
  { page: '{{ site }}', helpers: { site: 'My site' } },
  { page: '{{ shout(name) }}', functions: ['shout'] },
  { page: '{{ partial("row") }}', files: { 'partials/row.html': '{{ site }} {{ shout(name) }}' }, helpers: { site: 'My site' }, functions: ['shout'] },
  { page: '{{ body }}{{ name }}', files: { 'layout.html': '{{ site }}: {{ body }}' }, helpers: { site: 'My site' }, layout: true },
  { page: '{{ name }}', helpers: { name: 'helper' } },
  { page: '{{ where }}', dynamic: ['where'] },
  { page: '{{ where }}', dynamic: ['where'], helpers: { where: 'static' } },
  { page: '{{ where }}', dynamic: ['where'], values: { where: 'value' } },
  { page: '{{ count }}', files: { 'layout.html': '{{ body }} {{ count }} {{ partial("row", movies) }}', 'partials/row.html': '{{ count }}' }, dynamic: ['count'], layout: true },
];

const functions = { shout: (text) => `${text}!` };

function application({ helpers, functions: called = [], dynamic = [], partials }, folder) {
  const settings = { views: folder, 'view engine': 'html', partials: partials && join(folder, partials) };
  let count = 0;
  const makers = { where: (request) => request.url, count: () => { count += 1; return count; } };
  return {
    set: (name) => settings[name],
    viewHelpers: { ...helpers, ...Object.fromEntries(called.map((name) => [name, functions[name]])) },
    dynamicViewHelpers: Object.fromEntries(dynamic.map((name) => [name, makers[name]])),
  };
}

function record(given) {
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  const { name = 'home.html', page, files = {}, layout = false } = given;
  for (const [file, text] of Object.entries({ [name]: page, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const response = Object.create(ServerResponse.prototype);
  Object.assign(response, { app: application(given, folder), req: { url: '/here' } });
  const answer = {};
  try {
    const locals = { ...structuredClone(values), ...given.values };
    response.render(name, { locals, layout }, (error, text) => Object.assign(answer, error ? { error: true } : { text }));
  } catch {
    answer.error = true;
  }
  return { ...given, name, files, layout, ...(answer.error ? { error: true } : answer) };
}

const lines = cases.map((given) => `    ${JSON.stringify(record(given))}`).join(',\n');
process.stdout.write(`{\n  "versions": {"express": "1.0.8", "connect": "0.5.10"},\n  "values": ${JSON.stringify(values)},\n  "cases": [\n${lines}\n  ]\n}\n`);
