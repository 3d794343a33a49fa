// Errors: by class, by status, at every level, passed on, negotiated; and what is answered if nobody takes them.
import express from 'express';

class OutOfStock extends Error {}
class SoldOut extends OutOfStock {}
const fail = (status, message, more = {}) => Object.assign(new Error(message), { status, ...more });
const failing =
  (...given) =>
  (req, res, next) =>
    next(fail(...given));

const app = express();

// Nobody takes these.
app.get('/plain', () => {
  throw new Error('a secret');
});
app.get('/status/:code', (req, res, next) => next(fail(Number(req.params.code), 'told')));
app.get('/retry', failing(503, 'later', { headers: { 'Retry-After': '120' } }));
app.get('/async', async () => {
  throw new Error('a secret');
});
app.get('/library', failing(418, 'what a library says of itself'));
app.get('/forbidden', failing(403, 'keep out'));
app.get('/cookie', (req, res) => {
  res.cookie('half', 'done');
  throw new Error('after a cookie');
});

// By class.
app.get('/stock', (req, res, next) => next(new OutOfStock('no ferrets left')));
app.get('/sold', (req, res, next) => next(new SoldOut('the last is gone')));

// By status.
app.get('/gone', failing(410, 'long ago'));
app.get('/legal', failing(451, 'not here'));
app.get('/bad-gateway', failing(502, 'nobody there'));

// At a group and at a route.
const api = express.Router();
api.get('/gone', failing(410, 'from the api'));
api.get('/stock', (req, res, next) => next(new OutOfStock('no hay')));
api.get('/plain', failing(409, 'for the outside'));
api.get('/route', failing(422, 'for the route'), (error, req, res, next) =>
  res.status(error.status).send(`route: ${error.message}`),
);
api.get('/route/passed', failing(410, 'passed by the route'), (error, req, res, next) => next(error));
api.use((error, req, res, next) =>
  error.status === 410 || error instanceof OutOfStock
    ? res.status(error.status ?? 409).json({ error: error.message })
    : next(error),
);
app.use('/api', api);

// An error that is swallowed, and one within a handler of errors.
app.get('/swallowed', failing(400, 'never mind'));
app.use('/swallowed', (error, req, res, next) => next());
app.get('/swallowed', (req, res) => res.send('went on'));
app.get('/twice', failing(417, 'the first'), () => {});
app.get('/negotiated', failing(424, 'in your words'));
app.get('/own/status', failing(428, 'answered as fine'));

// The handlers of the whole, in the order of gateway.yaml; what is not theirs they pass on.
const on = (fits, answer) => app.use((error, req, res, next) => (fits(error) ? answer(error, res, next) : next(error)));
const status = (number) => (error) => error.status === number;

on(
  (error) => error instanceof OutOfStock,
  (error, res) => res.status(409).send(`sorry: ${error.message}`),
);
on(status(410), (error, res) => res.status(410).send('passes this one'));
on(status(451), (error, res, next) => next(error));
on(status(451), (error, res) => res.status(451).send('the second takes it'));
on(status(417), () => {
  throw new Error('the second');
});
on(status(428), (error, res) => res.status(200).send('all is fine'));
on(status(424), (error, res) =>
  res.status(424).format({
    html: () => res.send(`<p>${error.message}</p>`),
    json: () => res.send({ error: error.message }),
    text: () => res.send(error.message),
  }),
);
on(status(502), (error, res) => res.status(502).send('any 5xx but 500 and 503'));

export default { requests: app };
