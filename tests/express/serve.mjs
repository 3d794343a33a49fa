// Starts the Express side of every group named on the command line, each of its apps on a port of its own,
// and prints the ports: {"routing/requests": 40001, "routing/strict": 40002, ...}.
process.env.NODE_ENV = 'production';

const listening = ([name, app]) =>
  new Promise((done) => {
    const server = app.listen(0, '127.0.0.1', () => done([name, server.address().port]));
  });

const apps = [];
for (const group of process.argv.slice(2)) {
  const module = await import(`./${group}/app.mjs`);
  apps.push(...Object.entries(module.default).map(([name, app]) => [`${group}/${name}`, app]));
}
console.log(JSON.stringify(Object.fromEntries(await Promise.all(apps.map(listening)))));
