import { bundleHref } from '../../web/components/bundle-row.tsx'
import type { Metadata } from '../../web/metadata.tsx'
import type { BundleView, CollectionView } from '../domain/views.ts'

const feedTitle = 'New and changed CodeBundles'

function feeds(publicUrl: string, path: string, title: string): Metadata['alternates'] {
  return [{ type: 'application/atom+xml', href: `${publicUrl}${path}/feed.atom`, title }]
}

/** A page without more to say than its own address; `path` is without the origin. */
export function plainMetadata(publicUrl: string, path: string): Metadata {
  return { canonical: `${publicUrl}${path}`, image: `${publicUrl}/og.png`, alternates: [], data: null, index: true }
}

/** An error or a comparison: not to be found by a search engine. */
export function unlistedMetadata(publicUrl: string, path: string): Metadata {
  return { ...plainMetadata(publicUrl, path), index: false }
}

function markdownTwin(publicUrl: string, path: string): Metadata['alternates'][number] {
  return { type: 'text/markdown', href: `${publicUrl}${path}.md`, title: 'Markdown' }
}

/** The first page and the list: the feeds of everything, and how to search. */
export function siteMetadata(publicUrl: string, path: string): Metadata {
  const jsonFeed = { type: 'application/feed+json', href: `${publicUrl}/feed.json`, title: feedTitle }
  const target = { '@type': 'EntryPoint', urlTemplate: `${publicUrl}/search?q={search_term_string}` }
  return {
    ...plainMetadata(publicUrl, path),
    alternates: [...feeds(publicUrl, '', feedTitle), jsonFeed],
    data: {
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: 'CodeCollection Registry',
      url: `${publicUrl}/`,
      potentialAction: { '@type': 'SearchAction', target, 'query-input': 'required name=search_term_string' },
    },
  }
}

export function collectionMetadata(publicUrl: string, collection: CollectionView): Metadata {
  const path = `/collections/${encodeURIComponent(collection.slug)}`
  return {
    ...plainMetadata(publicUrl, path),
    image: `${publicUrl}/og/${encodeURIComponent(collection.slug)}.png`,
    alternates: [markdownTwin(publicUrl, path), ...feeds(publicUrl, path, `CodeBundles of ${collection.name}`)],
    data: {
      '@context': 'https://schema.org',
      '@type': 'CollectionPage',
      name: collection.name,
      description: collection.description,
      url: `${publicUrl}${path}`,
      about: { '@type': 'SoftwareSourceCode', name: collection.name, codeRepository: collection.url },
    },
  }
}

/** One CodeBundle. Its tabs have the address of the overview as canonical. */
export function bundleMetadata(publicUrl: string, view: BundleView): Metadata {
  const { card, collection } = view
  const path = bundleHref(card)
  const address = `${publicUrl}${path}`
  const oEmbed = `${publicUrl}/oembed?format=json&url=${encodeURIComponent(address)}`
  return {
    ...plainMetadata(publicUrl, path),
    image: `${publicUrl}/og/${encodeURIComponent(card.collection)}/${encodeURIComponent(card.slug)}.png`,
    alternates: [
      markdownTwin(publicUrl, path),
      ...feeds(publicUrl, `/collections/${encodeURIComponent(collection.slug)}`, `CodeBundles of ${collection.name}`),
      { type: 'application/json+oembed', href: oEmbed, title: card.displayName },
    ],
    data: {
      '@context': 'https://schema.org',
      '@type': 'SoftwareSourceCode',
      name: card.displayName,
      description: card.description,
      url: address,
      codeRepository: collection.url,
      programmingLanguage: 'Robot Framework',
      keywords: card.supports.join(', '),
      dateModified: new Date(card.updatedAt).toISOString(),
      ...(card.author === null ? {} : { author: { '@type': 'Person', name: card.author } }),
    },
  }
}
