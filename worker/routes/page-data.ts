import type { CoverageAnswer } from '../domain/plan.ts'
import type { Platform } from '../domain/platform.ts'
import type {
  AuthorView,
  BundleCard,
  BundleView,
  CollectionHealth,
  CollectionView,
  IssueSummary,
  IssueView,
  SearchRequest,
  SearchResults,
  TagView,
  VersionDiff,
} from '../domain/views.ts'

/** What the pages read. The composition root joins it to the registry and the issues. */
export interface PageData {
  search(request: SearchRequest): Promise<SearchResults>
  /** How much of a request in people's words exists already; `questions` when the text does not say enough. */
  coverage(text: string): Promise<CoverageAnswer>
  bundle(collection: string, slug: string): Promise<BundleView | null>
  movedTo(collection: string, slug: string): Promise<{ slug: string | null } | null>
  compare(collection: string, slug: string, from: string, to: string): Promise<VersionDiff | null>
  tags(): Promise<TagView[]>
  authors(): Promise<AuthorView[]>
  /** Changes whenever an answer about the catalogue may. */
  catalogueVersion(): Promise<string>
  collections(): Promise<CollectionView[]>
  /** A collection and its CodeBundles by name. */
  collection(slug: string): Promise<{ collection: CollectionView; cards: BundleCard[] } | null>
  /** The newest index runs of a collection, and every problem its owner can mend. */
  health(slug: string): Promise<CollectionHealth | null>
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
