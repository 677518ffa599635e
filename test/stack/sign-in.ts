import { RegistryClient } from './registry-client.ts'

/** Cookies by origin, as a browser keeps them for the length of a sign-in. */
class CookieJar {
  readonly #cookies = new Map<string, Map<string, string>>()

  take(url: URL, answer: Response): void {
    const own = this.#cookies.get(url.origin) ?? new Map<string, string>()
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))
      if (gone) own.delete(name.trim())
      else own.set(name.trim(), value.join('='))
    }
    this.#cookies.set(url.origin, own)
  }

  header(url: URL): string {
    return [...(this.#cookies.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

async function visit(jar: CookieJar, url: URL, form: URLSearchParams | null): Promise<{ url: URL; answer: Response }> {
  const cookie = jar.header(url)
  const answer = await fetch(url, {
    redirect: 'manual',
    method: form === null ? 'GET' : 'POST',
    headers: { ...(cookie === '' ? {} : { cookie }), ...(form === null ? {} : { origin: url.origin }) },
    ...(form === null ? {} : { body: form }),
    signal: AbortSignal.timeout(15_000),
  })
  jar.take(url, answer)
  const location = answer.headers.get('location')
  if (answer.status < 300 || answer.status >= 400 || location === null) return { url, answer }
  await answer.body?.cancel()
  return visit(jar, new URL(location, url), null)
}

/**
 * Signs in by the OAuth web flow: to the registry, on to the forge's consent page, there as `login`, and back.
 * Returns a client that carries the session.
 */
export async function signIn(registryUrl: string, login: string): Promise<RegistryClient> {
  const jar = new CookieJar()
  const consent = await visit(jar, new URL('/auth/login?return=/', registryUrl), null)
  const page = await consent.answer.text()
  const form = new URLSearchParams(consent.url.search)
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) form.set(name, value)
  form.set('login', login)
  const end = await visit(jar, new URL(consent.url.pathname, consent.url), form)
  await end.answer.body?.cancel()
  const client = new RegistryClient(registryUrl, jar.header(new URL(registryUrl)))
  const viewer = await client.viewer()
  if (viewer?.login !== login)
    throw new Error(`Sign-in as ${login} ended at ${end.url.href} with status ${end.answer.status} and no session`)
  return client
}
