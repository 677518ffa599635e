/** Public answers about the catalogue: a browser and a cache in between may keep them, but ask each time whether they still hold. */
const cacheControl = 'public, max-age=0, must-revalidate'

function matches(header: string | null | undefined, etag: string): boolean {
  if (!header) return false
  return header.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '')
    return tag === '*' || tag === etag
  })
}

/**
 * A JSON answer that carries the catalogue version as its ETag: 304 without a body when the client has it already, otherwise what `make` gives.
 * The version is read before the answer is made, so an ETag can be too old for its body, never too new.
 */
export async function cachedJson(
  ifNoneMatch: string | undefined,
  version: () => Promise<string>,
  make: () => Promise<unknown>,
): Promise<Response> {
  const etag = `"${await version()}"`
  const headers = { etag, 'cache-control': cacheControl }
  if (matches(ifNoneMatch, etag)) return new Response(null, { status: 304, headers })
  return Response.json(await make(), { headers })
}
