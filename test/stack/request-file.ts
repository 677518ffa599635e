import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { StackError } from './stack-error.ts'

/** The association that GitHub shows beside an author, and the person of the forge who has it. */
const people = { OWNER: 'olga', MEMBER: 'mina', COLLABORATOR: 'cole', CONTRIBUTOR: 'conni', NONE: 'nils' } as const

const frontMatterSchema = z.object({
  title: z.string().min(1),
  labels: z.array(z.string()).default([]),
  author_association: z.enum(['OWNER', 'MEMBER', 'COLLABORATOR', 'CONTRIBUTOR', 'NONE']).default('MEMBER'),
  /** `owner/name` of the repository that gets the issue. */
  repository: z
    .string()
    .regex(/^[^/]+\/[^/]+$/)
    .optional(),
  expect: z.object({ platform: z.string().optional() }).optional(),
})

export interface RequestFile {
  title: string
  body: string
  labels: string[]
  login: string
  owner: string
  repo: string
}

const owner = 'meridian-ops'
const cloudPlatforms = ['aws', 'azure', 'gcp']

function repositoryFor(platform: string | undefined): string {
  return platform !== undefined && cloudPlatforms.includes(platform) ? 'cloud-care-codecollection' : 'cluster-care-codecollection'
}

/**
 * Reads an issue from a Markdown file: YAML front matter (title, labels, author_association, optionally repository), then the body
 * as GitHub would deliver it. Throws `StackError` when the file is not of that form.
 */
export function parseRequest(text: string): RequestFile {
  const match = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text)
  if (!match) throw new StackError('A request file begins with front matter between two lines of three dashes.')
  const front = frontMatterSchema.safeParse(parse(match[1] ?? ''))
  if (!front.success) throw new StackError(`The front matter of the request is not right: ${z.prettifyError(front.error)}`)
  const { title, labels, author_association: association, repository, expect } = front.data
  const [named = owner, repo = repositoryFor(expect?.platform)] = repository?.split('/') ?? []
  return { title, labels, body: match[2] ?? '', login: people[association], owner: named, repo }
}

/** `parseRequest` of a file. */
export function readRequest(path: string): RequestFile {
  try {
    return parseRequest(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof StackError) throw error
    throw new StackError(`The request file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
