// Both sides as they are without any settings.
import express from 'express';

const app = express();
app.get('/about', (req, res) => res.send('about'));
app.get('/slash/', (req, res) => res.send('slash'));
app.get('/json', (req, res) => res.json({ a: '<b>' }));
app.post('/post', (req, res) => res.send('posted'));
app.get('/query', (req, res) => res.json(req.query));
app.get('/origin', (req, res) => res.json({ ip: req.ip, scheme: req.protocol, host: req.host }));
app.get('/cookie', (req, res) => res.cookie('name', 'value').send('set'));
app.get('/missing', (req, res) => res.sendStatus(404));
app.get('/error', () => {
  throw new Error('a secret');
});
app.get('/settings', (req, res) =>
  res.json({
    environment: app.get('env'),
    title: app.get('title'),
    none: app.get('none') ?? null,
    is_on: app.enabled('feature'),
  }),
);
app.set('title', 'My site').enable('feature');

export default { requests: app };
