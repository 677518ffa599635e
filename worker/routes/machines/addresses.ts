/** Paths of what machines and pages link to; each part is encoded. */

const part = encodeURIComponent

export function collectionPath(slug: string): string {
  return `/collections/${part(slug)}`
}

export function bundlePath({ collection, slug }: { collection: string; slug: string }): string {
  return `${collectionPath(collection)}/codebundles/${part(slug)}`
}
