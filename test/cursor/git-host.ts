import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { gitEnvironment } from '../forge/git.ts'
import type { Host } from './branches.ts'

/** Repositories of a git server, which agents clone and push to with the token of `login`. `forge` is asked at each use: a test's stack starts late. */
export function createGitHost(forge: () => { url: string; login: string; token: string }): Host {
  const withToken = (url: string): string => {
    const { login, token } = forge()
    const address = new URL(`${url}.git`)
    address.username = login
    address.password = token
    return address.href
  }
  return {
    address: /^http:\/\/127\.0\.0\.1:\d+\/[\w.-]+\/[\w.-]+$/,
    names(url) {
      if (!url.startsWith(`${forge().url}/`)) return null
      const listed = run(['ls-remote', '--heads', withToken(url)])
      return listed === null ? null : [...listed.matchAll(/refs\/heads\/(\S+)/g)].map(([, name = '']) => name)
    },
    push(url, branch, files) {
      const directory = mkdtempSync(join(tmpdir(), 'cursor-agent-'))
      try {
        must(['clone', '--quiet', '--depth', '1', withToken(url), directory])
        for (const file of files) lay(directory, file)
        const agent = ['-C', directory, '-c', 'user.name=Cursor Agent', '-c', 'user.email=agent@example.net']
        must([...agent, 'checkout', '--quiet', '-b', branch])
        must([...agent, 'add', '--all', '--force'])
        must([...agent, 'commit', '--quiet', '--message', 'Write what was asked for'])
        must([...agent, 'push', '--quiet', '--force', 'origin', branch])
      } finally {
        rmSync(directory, { recursive: true, force: true })
      }
    },
  }
}

function lay(directory: string, { path, mode, content }: DraftFile): void {
  const place = join(directory, path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, content, { mode: mode === '100755' ? 0o755 : 0o644 })
}

/** Standard output of git; null when it fails. */
function run(args: readonly string[]): string | null {
  const ended = spawnSync('git', args, { env: gitEnvironment(), encoding: 'utf8', timeout: 20_000 })
  return ended.status === 0 ? ended.stdout : null
}

function must(args: readonly string[]): void {
  if (run(args) === null) throw new Error(`git ${args.find((arg) => /^[a-z]+$/.test(arg)) ?? ''} failed`)
}
