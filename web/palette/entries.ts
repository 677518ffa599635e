import type { BundleCard } from '../../worker/domain/views.ts'
import { bundleHref } from '../components/bundle-row.tsx'

/** A place that the palette leads to. */
export interface Entry {
  id: string
  label: string
  /** Said beside the label. */
  note: string
  href: string
}

const pages: [label: string, href: string][] = [
  ['Home', '/'],
  ['All CodeBundles', '/codebundles'],
  ['All tasks', '/tasks'],
  ['Collections', '/collections'],
  ['Requests', '/issues'],
  ['Request a CodeBundle', '/#request'],
  ['Tags', '/tags'],
  ['Authors', '/authors'],
  ['About', '/about'],
]

/** The pages whose name holds every word of `query`. */
export function pageEntries(query: string): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return pages
    .filter(([label]) => words.every((word) => label.toLowerCase().includes(word)))
    .map(([label, href]) => ({ id: `page-${href.replace(/\W+/g, '-')}`, label, note: 'page', href }))
}

export function cardEntry(card: BundleCard): Entry {
  return { id: `bundle-${card.collection}-${card.slug}`, label: card.displayName, note: card.collection, href: bundleHref(card) }
}

/** What leads to the whole search for `query`. */
export function searchEntry(query: string): Entry {
  return { id: 'search-all', label: `Search for “${query}”`, note: 'all results', href: `/search?${new URLSearchParams({ q: query })}` }
}
