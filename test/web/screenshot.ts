import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram, withOwnStack } from '../bench/own-stack.ts'
import { projectRoot } from '../stack/paths.ts'
import { readRequest } from '../stack/request-file.ts'
import { launchBrowser } from './browser.ts'

/** Takes the README's picture: a request in review, as a signed-in reviewer sees it on the real product. */
async function main(): Promise<number> {
  const folder = join(projectRoot, 'docs/images')
  const request = readRequest(join(projectRoot, 'test/fixtures/requests/pvc-headroom.md'))
  mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  try {
    await withOwnStack({}, async ({ stack, forge }) => {
      const page = await browser.newPage({ baseURL: stack.urls.worker, viewport: { width: 1280, height: 900 } })
      const { number } = await forge.openIssue(request)
      const path = `/issues/${request.owner}/${request.repo}/${number}`
      while ((await page.goto(path))?.status() !== 200) await page.waitForTimeout(200)
      await page
        .getByRole('banner')
        .getByRole('link', { name: /Sign in/ })
        .click()
      await page.getByRole('button', { name: /^rex\b/ }).click()
      await page.locator('[data-state="in_review"]').waitFor({ timeout: 90_000 })
      await page.locator('[data-action="approve"]').waitFor()
      await page.screenshot({ path: join(folder, 'request.png') })
    })
  } finally {
    await browser.close()
  }
  process.stdout.write('docs/images/request.png\n')
  return 0
}

runProgram(main)
