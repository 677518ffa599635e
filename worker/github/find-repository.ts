import * as z from 'zod'
import type { RepositoryRef, Whereabouts } from '../pipeline/ports.ts'
import { isGitHubError } from './classify.ts'
import type { GitHubClient } from './client.ts'
import { lossCodes, type Tokens } from './tokens.ts'

const repositoryAnswer = z.object({ full_name: z.string(), default_branch: z.string(), private: z.boolean() })

/** Where a repository is now, whatever it is called and however it is reached since; null when the App does not reach it. */
export async function whereIs(client: GitHubClient, tokens: Tokens, repo: RepositoryRef): Promise<Whereabouts | null> {
  try {
    const { data } = await client.byId(repo, { metadata: 'read' }, repositoryAnswer)
    const [owner = '', name = ''] = data.full_name.split('/')
    const repository = { installationId: tokens.installationOf(repo), repositoryId: repo.repositoryId, owner, repo: name }
    return { repository, defaultBranch: data.default_branch, isPrivate: data.private }
  } catch (error) {
    if ([...lossCodes, 'github_not_found' as const].some((code) => isGitHubError(error, code))) return null
    throw error
  }
}
