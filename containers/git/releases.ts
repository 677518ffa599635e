import { type GitCall, git } from './git.ts'

export interface Release {
  tag: string
  commit: string
  /** Milliseconds since 1970: when the tag was made, or its commit where the tag says nothing. */
  at: number
}

type Call = Pick<GitCall, 'gitDir' | 'env' | 'home' | 'signal'>

/** Releases named of one collection, the newest. */
const releasesKept = 200

/** Commits followed to tell which release came first with a commit. */
const maxCommits = 50_000

/** The tags of a repository that name commits, newest first; none where they cannot be read. */
export async function readReleases(call: Call): Promise<Release[]> {
  const fields = ['%(refname:strip=2)', '%(objecttype)', '%(objectname)', '%(*objecttype)', '%(*objectname)', '%(creatordate:unix)']
  const result = await git({ ...call, args: ['for-each-ref', '--sort=-creatordate', `--format=${fields.join('%00')}`, 'refs/tags'] })
  if (result.code !== 0) return []
  const releases = result.stdout
    .toString('utf8')
    .split('\n')
    .flatMap((line): Release[] => {
      const [tag = '', type, hash = '', peeledType, peeled = '', seconds] = line.split('\0')
      const commit = type === 'commit' ? hash : peeledType === 'commit' ? peeled : null
      return commit === null || tag === '' ? [] : [{ tag: tag.slice(0, 200), commit, at: Number(seconds) * 1000 }]
    })
  return releases.slice(0, releasesKept)
}

/** For each commit the oldest release that holds it; of two made in the same second, the one whose commit came first. Commits newer than every release are absent. */
export async function firstReleases(call: Call, commit: string, releases: readonly Release[]): Promise<Map<string, string>> {
  const first = new Map<string, string>()
  if (releases.length === 0) return first
  const tips = [commit, ...new Set(releases.map((release) => release.commit))]
  const result = await git({
    ...call,
    args: ['rev-list', '--parents', '--topo-order', '--ignore-missing', `--max-count=${maxCommits}`, '--stdin'],
    stdin: `${tips.join('\n')}\n`,
  })
  if (result.code !== 0) return first
  const parents = new Map<string, string[]>()
  for (const line of result.stdout.toString('latin1').split('\n')) {
    const [sha, ...rest] = line.split(' ')
    if (sha) parents.set(sha, rest)
  }
  // The list names a commit before its parents, so that the later of two places is the older commit.
  const place = new Map([...parents.keys()].map((sha, index) => [sha, index]))
  const placeOf = (release: Release) => place.get(release.commit) ?? 0
  const oldestFirst = [...releases].sort((one, other) => one.at - other.at || placeOf(other) - placeOf(one))
  for (const release of oldestFirst) {
    const open = [release.commit]
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (first.has(sha)) continue
      first.set(sha, release.tag)
      open.push(...(parents.get(sha) ?? []))
    }
  }
  return first
}
