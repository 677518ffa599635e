import { decodeEntities } from './entities.ts'

/** Where the relative addresses of a text lead. Both end in `/`. */
export interface Place {
  /** The directory that holds the text. */
  base: string
  /** The top of its repository; `/x` leads there and `../` never above it. */
  root: string
}

/** Places for links and for pictures; a picture place is null where pictures cannot be served safely. */
export interface Places {
  links: Place | null
  pictures: Place | null
}

const schemes = ['http:', 'https:', 'mailto:']

function relative(address: string, place: Place): string | null {
  const url = address.startsWith('/') ? URL.parse(address.slice(1), place.root) : URL.parse(address, place.base)
  return url?.href.startsWith(place.root) ? url.href : null
}

/** An http, https or mailto address for `href`, relative ones within `place`; null for everything else. */
export function resolveHref(href: string, place: Place | null): string | null {
  const decoded = decodeEntities(href).trim()
  if (decoded.startsWith('#') || decoded.startsWith('//') || decoded.startsWith('\\')) return null
  const own = URL.parse(decoded)
  if (own !== null) return schemes.includes(own.protocol) ? own.href : null
  return place === null ? null : relative(decoded, place)
}

const pictureFile = /\.(?:png|jpe?g|gif|svg|webp|avif)$/i

/** The address of a picture of the repository itself; null for every other one, since fetching it would tell a stranger who reads the page. */
export function resolvePicture(src: string, place: Place | null): string | null {
  const decoded = decodeEntities(src).trim()
  if (place === null || URL.parse(decoded) !== null || /^(?:\/\/|\\|#)/.test(decoded)) return null
  const href = relative(decoded, place)
  return href !== null && pictureFile.test(new URL(href).pathname) ? href : null
}

/** Places for the files of a directory, from its source address `<repository>/tree/<commit>/<path>`. GitHub serves pictures from a host without cookies. */
export function placesOf(sourceUrl: string): Places {
  const [, repository, commit, path] = /^(https?:\/\/.+?)\/tree\/([^/]+)\/(.+?)\/?$/.exec(sourceUrl) ?? []
  if (repository === undefined || commit === undefined || path === undefined) return { links: null, pictures: null }
  const place = (root: string): Place => ({ root, base: `${root}${path}/` })
  const onGitHub = /^https:\/\/github\.com\/([^/]+\/[^/]+)$/.exec(repository)?.[1]
  return {
    links: place(`${repository}/tree/${commit}/`),
    pictures: onGitHub === undefined ? null : place(`https://raw.githubusercontent.com/${onGitHub}/${commit}/`),
  }
}
