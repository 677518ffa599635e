import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { projectRoot } from '../stack/paths.ts'

/** Root needs --no-sandbox; the pages under test are our own. */
const flags = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none']

/** Unpacks the Chromium that an npm package carries, with the system libraries that a bare machine lacks. */
async function unpack(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  const before = {
    TMPDIR: process.env.TMPDIR,
    AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV,
    LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
  }
  // The package unpacks into the temporary folder, and its libraries only where it believes to be in a function of a cloud.
  Object.assign(process.env, { TMPDIR: unfinished, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  if (existsSync(folder)) rmSync(unfinished, { recursive: true })
  else renameSync(unfinished, folder)
}

/** Names the fonts that came along, and those alone, so that pages are as wide everywhere: the package's own settings look for them elsewhere, and Chromium ends at a text for which there is no font. */
function fontSettings(folder: string): string {
  const path = join(folder, 'fonts.conf')
  const [fonts, cache] = [join(folder, 'fonts'), join(folder, 'font-cache')]
  writeFileSync(path, `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`)
  return path
}

export interface BrowserFiles {
  executablePath: string
  flags: string[]
  env: Record<string, string>
}

/** Where the browser is and what it needs to start; `CHROMIUM_PATH` names an installed one to use instead of the packed one. */
export async function browserFiles(): Promise<BrowserFiles> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  const own = process.env.CHROMIUM_PATH
  if (own !== undefined) return { executablePath: own, flags, env }
  const folder = join(projectRoot, '.local/browser')
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder)
  const executablePath = join(folder, 'chromium')
  const libraries = spawnSync('ldd', [executablePath], { encoding: 'utf8' }).stdout
  env.FONTCONFIG_FILE = fontSettings(folder)
  if (libraries.includes('not found')) env.LD_LIBRARY_PATH = join(folder, 'al2023/lib')
  return { executablePath, flags, env }
}

/** Starts a headless Chromium. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, flags: args, env } = await browserFiles()
  return chromium.launch({ executablePath, args, env })
}
