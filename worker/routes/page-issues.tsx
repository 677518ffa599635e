import { IssuePage } from '../../web/pages/issue.tsx'
import { IssuesPage } from '../../web/pages/issues.tsx'
import { notFoundPage, type PageContext, type PageDeps, respond } from './page-shell.tsx'

export async function issues(c: PageContext, deps: PageDeps): Promise<Response> {
  const [rows, viewer] = await Promise.all([deps.data.issues(), deps.data.viewer(c.req.raw)])
  const body = <IssuesPage issues={rows} now={deps.now()} />
  return respond(c, deps, { title: 'Requests', section: 'issues', islands: ['feed-room'], viewer, body })
}

export async function issue(c: PageContext, deps: PageDeps, owner: string, repo: string, number: string): Promise<Response> {
  if (!/^[1-9]\d{0,9}$/.test(number)) return notFoundPage(c, deps)
  const [view, viewer] = await Promise.all([deps.data.issue(owner, repo, Number(number)), deps.data.viewer(c.req.raw)])
  if (view === null) return notFoundPage(c, deps)
  const body = <IssuePage view={view} viewer={viewer} now={deps.now()} />
  const title = `${view.summary.title} · ${owner}/${repo}#${number}`
  return respond(c, deps, { title, section: 'issues', islands: ['issue-room'], viewer, body })
}
