// Folders of files with each option, each below a path of its own.
import { join } from 'node:path';
import express from 'express';

const files = join(import.meta.dirname, 'files');
const app = express();
const mount = (path, options) => app.use(path, express.static(files, options));

mount('/plain');
mount('/aged', { maxAge: '1d' });
mount('/immutable', { maxAge: '1h', immutable: true });
mount('/for-ever', { maxAge: '10y' });
mount('/uncached', { cacheControl: false });
mount('/undated', { lastModified: false });
mount('/untagged', { etag: false });
mount('/whole', { acceptRanges: false });
mount('/denied', { dotfiles: 'deny' });
mount('/allowed', { dotfiles: 'allow' });
mount('/no-index', { index: false });
mount('/indexes', { index: ['start.html', 'index.html'] });
mount('/extended', { extensions: ['html', 'txt'] });
mount('/no-redirect', { redirect: false });
mount('/final', { fallthrough: false });
mount('/final-denied', { fallthrough: false, dotfiles: 'deny' });
mount('/own', {
  setHeaders: (res, path) => {
    if (path.endsWith('.txt')) res.set('X-Text', 'yes');
  },
});
app.use('/roots', express.static(join(files, 'second')), express.static(files));
mount('/behind');
app.all('/behind/*rest', (req, res) => res.send(`behind ${req.method}`));
app.get('/before/hello.txt', (req, res) => res.send('a route before'));
mount('/before');
mount('/');

export default { requests: app };
