import type { AssessmentStore } from '../db/assessment-store.ts'
import { parseBundle, parseHistory, parseProblems } from '../db/catalogue-store.ts'
import type { IndexRunRow, PageStore } from '../db/page-store.ts'
import { type Problem, repositoryHistorySchema } from '../domain/catalogue.ts'
import { type Platform, platforms } from '../domain/platform.ts'
import type { BundleCard, BundleView, CollectionView, VersionDiff } from '../domain/views.ts'
import { cardOf } from './cards.ts'
import { relatedTo } from './search/related.ts'
import { searchData } from './search-data.ts'
import type { SearchStores } from './sync-search.ts'
import { compareVersions } from './version-compare.ts'

export interface PageStores extends SearchStores {
  pages: PageStore
  assessments: AssessmentStore
}

export interface Figures {
  collections: number
  bundles: number
  tasks: number
  platforms: { platform: Platform; bundles: number }[]
}

/** What an owner is shown of the health of an index. */
export interface CollectionHealth {
  /** Newest first. */
  runs: (Omit<IndexRunRow, 'id' | 'collectionId' | 'problems'> & { problems: number })[]
  /** Of the collection as a whole, from the newest run, then of its bundles. */
  problems: (Problem & { bundle: string | null; stale: boolean })[]
}

const runsShown = 20
const collectionPage = 500
const versionsShown = 50

const { contributors: contributorsSchema, releases: releasesSchema } = repositoryHistorySchema.shape

type CollectionFigures = Awaited<ReturnType<PageStore['collections']>>[number]

function collectionView({ collection, run, ...figures }: CollectionFigures, scores: ReadonlyMap<number, number[]>): CollectionView {
  const { slug, name, owner, repo, url, description, defaultBranch, indexedCommit, indexedAt } = collection
  const lastRun = run && {
    status: run.status,
    at: run.finishedAt ?? run.startedAt,
    error: run.error,
    problems: parseProblems(run.problems).length,
  }
  return {
    slug,
    name,
    owner,
    repo,
    url,
    description,
    defaultBranch,
    commit: indexedCommit,
    indexedAt,
    ...figures,
    contributors: contributorsSchema.parse(JSON.parse(collection.contributors)),
    releases: releasesSchema.parse(JSON.parse(collection.releases)),
    scores: scores.get(collection.id) ?? [],
    lastRun,
  }
}

function runView({ id: _, collectionId: __, problems, ...run }: IndexRunRow): CollectionHealth['runs'][number] {
  return { ...run, problems: parseProblems(problems).length }
}

/** Address of a directory at a commit, in the form that GitHub and the forge share. */
function sourceUrl(collection: CollectionView, path: string): string {
  const repository = collection.url.replace(/\.git$/, '').replace(/\/$/, '')
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return `${repository}/tree/${encodeURIComponent(collection.commit ?? collection.defaultBranch)}/${encoded}`
}

/** Everything that the pages and the API show of the catalogue. Hidden collections do not exist here. */
export function createPageData(stores: PageStores) {
  const collection = async (slug: string): Promise<CollectionView | null> => {
    const [found] = await stores.pages.collections(slug)
    return found ? collectionView(found, await stores.assessments.scores(found.collection.id)) : null
  }

  return {
    collection,

    ...searchData(stores),

    async collections(): Promise<CollectionView[]> {
      const [found, scores] = await Promise.all([stores.pages.collections(null), stores.assessments.scores(null)])
      return found.map((one) => collectionView(one, scores))
    },

    /** A collection with its bundles by name, at most 500 of them; past that, search finds the rest. */
    async collectionPage(slug: string): Promise<{ collection: CollectionView; cards: BundleCard[] } | null> {
      const [view, rows] = await Promise.all([collection(slug), stores.catalogue.ofCollection(slug, collectionPage)])
      return view && { collection: view, cards: rows.map((row) => cardOf(row)) }
    },

    async bundle(collectionSlug: string, slug: string): Promise<BundleView | null> {
      const [found, view] = await Promise.all([stores.catalogue.find(collectionSlug, slug), collection(collectionSlug)])
      if (!found || !view) return null
      const { row, card } = found
      const bundle = parseBundle(row.catalogue)
      const versions = await stores.pages.versions(row.id, versionsShown)
      return {
        card: cardOf(card),
        collection: view,
        bundle,
        readme: row.readme,
        runbookSource: row.runbookSource,
        sliSource: row.sliSource,
        scripts: await stores.pages.scripts(row.id),
        sourceUrl: sourceUrl(view, row.path),
        history: parseHistory(row.history),
        // What is shown comes first, also after a change was taken back.
        versions: versions.sort((a, b) => Number(b.treeHash === bundle.treeHash) - Number(a.treeHash === bundle.treeHash)),
        assessment: await stores.assessments.find(row.id),
        related: await relatedTo(stores, row.id, bundle),
        stale: row.stale,
        problems: parseProblems(row.problems),
      }
    },

    /** Where a bundle went that has left this address: another slug, or null for gone for good. Null when it was never here. */
    movedTo(collectionSlug: string, slug: string): Promise<{ slug: string | null } | null> {
      return stores.pages.move(collectionSlug, slug)
    },

    /** What differs between two versions of a bundle, by their tree hashes; null when one of them is not known. */
    async compare(collectionSlug: string, slug: string, from: string, to: string): Promise<VersionDiff | null> {
      const rows = await stores.pages.versionRows(collectionSlug, slug, [from, to])
      const [before, after] = [from, to].map((hash) => rows.find((row) => row.treeHash === hash))
      return before && after ? compareVersions(before, after) : null
    },

    /** The newest index runs of a collection and every problem its owner can mend, with file and line. */
    async health(slug: string): Promise<CollectionHealth | null> {
      const [found] = await stores.pages.collections(slug)
      if (!found) return null
      const { id } = found.collection
      const [runs, broken] = await Promise.all([stores.pages.runs(id, runsShown), stores.pages.problems(id)])
      const general = parseProblems(runs[0]?.problems ?? '[]').map((problem) => ({ ...problem, bundle: null, stale: false }))
      const own = broken.flatMap(({ slug: bundle, stale, problems }) => parseProblems(problems).map((one) => ({ ...one, bundle, stale })))
      return { runs: runs.map(runView), problems: [...general, ...own] }
    },

    async figures(): Promise<Figures> {
      const [views, counts] = await Promise.all([stores.pages.collections(null), stores.pages.byPlatform()])
      const perPlatform = platforms.map((platform) => ({
        platform,
        bundles: counts.find((row) => row.platform === platform)?.bundles ?? 0,
      }))
      return {
        collections: views.length,
        bundles: counts.reduce((sum, row) => sum + row.bundles, 0),
        tasks: counts.reduce((sum, row) => sum + row.tasks, 0),
        platforms: perPlatform,
      }
    },

    /** Changes whenever any of these answers may; 16 hex digits, for ETags and cache keys. */
    async catalogueVersion(): Promise<string> {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(await stores.pages.marks()))
      return [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    },
  }
}
