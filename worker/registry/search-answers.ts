import type { SearchRequest } from '../domain/views.ts'
import { currentIndex } from './search/current-index.ts'
import { search } from './search.ts'
import type { SearchStores } from './sync-search.ts'

/** Answers of one version of the index, as JSON. Search answers are the same for everybody, so that an isolate may keep them for anybody. */
let kept: { version: string; answers: Map<string, string>; characters: number } = { version: '', answers: new Map(), characters: 0 }

/** What an isolate keeps: a few hundred pages of results. */
const charactersKept = 6_000_000
/** A longer request is asked once. */
const keyCharacters = 500

export interface SearchAnswer {
  /** Changes whenever an answer may. */
  version: string
  /** JSON of SearchResults. */
  body(): Promise<string>
}

function keep(version: string, key: string, body: string) {
  if (kept.version !== version || kept.characters + body.length > charactersKept) kept = { version, answers: new Map(), characters: 0 }
  kept.answers.set(key, body)
  kept.characters += body.length
}

/** The answer to a search, and the version that it is of; the answer is made when it is asked for, and kept while the version lasts. */
export async function searchAnswer(stores: SearchStores, request: SearchRequest): Promise<SearchAnswer> {
  const { tag: version } = await currentIndex(stores.search)
  const key = JSON.stringify(request)
  return {
    version,
    async body() {
      const known = kept.version === version ? kept.answers.get(key) : undefined
      if (known !== undefined) return known
      const body = JSON.stringify(await search(stores, request))
      if (key.length <= keyCharacters) keep(version, key, body)
      return body
    },
  }
}
