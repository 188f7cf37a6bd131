// A real OpenID Connect provider in a process of its own (the package has no CommonJS form):
// node openid-provider.mjs PORT AUDIENCE. Prints its issuer when it listens; a new key each start.
// Client "thea" with the secret "thea-secret" gets an access token in the form of a JWT.
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const [port, audience] = process.argv.slice(2);
const pair = await generateKeyPair('RS256', { extractable: true });
const key = {
  ...(await exportJWK(pair.privateKey)),
  use: 'sig',
  alg: 'RS256',
  kid: `k${Date.now()}`,
};
const resourceServer = {
  scope: '',
  audience,
  accessTokenFormat: 'jwt',
  accessTokenTTL: 600,
  jwt: { sign: { alg: 'RS256' } },
};
const options = {
  jwks: { keys: [key] },
  clients: [
    {
      client_id: 'thea',
      client_secret: 'thea-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:anamnesis',
      useGrantedResource: () => true,
      getResourceServerInfo: () => resourceServer,
    },
  },
};
// The issuer has the port in it, so the port is known first.
const issuer = `http://127.0.0.1:${port}`;
new Provider(issuer, options).listen(Number(port), '127.0.0.1', () => console.log(issuer));
