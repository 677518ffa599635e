import { notFound } from './api-error.ts'
import { html, page } from './html.ts'
import { allRepos } from './repos.ts'
import type { Call, Reply } from './router.ts'
import type { World } from './world.ts'

/** The pages for people. */
export function answerSite(world: World, call: Call): Reply {
  if (call.path !== '/') throw notFound()
  const rows = allRepos(world).map(
    ({ owner, name, description }) => html`<li><a href="/${owner}/${name}">${owner}/${name}</a> <small>${description}</small></li>`,
  )
  return page('Repositories', html`<h1>Repositories</h1><ul class="rows">${rows}</ul>`)
}
