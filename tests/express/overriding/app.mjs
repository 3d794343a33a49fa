// Another method than the one that was sent: by a field of the form, a header, or the query.
import express from 'express';
import methodOverride from 'method-override';

function build(...layers) {
  const app = express();
  for (const layer of layers) app.use(layer);
  app.all('/method', (req, res) => res.json({ method: req.method, original: req.originalMethod ?? req.method }));
  app.get('/thing', (req, res) => res.send('got'));
  app.post('/thing', (req, res) => res.send('posted'));
  app.put('/thing', (req, res) => res.send('put'));
  app.patch('/thing', (req, res) => res.send('patched'));
  app.delete('/thing', (req, res) => res.send('deleted'));
  app.put('/echo', (req, res) => res.json(req.body ?? null));
  return app;
}
const field = (req) => {
  if (req.body && typeof req.body === 'object' && '_method' in req.body) {
    const method = req.body._method;
    delete req.body._method;
    return method;
  }
};

export default {
  requests: build(express.urlencoded(), methodOverride(field)),
  header: build(methodOverride('X-HTTP-Method-Override')),
  query: build(methodOverride('_method')),
  anything: build(methodOverride('X-HTTP-Method-Override', { methods: null })),
};
