import type { z } from 'zod'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { isGitHubError } from './classify.ts'
import type { Permissions, Tokens } from './tokens.ts'
import { type Call, graphqlPath, type Reply, type Transport } from './transport.ts'

export interface RepositoryCall extends Call {
  /** The least this call needs. */
  needs: Permissions
}

/** Calls for one repository, each with a token that can do no more than the call needs. */
export interface GitHubClient {
  /** `path` is below `/repos/<owner>/<repo>`. */
  inRepository<T>(repo: RepositoryRef, call: RepositoryCall, schema: z.ZodType<T>): Promise<Reply<T>>
  /** The repository by its id, which stays when its name goes to another: the address that GitHub itself leads former names to. */
  byId<T>(repo: RepositoryRef, needs: Permissions, schema: z.ZodType<T>): Promise<Reply<T>>
  /** A GraphQL request; `body` is its query and variables. */
  graphql<T>(repo: RepositoryRef, call: { needs: Permissions; body: unknown }, schema: z.ZodType<T>): Promise<Reply<T>>
  /** As the App itself. */
  asApp<T>(call: Call, schema: z.ZodType<T>): Promise<Reply<T>>
}

/** A refused token is replaced once: GitHub's copies learn of a new or revoked token with a delay, what a token may reach can change, and a refusal does no work. */
export function createClient(transport: Transport, tokens: Tokens): GitHubClient {
  async function forRepository<T>(repo: RepositoryRef, call: RepositoryCall, schema: z.ZodType<T>): Promise<Reply<T>> {
    const token = await tokens.installation(repo, call.needs)
    try {
      return await transport.send(token, call, schema)
    } catch (error) {
      if (!isGitHubError(error, 'github_unauthorised') && !isGitHubError(error, 'github_forbidden')) throw error
      tokens.forget(token)
      return transport.send(await tokens.installation(repo, call.needs), call, schema)
    }
  }

  return {
    byId: (repo, needs, schema) => forRepository(repo, { method: 'GET', path: `/repositories/${repo.repositoryId}`, needs }, schema),
    graphql: (repo, call, schema) => forRepository(repo, { ...call, method: 'POST', path: graphqlPath }, schema),
    inRepository: (repo, call, schema) =>
      forRepository(
        repo,
        { ...call, path: `/repos/${encodeURIComponent(repo.owner)}/${encodeURIComponent(repo.repo)}${call.path}` },
        schema,
      ),
    asApp: async (call, schema) => transport.send(await tokens.app(), call, schema),
  }
}
