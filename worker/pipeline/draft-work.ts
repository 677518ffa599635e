import type { DraftFile } from '../domain/sandbox-protocol.ts'
import { sanitise } from '../domain/sanitise.ts'
import { withAcceptance, withoutAcceptance } from './acceptance.ts'
import type { JobInput } from './job-messages.ts'
import { keepCommits } from './keep-commits.ts'
import type { GenerationInput, GenerationOutput, GitHubPort, RegistryPort, RepositoryRef } from './ports.ts'

type DraftJob = Extract<JobInput, { kind: 'generate' }>

/** What a draft is made of beside what the issue holds. */
export interface DraftPorts {
  github: Pick<GitHubPort, 'readText' | 'readFiles'>
  registry: Pick<RegistryPort, 'closest'>
  /** Address a repository is cloned from. */
  cloneUrl(repository: RepositoryRef): string
}

interface Base {
  name: string
  sha: string
}

/** The collection as a provider is told of it. */
export function collectionOf(
  repository: RepositoryRef,
  defaultBranch: string,
  { cloneUrl }: Pick<DraftPorts, 'cloneUrl'>,
): GenerationInput['collection'] {
  return { owner: repository.owner, repo: repository.repo, defaultBranch, url: cloneUrl(repository) }
}

/** The input of a provider: what the issue holds, with closest bundles, house rules and what stands on the branch, which is given back besides. */
export async function draftInput(
  input: DraftJob,
  base: Base,
  ports: DraftPorts,
  say: (text: string) => Promise<void>,
): Promise<{ given: GenerationInput; branch: DraftFile[] | null }> {
  const { repository, generation } = input
  const closest = await ports.registry.closest(input.coverage)
  const houseRules = await houseRulesOf(repository, base.sha, ports)
  const branch = await branchFiles(input, ports, say)
  const previous = withoutAcceptance(generation.attempt === 1 && branch !== null ? branch : generation.previous, generation.plan)
  const collection = collectionOf(repository, base.name, ports)
  return { given: { ...generation, repository, collection, previous, closest, houseRules }, branch }
}

/** Where collections say how their CodeBundles are written, for people and for agents. */
const ruleFiles = ['.cursorrules', 'AGENTS.md']

/** Whoever may write to the collection wrote them; they are data all the same, cleaned like a request. */
async function houseRulesOf(
  repository: RepositoryRef,
  commitSha: string,
  { github }: DraftPorts,
): Promise<{ path: string; text: string }[]> {
  const texts = await Promise.all(ruleFiles.map((path) => github.readText(repository, commitSha, path)))
  return ruleFiles.flatMap((path, index) => (texts[index] ? [{ path, text: sanitise(texts[index]).text }] : []))
}

/** The bundle as it stands on the branch; null in the first round. */
export async function branchFiles(
  { published, repository, generation }: DraftJob,
  ports: Pick<DraftPorts, 'github'>,
  say: (text: string) => Promise<void>,
): Promise<DraftFile[] | null> {
  if (published === null || published.humanHead === null) return published?.files ?? null
  await say(`Reading what was pushed as ${published.humanHead.slice(0, 12)}, to build upon it.`)
  const files = await ports.github.readFiles(repository, published.humanHead, `codebundles/${generation.plan.slug}`)
  if (files.length > 0) return files
  // Somebody put the branch back to where it had no CodeBundle: there is nothing to build upon.
  await say('Nothing of the CodeBundle is on the branch any more; it is written whole.')
  return null
}

/** The draft with the scenarios of the plan, joined to the commits of people where there is a branch. */
export function draftOf(
  output: GenerationOutput,
  { published, generation: { plan } }: DraftJob,
  branch: DraftFile[] | null,
): GenerationOutput {
  const written = withAcceptance(output.files, plan)
  if (branch === null) return { ...output, files: written }
  const { files, changed, notes } = keepCommits(published?.written ?? [], branch, written)
  return { ...output, files: withAcceptance(files, plan), changed, written, notes: [...output.notes, ...notes] }
}
