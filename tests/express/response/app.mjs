// Everything a handler can answer with.
import express from 'express';

class Ferret {
  constructor(name) {
    this.name = name;
  }
}

function build(settings = {}) {
  const app = express();
  for (const [name, value] of Object.entries(settings)) app.set(name, value);

  // Plain bodies.
  app.all('/text', (req, res) => res.send('hello'));
  app.get('/unicode', (req, res) => res.send('hé 🦦'));
  app.get('/empty', (req, res) => res.send(''));
  app.get('/bytes', (req, res) => res.send(Buffer.from([0, 1, 2, 255])));
  app.get('/object', (req, res) => res.send({ name: 'tobi', age: 2 }));
  app.get('/list', (req, res) => res.send([1, 'two', null, false]));
  app.get('/created', (req, res) => res.status(201).send('made'));
  app.get('/titled', (req, res) => res.status(203).set('X-Title', 'a').send({ ok: true }));
  app.get('/text-plain', (req, res) => res.type('text').send('<plain>'));
  app.get('/bytes-typed', (req, res) => res.type('png').send(Buffer.from('no png')));
  app.get('/big', (req, res) => res.send('x'.repeat(5000)));
  app.get('/tagged', (req, res) => res.set('ETag', '"mine"').send('tagged'));
  app.get('/dated', (req, res) => res.set('Last-Modified', 'Sat, 01 Jan 2000 00:00:00 GMT').send('dated'));
  app.get('/stream', (req, res) => {
    res.type('text');
    res.write('one ');
    res.write('two');
    res.end();
  });
  app.get('/ended', (req, res) => res.send());
  app.get('/written', (req, res) => {
    res.set('Content-Length', '3');
    res.send('longer');
  });

  // Statuses.
  app.get('/status/:code', (req, res) => res.status(Number(req.params.code)).send('body'));
  app.all('/send-status/:code', (req, res) => res.sendStatus(Number(req.params.code)));
  app.get('/none/:code', (req, res) => res.status(Number(req.params.code)).end());

  // JSON.
  app.get('/json/null', (req, res) => res.json(null));
  app.get('/json/true', (req, res) => res.json(true));
  app.get('/json/number', (req, res) => res.json(42));
  app.get('/json/fraction', (req, res) => res.json(0.25));
  app.get('/json/text', (req, res) => res.json('a "b" \u2028 é'));
  app.get('/json/empty', (req, res) => res.json({}));
  app.get('/json/nested', (req, res) => res.json({ a: [1, { b: null }], c: '<script>&</script>', d: 'line\n' }));
  app.get('/json/date', (req, res) => res.json({ at: '2026-11-21T10:00:00.000Z' }));
  app.get('/json/typed', (req, res) => res.type('application/vnd.api+json').json({ a: 1 }));
  app.get('/json/ferret', (req, res) => res.json({ pets: [new Ferret('tobi')], keeper: null }));
  app.get('/json/status', (req, res) => res.status(404).json({ error: 'none' }));
  app.get('/jsonp', (req, res) => res.jsonp({ a: '<b>', c: '\u2028' }));
  app.get('/jsonp/status', (req, res) => res.status(404).jsonp({ error: 'none' }));
  app.get('/jsonp/list', (req, res) => res.jsonp([1, 2]));
  app.get('/jsonp/null', (req, res) => res.jsonp(null));

  // Headers.
  app.get('/set', (req, res) => res.set('X-One', '1').set({ 'X-Two': '2', 'X-Three': '3' }).send('set'));
  app.get('/set/twice', (req, res) => res.set('X-One', '1').set('x-one', '2').send('set'));
  app.get('/set/list', (req, res) => res.set('X-Many', ['a', 'b']).send('set'));
  app.get('/append', (req, res) =>
    res.append('X-Many', 'a').append('X-Many', 'b').append('Link', '<http://a>').send('set'),
  );
  app.get('/get', (req, res) => res.set('X-One', '1').send(`${res.get('x-one')} ${res.get('X-Two') ?? null}`));
  app.get('/removed', (req, res) => {
    res.set('X-One', '1');
    res.removeHeader('X-One');
    res.send('removed');
  });
  app.get('/split', (req, res) => res.set('X-One', 'a\r\nX-Evil: b').send('never'));
  app.get('/type', (req, res) => res.type(req.query.value).send(Buffer.from('typed')));
  app.get('/type/text', (req, res) => res.type(req.query.value).send('typed'));
  app.get('/vary', (req, res) => {
    for (const field of [].concat(req.query.field)) res.vary(field);
    res.send('varied');
  });
  app.get('/links', (req, res) =>
    res.links({ next: 'http://api.example.com/?page=2', last: 'http://api.example.com/?page=5' }).send('linked'),
  );
  app.get('/links/twice', (req, res) => res.links({ next: '/2' }).links({ prev: '/0' }).send('linked'));
  app.get('/links/list', (req, res) => res.links({ alternate: ['/a', '/b'] }).send('linked'));
  app.get('/location', (req, res) => res.location(req.query.to).send('moved'));
  app.get('/attachment', (req, res) => res.attachment(req.query.name).send(Buffer.from('attached')));

  // Negotiation.
  const kinds = {
    html: (req, res) => res.send('<p>hi</p>'),
    json: (req, res) => res.send({ say: 'hi' }),
    text: (req, res) => res.send('hi'),
  };
  app.get('/format', (req, res) => res.format(kinds));
  app.get('/format/default', (req, res) =>
    res.format({ ...kinds, default: (q, s) => s.status(200).type('text').send('default') }),
  );
  app.get('/format/types', (req, res) =>
    res.format({ 'application/xml': (q, s) => s.send('<hi/>'), 'text/csv': (q, s) => s.send('hi,') }),
  );
  app.get('/format/vary', (req, res) => res.vary('Origin').format(kinds));

  // Redirects.
  app.all('/redirect', (req, res) => {
    const { to, status } = req.query;
    if (status) res.redirect(Number(status), to);
    else res.redirect(to);
  });
  app.get('/redirect/fixed', (req, res) => res.redirect(301, '/elsewhere'));
  app.get('/redirect/:name/old', (req, res) => res.redirect(`/new/${encodeURIComponent(req.params.name)}`));
  return app;
}

export default {
  requests: build(),
  strong: build({ etag: 'strong' }),
  untagged: build({ etag: false }),
  owntag: build({ etag: (body) => `"own-${body.length}"` }),
  indented: build({ 'json spaces': 2 }),
  escaped: build({ 'json escape': true }),
  replaced: build({ 'json replacer': (key, value) => (value instanceof Ferret ? `the ferret ${value.name}` : value) }),
  renamed: build({ 'jsonp callback name': 'cb' }),
};
