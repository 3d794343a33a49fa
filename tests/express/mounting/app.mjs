// Apps within apps: their settings, their errors, several paths, other kinds of apps, and hosts.
import express from 'express';

const where = (req, res) =>
  res.json({
    path: req.path,
    original_url: req.originalUrl,
    base_url: req.baseUrl,
    params: req.params,
    shared: res.locals.shared ?? null,
  });
const app = express();
app.set('json spaces', 1);
app.use((req, res, next) => {
  res.locals.shared = 'from the outside';
  next();
});

// A child without settings of its own has those of its parent.
function blog() {
  const child = express();
  child.get('/', where);
  child.get('/where{/*rest}', where);
  child.get('/post/:id', (req, res) => res.json({ id: req.params.id, at: req.app.mountpath }));
  child.get('/pretty', (req, res) => res.json({ a: 1 }));
  child.post('/post', where);
  child.get('/broken', () => {
    throw new Error('in the child');
  });
  child.get('/teapot', (req, res, next) => next(Object.assign(new Error('short and stout'), { status: 418 })));
  child.get('/pass', (req, res, next) => next());
  child.get('/query', (req, res) => res.json(req.query));
  return child;
}
app.use('/blog', blog());
app.use(['/first', '/second'], blog());
app.use('/users/:user/blog', blog());
const wide = blog();
wide.set('json spaces', 4);
app.use('/wide', wide);
app.get('/blog/else', (req, res) => res.send('the parent'));
app.get('/blog/pass', (req, res) => res.send('passed to the parent'));

// Another has settings, errors and a child of its own.
const admin = express();
admin.set('json spaces', 0);
admin.set('query parser', 'extended');
admin.enable('case sensitive routing');
admin.get('/pretty', (req, res) => res.json({ a: 1 }));
admin.get('/query', (req, res) => res.json(req.query));
admin.get('/broken', () => {
  throw new Error('in the child');
});
const deep = express();
deep.get('/where', where);
deep.get('/pretty', (req, res) => res.json({ a: 1 }));
deep.get('/broken', () => {
  throw new Error('in the grandchild');
});
admin.use('/deep', deep);
admin.use((error, req, res, next) => res.status(500).send(`admin: ${error.message}`));
app.use('/admin', admin);

// What knows nothing of Express: anything that takes a request.
app.use(['/plain', '/naked'], (req, res) => {
  res.setHeader('Content-Type', 'text/plain');
  res.end(`${req.method} ${req.baseUrl}|${req.url}`);
});

// Groups are no apps: they only share a prefix.
const group = express.Router();
group.get('/pretty', (req, res) => res.json({ a: 1 }));
group.get('/where', where);
app.use('/group', group);

// Hosts.
const host = (pattern, child) =>
  app.use((req, res, next) => (pattern.test(req.hostname) ? child(req, res, next) : next()));
const api = express();
api.get('/host', (req, res) => res.send('api'));
host(/^api\.example\.com$/i, api);
const tenants = express.Router();
tenants.get('/host', (req, res) => res.send(`tenant ${req.hostname.split('.')[0]}`));
host(/^[^.]+\.tenants\.example\.com$/i, tenants);
app.get('/host', (req, res) => res.send('any'));

// Errors that no child takes.
app.use((error, req, res, next) => res.status(error.status ?? 500).send(`app: ${error.message}`));

export default { requests: app };
