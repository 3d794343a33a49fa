// Paths, their parameters, their order, and what comes after a handler that passes.
import express from 'express';

const tell = (name) => (req, res) => res.json({ route: name, params: req.params });

function build(settings = {}) {
  const app = express();
  for (const [name, value] of Object.entries(settings)) app.set(name, value);

  app.get('/', tell('home'));
  app.get('/about', tell('about'));
  app.get('/Mixed/Case', tell('mixed'));
  app.get('/with/slash/', tell('slash'));
  app.get('/user/:id', tell('user'));
  app.get('/user/:id/:op', tell('operation'));
  app.get('/user/:id/file/*path', tell('user_files'));
  app.get('/flights/:from-:to', tell('flight'));
  app.get('/range/:from..:to', tell('range'));
  app.get('/v:major.:minor', tell('version'));
  app.get('/@:handle', tell('handle'));
  app.get('/optional{/:id}', tell('optional'));
  app.get('/middle{/:id}/edit', tell('middle'));
  app.get('/products{.:format}', tell('products'));
  app.get('/deep{/:a{/:b}}', tell('deep'));
  app.get('/files/*path', tell('files'));
  app.get('/zip/*path.zip', tell('zip'));
  app.get('/between/*path/end', tell('between'));
  app.get('/every{/*rest}', tell('every'));
  app.get('/escaped\\:colon/\\*', tell('escaped'));
  app.get(['/first', '/second/:n', '/third{/:m}'], tell('several'));
  app.get(/^\/commits\/(\w+)\.\.(\w+)$/, tell('commits'));
  app.get(/^\/on\/(?<year>\d{4})(?:-(?<month>\d\d))?$/, tell('on'));
  app.get(/fly$/, tell('fly'));
  app.get(/^\/maybe(?:\/(\d+))?$/, tell('maybe'));

  // Order: the first that matches answers, and may pass on.
  app.get('/order/:any', (req, res, next) => (req.params.any === 'pass' ? next() : tell('order_any')(req, res)));
  app.get('/order/pass', tell('order_pass'));
  app.get('/order/hidden', tell('order_hidden'));
  app.get('/pass/end', (req, res, next) => next());
  app.get('/pass/:to/:n', (req, res, next) => next());
  app.get('/pass/*rest', tell('pass_rest'));
  app.get('/stages', (req, res, next) => (req.query.skip ? next('route') : next()), tell('stages'));
  app.get('/stages', tell('stages_skipped'));

  const members = express.Router();
  members.use((req, res, next) => (req.query.key ? next() : next('router')));
  members.get('/zone', tell('member_zone'));
  members.get('/open', (req, res, next) => next('router'));
  members.get('/open', tell('member_open'));
  app.use('/members', members);
  app.get('/members/zone', tell('public_zone'));
  app.get('/members/open', tell('public_open'));

  // Groups see the parameters of their prefix.
  const api = express.Router({ mergeParams: true });
  api.get('/', tell('team'));
  api.get('/people/:person', tell('team_person'));
  api.get('/same/:team', tell('team_same'));
  app.use('/teams/:team', api);

  // Methods.
  app.post('/items', tell('items_post'));
  app.get('/items', tell('items_get'));
  app.put('/items/:id', tell('item_put'));
  app.patch('/items/:id', tell('item_patch'));
  app.delete('/items/:id', tell('item_delete'));
  app.all('/any', (req, res) => res.json({ route: 'any', method: req.method }));
  app
    .route('/own')
    .head((req, res) => res.set('X-Own', 'head').send(''))
    .options((req, res) => res.set('X-Own', 'options').send('ours'))
    .get(tell('own'));
  app.search('/search', tell('search'));

  // Loaders: once per request and value, before the stages that have the parameter.
  const loads = [];
  app.param('pet', (req, res, next, id) => {
    if (id === 'none') return next(Object.assign(new Error('no such pet'), { status: 404 }));
    if (id === 'elsewhere') return next('route');
    if (id === 'broken') return next(new Error('no such drawer'));
    loads.push(id);
    req.pet = { id, loads: loads.length };
    next();
  });
  const pet = (req, res) => {
    loads.length = 0;
    res.json({ pet: req.pet.id, loaded: req.pet.loads });
  };
  app.get('/pets/:pet', (req, res, next) => next());
  app.get('/pets/:pet', pet);
  app.get('/pets/:pet/:op', (req, res, next) => next('route'));
  app.get('/pets/:pet/feed', pet);
  app.get('/pets/:other/:pet', (req, res, next) => next());
  app.get('/pets/:pet/:toy', pet);
  app.get('/pets/:name', tell('pet_unloaded'));
  app.get('/pairs/:pet/:other', (req, res) => {
    loads.length = 0;
    res.json({ pet: req.pet.id, other: req.params.other });
  });

  app.get('/naïve/:名', tell('unicode'));
  app.get('/caf%C3%A9', tell('cafe'));
  return app;
}

export default {
  requests: build(),
  sensitive: build({ 'case sensitive routing': true }),
  strict: build({ 'strict routing': true }),
};
