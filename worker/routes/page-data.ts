import type { BundleView, CollectionView, IssueSummary, IssueView, SearchResults, Viewer } from '../domain/views.ts'

/** What the pages read. The composition root joins it to the registry, the issues and the accounts. */
export interface PageData {
  /** A page of CodeBundles for `query` (empty: all, newest first). */
  listBundles(query: string, cursor: string | null): Promise<SearchResults>
  bundle(collection: string, slug: string): Promise<BundleView | null>
  collections(): Promise<CollectionView[]>
  /** A collection and its CodeBundles by name. */
  collection(slug: string): Promise<{ collection: CollectionView; cards: SearchResults['cards'] } | null>
  /** Newest activity first. */
  issues(): Promise<IssueSummary[]>
  issue(owner: string, repo: string, number: number): Promise<IssueView | null>
  /** Who sent the request, by its session. */
  viewer(request: Request): Promise<Viewer | null>
  figures(): Promise<{ collections: number; bundles: number; tasks: number; openIssues: number }>
}
