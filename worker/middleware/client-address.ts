/**
 * The client's address as Cloudflare saw it. `X-Forwarded-For` and its kin are written by anyone and are not read; without
 * Cloudflare in front (a laptop) all clients are one.
 */
export function clientAddress(request: Request): string {
  return request.headers.get('cf-connecting-ip') ?? 'local'
}
