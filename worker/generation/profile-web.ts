import type { Profile, SecretUse } from './profile.ts'
import type { Recipe } from './recipes/recipe.ts'
import { type Setting, text } from './setting.ts'

const token: SecretUse = {
  name: 'api_token',
  description: 'Token that can read the API; not needed where the API is open.',
  example: 'a bearer token',
  asFile: true,
  optional: true,
}

const resolver = text(
  'DNS_RESOLVER_URL',
  'Resolver that answers in JSON over HTTPS.',
  'https://dns.google/resolve',
  'https://dns.google/resolve',
  { pattern: '^https://[^ ]+$', default: 'https://dns.google/resolve' },
)

const host = '{{ match_resource.resource.spec.rules[0].host }}'

function addressSetting(isApi: boolean, isName: boolean): Setting {
  if (isName) return text('DNS_NAME', 'Name to look up.', 'shop.example.com', host, { pattern: '^[A-Za-z0-9._-]+$' })
  const pattern = '^https?://[^ ]+$'
  if (isApi) return text('API_URL', 'Address of the API to ask.', 'https://api.example.com/v1/status', null, { pattern })
  return text('URL', 'Address to request.', 'https://shop.example.com/healthz', `https://${host}`, { pattern })
}

/** Web checks and services with an HTTP API. Addresses are discovered through ingresses, APIs not at all. */
export function webProfile(main: Recipe): Profile {
  const isApi = main.list.includes('API_URL')
  const isName = main.list.includes('DNS_NAME')
  const address = addressSetting(isApi, isName)
  return {
    scopeWord: isName ? 'Name' : 'Address',
    scopeVariable: address.name,
    settings: isName ? [address, resolver] : [address],
    secret: isApi ? token : null,
    environment: [],
    supports: ['HTTP'],
    tags: ['HTTP'],
    discovery: isApi
      ? null
      : {
          platform: null,
          resourceType: 'ingress',
          qualifiers: ['resource', 'namespace', 'cluster'],
          authInclude: null,
          scopeValue: address.provided ?? '',
        },
  }
}
