// What a request tells about itself, under several settings.
import express from 'express';

function build(settings = {}) {
  const app = express();
  for (const [name, value] of Object.entries(settings)) app.set(name, value);

  const about = (req, res) =>
    res.json({
      method: req.method,
      path: req.path,
      original_url: req.originalUrl,
      base_url: req.baseUrl,
      params: req.params,
    });
  const origin = (req, res) =>
    res.json({
      scheme: req.protocol,
      is_secure: req.secure,
      ip: req.ip,
      ips: req.ips,
      host: req.host ?? null,
      hostname: req.hostname ?? null,
      subdomains: req.subdomains,
    });
  const listed = (text) => (text === '-' ? [] : text.split(','));
  const asked = (method) => (req, res) => res.json({ best: req[method](...listed(req.params.offers)) });

  app.all('/about{/*rest}', about);
  app.get('/origin', origin);
  app.get('/query', (req, res) => res.json(req.query));
  app.get('/header/:name', (req, res) => res.json({ value: req.get(req.params.name) ?? null }));
  app.get('/referrer', (req, res) => res.json({ value: req.get('Referrer') ?? null }));
  app.get('/xhr', (req, res) => res.json({ is_xhr: req.xhr }));
  app.get('/accepts/*offers', (req, res) => {
    const offers = listed(req.params.offers.join('/'));
    res.json({ best: req.accepts(...offers) });
  });
  app.get('/encodings/:offers', asked('acceptsEncodings'));
  app.get('/charsets/:offers', asked('acceptsCharsets'));
  app.get('/languages/:offers', asked('acceptsLanguages'));
  app.all('/is/*types', (req, res) => res.json({ is: req.is(...listed(req.params.types.join('/'))) }));
  app.all('/fresh', (req, res) => {
    res.status(Number(req.query.status ?? 200));
    if (req.query.etag) res.set('ETag', req.query.etag);
    if (req.query.modified) res.set('Last-Modified', req.query.modified);
    res.set('X-Fresh', `${req.fresh} ${req.stale}`);
    res.send('');
  });
  app.get('/range/:size', (req, res) => {
    const ranges = req.range(Number(req.params.size), { combine: 'combine' in req.query });
    res.json(
      Array.isArray(ranges)
        ? { unit: ranges.type, ranges: ranges.map(({ start, end }) => [start, end]) }
        : { ranges: ranges ?? null },
    );
  });
  app.get('/route/:id', (req, res) => res.json({ path: req.route.path }));
  app.use((req, res, next) => {
    res.locals.seen = ['layer'];
    next();
  });
  app.get('/locals', (req, res) => {
    res.locals.seen.push('handler');
    res.json(res.locals);
  });

  const group = express.Router();
  group.all('/about{/*rest}', about);
  app.use('/group', group);
  return app;
}

export default {
  requests: build(),
  everyone: build({ 'trust proxy': true }),
  hop: build({ 'trust proxy': 1 }),
  hops: build({ 'trust proxy': 2 }),
  loopback: build({ 'trust proxy': ['loopback'] }),
  nets: build({ 'trust proxy': ['loopback', '10.0.0.0/8', '192.168.1.0/255.255.255.0', 'uniquelocal'] }),
  strangers: build({ 'trust proxy': ['203.0.113.9'] }),
  nested: build({ 'query parser': 'extended' }),
  unread: build({ 'query parser': false }),
  whole: build({ 'subdomain offset': 0 }),
  deep: build({ 'subdomain offset': 3 }),
};
