// node-oidc-provider on loopback: `node oidc_provider.mjs '[client, ...]'` prints its issuer and ends with its stdin.
//
// People log in at /interaction/ID with any `sub`, or say no with `deny`. Below /-/ are the tests' own switches:
// POST /-/rotate signs with new keys from then on, GET /-/seen lists what was asked, POST /-/forget empties that list.

import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'

import { Provider } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'

// Node 20 has it in late versions only, and the provider asks for it.
URL.parse ??= (url, base) => URL.canParse(url, base) ? new URL(url, base) : null

const clients = JSON.parse(process.argv[2])
const adapter = createMemoryAdapter()
const seen = []
let keysMade = 0
let provider

const server = createServer(async (request, response) => {
  if (request.url.startsWith('/-/')) return switches(request, response)
  if (request.url.startsWith('/interaction/')) return interaction(request, response)
  provider.callback()(request, response)
}).listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  provider = made(issuer)
  console.log(issuer)
})
process.stdin.on('end', () => process.exit()).resume()

function made (issuer) {
  const provider = new Provider(issuer, {
    adapter,
    clients,
    jwks: { keys: keys() },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'picture'],
      email: ['email', 'email_verified'],
      roles: ['roles']
    },
    cookies: { keys: ['a key of the tests for the cookies of the provider'] },
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource }
    },
    // The clients' own addresses are on loopback too, which the provider would not call.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    findAccount: (_, sub) => ({ accountId: sub, claims: () => claims(sub) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: granted,
    pkce: { required: () => true },
    renderError: (ctx, out) => { ctx.type = 'text'; ctx.body = `${out.error}: ${out.error_description}` },
    ttl: { AccessToken: 3600, Grant: 3600, IdToken: 3600, Interaction: 600, RefreshToken: 3600, Session: 3600 }
  })
  provider.use(async (ctx, next) => {
    await next()
    const { authorization } = ctx.headers
    seen.push({ method: ctx.method, path: ctx.path, status: ctx.status, authorization, fields: ctx.oidc?.body ?? ctx.query })
  })
  return provider
}

function keys () {
  keysMade += 1
  const made = { ES256: ['ec', { namedCurve: 'P-256' }], RS256: ['rsa', { modulusLength: 2048 }] }
  return Object.entries(made).map(([alg, [type, options]]) => {
    const jwk = generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' })
    return { ...jwk, alg, use: 'sig', kid: `${alg}-${keysMade}` }
  })
}

function claims (sub) {
  return {
    sub,
    name: `Name of ${sub}`,
    preferred_username: sub,
    picture: `https://pictures.example/${sub}.png`,
    email: `${sub}@people.example`,
    email_verified: true,
    roles: ['reader', 'admin']
  }
}

async function granted (ctx) {
  const { client, params, provider, session } = ctx.oidc
  const id = session.grantIdFor(client.clientId)
  const grant = (id && await provider.Grant.find(id)) || new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(params.scope)
  await grant.save()
  return grant
}

async function interaction (request, response) {
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    return response.end(`<!doctype html><title>Provider</title><link rel="icon" href="data:,"><h1>Log in</h1><form method="post">
<label>Who are you? <input name="sub"></label><button>Log in</button><button name="deny" value="1">No</button></form>`)
  }
  const form = new URLSearchParams(await text(request))
  const result = form.has('deny')
    ? { error: 'access_denied', error_description: 'the person said no' }
    : { login: { accountId: form.get('sub') }, consent: {} }
  await provider.interactionFinished(request, response, result)
}

async function text (request) {
  let read = ''
  for await (const chunk of request) read += chunk
  return read
}

function logoutSource (ctx, form) {
  ctx.body = `<!doctype html><title>Provider</title><link rel="icon" href="data:,"><h1>Log out</h1>${form}
<button form="op.logoutForm" name="logout" value="yes">Yes</button>`
}

function postLogoutSuccessSource (ctx) {
  ctx.body = '<!doctype html><title>Provider</title><link rel="icon" href="data:,"><h1>Logged out</h1>'
}

function switches (request, response) {
  if (request.url === '/-/rotate') provider = made(provider.issuer)
  if (request.url === '/-/forget') seen.length = 0
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(seen))
}
