// Single files: sent, attached, in part, and what becomes of those that are not there.
import { join } from 'node:path';
import express from 'express';

const files = join(import.meta.dirname, 'files');
const root = { root: files };
const app = express();

app.get('/file', (req, res) => res.sendFile(join(files, 'nine.txt')));
app.get('/named', (req, res) => res.sendFile(req.query.name, root));
app.get('/denied', (req, res) => res.sendFile(req.query.name, { ...root, dotfiles: 'deny' }));
app.get('/allowed', (req, res) => res.sendFile(req.query.name, { ...root, dotfiles: 'allow' }));
app.get('/aged', (req, res) => res.sendFile('nine.txt', { ...root, maxAge: '1d' }));
app.get('/immutable', (req, res) => res.sendFile('nine.txt', { ...root, maxAge: '1h', immutable: true }));
app.get('/undated', (req, res) => res.sendFile('nine.txt', { ...root, lastModified: false }));
app.get('/whole', (req, res) => res.sendFile('nine.txt', { ...root, acceptRanges: false }));
app.get('/part', (req, res) => res.sendFile('nine.txt', { ...root, start: 2, end: 4 }));
app.get('/headers', (req, res) => res.sendFile('nine.txt', { ...root, headers: { 'X-One': '1' } }));
app.get('/typed', (req, res) => res.type('text/csv').sendFile('nine.txt', root));
app.get('/status', (req, res) => res.status(404).sendFile('nine.txt', root));
app.all('/any', (req, res) => res.sendFile('nine.txt', root));

app.get('/download', (req, res) => res.download(join(files, 'data.json')));
app.get('/download/as', (req, res) => res.download(join(files, 'nine.txt'), req.query.name));
app.get('/download/named', (req, res) => res.download(req.query.name, root));
app.get('/download/headers', (req, res) =>
  res.download('nine.txt', 'n.txt', { ...root, headers: { 'X-One': '1' }, maxAge: '1m' }),
);
app.get('/download/hidden', (req, res) => res.download('.hidden', { ...root, dotfiles: 'allow' }));

app.get('/fixed', (req, res) => res.sendFile('hello.txt', root));
app.get('/fixed/typed', (req, res) => res.type('text/markdown').sendFile('hello.txt', { ...root, maxAge: '1h' }));

export default { requests: app };
