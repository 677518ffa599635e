import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { git, gitDirectory, gitMaybe } from './git.ts'
import { withIndex, writeCommit } from './git-objects.ts'
import { setRef } from './git-refs.ts'
import { emit } from './hooks.ts'
import { accountOf } from './members.ts'
import { remember } from './pushes.ts'
import { allRepos, findRepo } from './repos.ts'
import { presentInstallation, repositorySummary } from './rest-apps.ts'
import type { Store } from './store.ts'
import { metaRow, type Repo } from './tables.ts'
import { botLogin, type Credentials, type World } from './world.ts'

const organization = 'meridian-ops'

const seededAt = Date.UTC(2026, 0, 5, 9)

interface Person {
  login: string
  name: string
  permission: string
  association: string
}

const persons: readonly Person[] = [
  { login: 'ada', name: 'Ada Admin', permission: 'admin', association: 'MEMBER' },
  { login: 'rex', name: 'Rex Reviewer', permission: 'write', association: 'MEMBER' },
  { login: 'cora', name: 'Cora Contributor', permission: 'none', association: 'NONE' },
  { login: 'olga', name: 'Olga Owner', permission: 'admin', association: 'OWNER' },
  { login: 'mina', name: 'Mina Member', permission: 'write', association: 'MEMBER' },
  { login: 'cole', name: 'Cole Collaborator', permission: 'write', association: 'COLLABORATOR' },
  { login: 'conni', name: 'Conni Contributor', permission: 'read', association: 'CONTRIBUTOR' },
  { login: 'nils', name: 'Nils Newcomer', permission: 'none', association: 'NONE' },
]

const sampleRepos = [
  { id: 81001, name: 'cluster-care-codecollection', description: 'Kubernetes and HTTP checks' },
  { id: 81002, name: 'cloud-care-codecollection', description: 'AWS, Azure and GCP checks' },
] as const

const credentialsSchema = z.object({
  appId: z.number(),
  slug: z.string(),
  privateKey: z.string(),
  webhookSecret: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  installationId: z.number(),
})

/** The registered App: made once, then kept. */
export function loadCredentials(store: Store): Credentials {
  const known = store.one(metaRow, "SELECT value FROM meta WHERE name = 'credentials'")
  if (known !== null) return credentialsSchema.parse(JSON.parse(known.value))
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const made: Credentials = {
    appId: 4001,
    slug: 'codecollection-registry',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    webhookSecret: randomBytes(24).toString('hex'),
    clientId: 'Iv23liForgeRegistry1',
    clientSecret: randomBytes(20).toString('hex'),
    installationId: 5001,
  }
  store.run("INSERT INTO meta (name, value) VALUES ('credentials', ?)", JSON.stringify(made))
  return made
}

/**
 * Makes the organisation, its people and its repositories where they are missing. `samplesDir` holds one folder of plain
 * files per repository; a folder that is missing is replaced by a tiny collection. The first call sends `installation.created`.
 */
export function seed(world: World, samplesDir: string): void {
  if (allRepos(world).length > 0) return
  const account = 'INSERT INTO accounts (id, login, type, name) VALUES (?, ?, ?, ?)'
  world.store.run(account, 3001, organization, 'Organization', 'Meridian Operations')
  world.store.run(account, 3002, botLogin(world), 'Bot', botLogin(world))
  for (const [index, { login, name }] of persons.entries()) world.store.run(account, 3101 + index, login, 'User', name)
  for (const sample of sampleRepos) {
    const repo = addRepo(world, { ...sample, defaultBranch: 'main' })
    const folder = join(samplesDir, sample.name)
    commitFolder(world, repo, existsSync(folder) && readdirSync(folder).length > 0 ? folder : tinyCollection(world))
    remember(world, repo)
  }
  const repositories = allRepos(world).map((repo) => repositorySummary(repo))
  emit(world, {
    event: 'installation',
    action: 'created',
    repo: null,
    sender: 'ada',
    payload: { installation: presentInstallation(world), repositories, requester: null },
  })
}

function addRepo(world: World, given: { id: number; name: string; description: string; defaultBranch: string }): Repo {
  world.store.run(
    'INSERT INTO repos (id, owner, name, description, default_branch, created_at, pushed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[given.id, organization, given.name, given.description, given.defaultBranch, seededAt, seededAt],
  )
  for (const { login, permission, association } of persons) {
    world.store.run(
      'INSERT INTO members (repo_id, login, permission, association) VALUES (?, ?, ?, ?)',
      given.id,
      login,
      permission,
      association,
    )
  }
  const repo = findRepo(world, organization, given.name)
  if (repo === null) throw new Error(`the repository ${given.name} was not stored`)
  prepareDirectory(world, repo)
  return repo
}

const settings = {
  'http.receivepack': 'true',
  // GitHub serves any commit it has, and partial clones.
  'uploadpack.allowAnySHA1InWant': 'true',
  'uploadpack.allowFilter': 'true',
  'receive.hideRefs': 'refs/pull',
  'gc.auto': '0',
  'receive.autogc': 'false',
}

function prepareDirectory(world: World, repo: Repo): void {
  const directory = gitDirectory(world, repo)
  mkdirSync(directory, { recursive: true })
  git(directory, ['init', '--bare', '--quiet'])
  git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${repo.default_branch}`])
  for (const [name, value] of Object.entries(settings)) git(directory, ['config', name, value])
}

/** Commits a folder as it is, modes included, with a fixed author and time. */
function commitFolder(world: World, repo: Repo, folder: string): void {
  const directory = gitDirectory(world, repo)
  const tree = withIndex((environment) => {
    git(directory, ['--work-tree', folder, '-c', 'core.autocrlf=false', '-c', 'core.fileMode=true', 'add', '--all', '--force', '.'], {
      environment,
      cwd: folder,
    })
    return git(directory, ['write-tree'], { environment })
  })
  const ada = accountOf(world, 'ada')
  const author = { name: ada.name, email: `${ada.id}+${ada.login}@users.noreply.github.com`, date: new Date(seededAt).toISOString() }
  setRef(
    directory,
    `refs/heads/${repo.default_branch}`,
    writeCommit(directory, { tree, parents: [], author, committer: author, message: 'Publish the collection' }),
  )
}

const tinyRunbook = `*** Settings ***
Documentation       Says that everything is well.
Metadata            Author    ada
Metadata            Display Name    Hello
Metadata            Supports    Kubernetes
Library             BuiltIn

*** Tasks ***
Say Hello
    [Documentation]    Writes one line.
    [Tags]    access:read-only
    Log    hello
`

/** A collection of one bundle, for where the samples are absent. */
function tinyCollection(world: World): string {
  const folder = join(world.dataDir, 'tiny-collection')
  const bundle = join(folder, 'codebundles', 'hello-world')
  mkdirSync(bundle, { recursive: true })
  writeFileSync(join(folder, 'README.md'), '# A tiny collection\n')
  writeFileSync(join(bundle, 'runbook.robot'), tinyRunbook)
  writeFileSync(join(bundle, 'check.sh'), '#!/bin/sh\necho well\n', { mode: 0o755 })
  return folder
}

/** Imports a clone of a collection as a further repository with the App installed. Known names are left alone. */
export function importCollection(world: World, name: string, path: string): void {
  if (findRepo(world, organization, name) !== null) return
  const source = gitMaybe(path, ['rev-parse', '--git-dir']) === null ? join(path, '.git') : path
  const branch = gitMaybe(source, ['symbolic-ref', '--short', 'HEAD']) ?? 'main'
  const id = Math.max(81_100, ...allRepos(world).map((repo) => repo.id)) + 1
  const repo = addRepo(world, { id, name, description: `Imported from ${basename(path)}`, defaultBranch: branch })
  git(gitDirectory(world, repo), ['fetch', '--quiet', '--no-tags', source, '+refs/heads/*:refs/heads/*'])
  remember(world, repo)
  emit(world, {
    event: 'installation_repositories',
    action: 'added',
    repo: null,
    sender: 'ada',
    payload: {
      installation: presentInstallation(world),
      repository_selection: 'all',
      repositories_added: [repositorySummary(repo)],
      repositories_removed: [],
      requester: null,
    },
  })
}
