// Views: how they are found, what they see, and engines by extension. Both sides share the same templates.
import { readFile } from 'node:fs';
import { join } from 'node:path';
import express from 'express';

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const escaped = (text) => String(text).replace(/[&<>"']/g, (char) => ESCAPES[char]);
const lookup = (values, path) => path.split('.').reduce((value, name) => value?.[name], values) ?? '';

// As much of Jinja as the templates use: {{ a.b }}.
function filled(path, values, done) {
  readFile(path, 'utf8', (error, text) => {
    if (error) return done(error);
    done(
      null,
      text.trimEnd().replace(/\{\{ ([\w.]+) \}\}/g, (hit, name) => escaped(lookup(values, name))),
    );
  });
}
function markdown(path, values, done) {
  readFile(path, 'utf8', (error, text) =>
    done(error, error ? undefined : text.replace(/^# (.+)$/m, '<h1>$1</h1>').replace('{{ name }}', values.name)),
  );
}

const app = express();
app.engine('html', filled).engine('txt', filled).engine('md', markdown);
app.set('view engine', 'html').set('views', [join(import.meta.dirname, 'pages'), join(import.meta.dirname, 'shared')]);
app.locals.title = 'The site';
app.locals.one = app.locals.two = app.locals.three = 'app';

app.get('/hello', (req, res) => res.render('hello', { name: 'Tobi' }));
app.get('/hello/extension', (req, res) => res.render('hello.html', { name: 'Tobi' }));
app.get('/hello/escaped', (req, res) => res.render('hello', { name: '<b>"T" & \'J\'</b>' }));
app.get('/hello/nobody', (req, res) => res.render('hello'));
app.get('/hello/:name', (req, res) => res.render('hello', { name: req.params.name }));
app.get('/user', (req, res) => res.render('user', { user: { name: 'Loki' } }));
app.get('/admin', (req, res) => res.render('admin/users'));
app.get('/both', (req, res) => res.render('both'));
app.get('/footer', (req, res) => res.render('footer'));
app.get('/none', (req, res) => res.render('none'));
app.get('/note', (req, res) => res.render('note.md', { name: 'Jane' }));
app.get('/plain', (req, res) => res.type('text').render('plain.txt', { name: 'Jane' }));
app.get('/status', (req, res) => res.status(404).render('hello', { name: 'nobody' }));
app.get('/typed', (req, res) => res.type('application/xhtml+xml').render('hello', { name: 'X' }));
app.get('/headers', (req, res) => res.set('X-View', 'yes').render('hello', { name: 'H' }));
app.get('/order', (req, res) => {
  res.locals.two = res.locals.three = 'request';
  res.render('order', { three: 'render' });
});
app.get('/text', (req, res) => res.render('hello', { name: 'T' }, (error, text) => res.json({ text: text.trim() })));
app.get('/text/none', (req, res) => res.render('none', (error) => res.status(500).json({ failed: Boolean(error) })));
app.get('/twice', (req, res) =>
  app.render('hello', { name: '1' }, (e, one) =>
    app.render('hello', { name: '2' }, (f, two) => res.send(one.trim() + two.trim())),
  ),
);
app.get('/locals', (req, res) => res.json({ title: req.app.locals.title }));

const child = express();
child.set('views', app.get('views')); // the one setting that each app of Express has from the start
child.get('/hello', (req, res) => {
  res.locals.name = 'child';
  res.render('hello');
});
child.get('/footer', (req, res) => res.render('footer'));
app.use('/child', child);

export default { requests: app };
