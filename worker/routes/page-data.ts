import type { Platform } from '../domain/platform.ts'
import type { BundleCard, BundleView, CollectionView, IssueSummary, IssueView, SearchResults } from '../domain/views.ts'

/** What the pages read. The composition root joins it to the registry and the issues. */
export interface PageData {
  /** A page of CodeBundles for `query` (empty: all, newest first). */
  listBundles(query: string, cursor: string | null): Promise<SearchResults>
  bundle(collection: string, slug: string): Promise<BundleView | null>
  collections(): Promise<CollectionView[]>
  /** A collection and its CodeBundles by name. */
  collection(slug: string): Promise<{ collection: CollectionView; cards: BundleCard[] } | null>
  /** Newest activity first. */
  issues(): Promise<IssueSummary[]>
  issue(owner: string, repo: string, number: number): Promise<IssueView | null>
  figures(): Promise<{
    collections: number
    bundles: number
    tasks: number
    /** Requests that have not ended. */
    openIssues: number
    platforms: { platform: Platform; bundles: number }[]
  }>
}
