import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type RobotModel, robotModelSchema } from '../../worker/domain/robot-model.ts'
import { readingPolicy } from '../confine/policy.ts'
import { runStep } from '../confine/run-step.ts'
import { SandboxFailure } from '../sandbox-failure.ts'

export interface ReadOptions {
  /** The virtual environment with Robot Framework. */
  venv: string
  /** Directory the files are below. */
  root: string
  home: string
  signal?: AbortSignal | undefined
}

/** More readers than this cost more in start-up than they gain. */
const maxReaders = 4

/** A reader takes 0.3 s to start and reads some 50 files a second. */
const filesPerReader = 20

/** The directory with the Python programs: beside this file in development, beside the bundle in the image. */
export const pythonPrograms = import.meta.dirname.endsWith('dist') ? join(import.meta.dirname, '..', 'robot') : import.meta.dirname

/**
 * Reads Robot files with Robot Framework. The models come in the order of `paths`; a file that stopped the reader (out of memory,
 * say) has a model that holds only this problem.
 */
export async function readRobotFiles(paths: readonly string[], options: ReadOptions): Promise<RobotModel[]> {
  const readers = Math.max(1, Math.min(availableParallelism(), maxReaders, Math.ceil(paths.length / filesPerReader)))
  const size = Math.ceil(paths.length / readers)
  const parts = Array.from({ length: readers }, (_unused, index) => paths.slice(index * size, (index + 1) * size))
  return (await Promise.all(parts.map((part) => readPart(part, options)))).flat()
}

async function readPart(paths: readonly string[], options: ReadOptions): Promise<RobotModel[]> {
  if (paths.length === 0) return []
  const { venv, root, home, signal } = options
  const result = await runStep({
    policy: readingPolicy,
    command: join(venv, 'bin', 'python'),
    args: ['-I', join(pythonPrograms, 'read_robot.py')],
    cwd: root,
    home,
    venv,
    see: [pythonPrograms, root],
    copy: [],
    stdin: `${paths.join('\n')}\n`,
    // It executes nothing of what it reads.
    allowUnconfined: true,
    signal,
  })
  if (result.killed === 'aborted') throw new SandboxFailure('timeout', 'The caller went away or the deadline passed.')
  const lines = result.stdout.toString('utf8').split('\n')
  return paths.map((_path, index) => parseModel(lines[index]))
}

function parseModel(line: string | undefined): RobotModel {
  if (line) {
    try {
      const parsed = robotModelSchema.safeParse(JSON.parse(line))
      if (parsed.success) return parsed.data
    } catch (error) {
      // A line cut short by the end of the reader.
      if (!(error instanceof SyntaxError)) throw error
    }
  }
  const problems = [{ kind: 'file' as const, line: null, message: 'Robot Framework could not finish reading the file.' }]
  return { sections: [], settings: [], variables: [], tasks: [], keywords: [], problems }
}
