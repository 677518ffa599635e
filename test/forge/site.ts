import { notFound } from './api-error.ts'
import { type Html, html, page } from './html.ts'
import { addComment, findIssue, openIssue } from './issue-actions.ts'
import { memberOf, people } from './members.ts'
import { labelsOf } from './present-issue.ts'
import { presentPullFiles } from './present-pull.ts'
import { pullOf } from './pull-actions.ts'
import { allRepos, findRepo } from './repos.ts'
import { type Call, match, type Reply } from './router.ts'
import { commentRow, type Issue, issueRow, type Repo, reviewRow } from './tables.ts'
import { iso, type World } from './world.ts'

function repositories(world: World): Reply {
  const rows = allRepos(world).map(
    ({ owner, name, description }) => html`<li><a href="/${owner}/${name}">${owner}/${name}</a> <small>${description}</small></li>`,
  )
  return page('Repositories', html`<h1>Repositories</h1><ul class="rows">${rows}</ul>`)
}

function address(repo: Repo, rest = ''): string {
  return `/${repo.owner}/${repo.name}${rest}`
}

function badge(world: World, issue: Issue): Html {
  const pull = issue.is_pull ? pullOf(world, issue) : null
  const merged = pull !== null && pull.merged_at !== null
  const text = merged ? 'merged' : pull?.draft === true && issue.state === 'open' ? 'draft' : issue.state
  return html`<span class="badge ${merged ? 'merged' : text}">${text}</span>`
}

function personField(world: World, repo: Repo): Html {
  const options = people(world).map(
    ({ login }) => html`<option value="${login}">${login} (${memberOf(world, repo, login).association})</option>`,
  )
  return html`<label>As<select name="login">${options}</select></label>`
}

function list(world: World, repo: Repo, pulls: boolean): Reply {
  const found = world.store.all(
    issueRow,
    'SELECT * FROM issues WHERE repo_id = ? AND is_pull = ? ORDER BY number DESC',
    repo.id,
    pulls ? 1 : 0,
  )
  const rows = found.map(
    (issue) =>
      html`<li>${badge(world, issue)} <a href="${address(repo, `/${pulls ? 'pull' : 'issues'}/${issue.number}`)}">${issue.title}</a> <small>#${issue.number} by ${issue.login}</small> ${labels(world, issue)}</li>`,
  )
  const form = html`<form method="post" action="${address(repo, '/issues')}"><h2>Open an issue</h2>${personField(world, repo)}
    <label>Title<input name="title" required maxlength="256"></label><label>Text<textarea name="body"></textarea></label>
    <label>Labels, separated by commas<input name="labels"></label><button>Open issue</button></form>`
  const empty = html`<p class="quiet">None yet.</p>`
  const body = html`<h1>${repo.owner}/${repo.name}</h1><p>${repo.description}</p>
    <p><a href="${address(repo)}">Issues</a> · <a href="${address(repo, '/pulls')}">Pull requests</a> · <small>git clone ${world.url}${address(repo)}.git</small></p>
    ${rows.length === 0 ? empty : html`<ul class="rows">${rows}</ul>`}${pulls ? null : form}`
  return page(`${repo.owner}/${repo.name}`, body)
}

function labels(world: World, issue: Issue): Html[] {
  return labelsOf(world, issue.id).map(({ name }) => html`<span class="badge">${name}</span> `)
}

function said(login: string, at: number, what: string, body: string | null): Html {
  return html`<article><h2>${login} <small>${what} ${iso(at)}</small></h2><pre>${body ?? ''}</pre></article>`
}

function one(world: World, repo: Repo, issue: Issue): Reply {
  const comments = world.store.all(commentRow, 'SELECT * FROM comments WHERE issue_id = ? ORDER BY id', issue.id)
  const reviews = world.store.all(reviewRow, 'SELECT * FROM reviews WHERE issue_id = ? ORDER BY id', issue.id)
  const spoken = [
    ...comments.map(({ login, created_at, body }) => ({ at: created_at, shown: said(login, created_at, 'commented', body) })),
    ...reviews.map(({ login, submitted_at, state, body }) => ({ at: submitted_at, shown: said(login, submitted_at, state, body) })),
  ].sort((first, second) => first.at - second.at)
  const form = html`<form method="post" action="${address(repo, `/issues/${issue.number}/comments`)}"><h2>Comment</h2>${personField(world, repo)}
    <label>Text<textarea name="body" required></textarea></label><button>Comment</button></form>`
  const body = html`<p><a href="${address(repo)}">${repo.owner}/${repo.name}</a></p><h1>${issue.title} <span class="quiet">#${issue.number}</span></h1>
    <p>${badge(world, issue)} ${labels(world, issue)}</p>${said(issue.login, issue.created_at, 'opened this', issue.body)}
    ${issue.is_pull ? changes(world, repo, issue) : null}${spoken.map(({ shown }) => shown)}${form}`
  return page(`${issue.title} #${issue.number}`, body)
}

function changes(world: World, repo: Repo, issue: Issue): Html {
  const pull = pullOf(world, issue)
  const files = presentPullFiles(world, repo, pull).map(
    (file) =>
      html`<details><summary>${String(file.filename)} <small>${String(file.status)}, +${String(file.additions)} −${String(file.deletions)}</small></summary><pre>${String(file.patch ?? '')}</pre></details>`,
  )
  return html`<p><code>${pull.head_ref}</code> into <code>${pull.base_ref}</code>, head <code>${pull.head_sha}</code></p><h2>Files</h2>${files}`
}

function opened(world: World, call: Call, repo: Repo): Reply {
  const form = new URLSearchParams(call.body.toString())
  const title = (form.get('title') ?? '').trim()
  if (title === '') throw notFound()
  const names = (form.get('labels') ?? '').split(',').map((name) => name.trim())
  const issue = openIssue(world, repo, {
    title,
    body: form.get('body'),
    labels: names.filter((name) => name !== ''),
    login: person(world, form),
  })
  return { status: 303, headers: { location: address(repo, `/issues/${issue.number}`) } }
}

function commented(world: World, call: Call, repo: Repo, issue: Issue): Reply {
  const form = new URLSearchParams(call.body.toString())
  const body = form.get('body') ?? ''
  if (body.trim() === '') throw notFound()
  addComment(world, repo, issue, { body, login: person(world, form) })
  return { status: 303, headers: { location: address(repo, `/${issue.is_pull ? 'pull' : 'issues'}/${issue.number}`) } }
}

function person(world: World, form: URLSearchParams): string {
  const found = people(world).find(({ login }) => login === form.get('login'))
  if (found === undefined) throw notFound()
  return found.login
}

function answer(world: World, call: Call): Reply | null {
  if (call.method === 'GET' && call.path === '/') return repositories(world)
  const names = match('/:owner/:repo', call.path.split('/').slice(0, 3).join('/'))
  const repo = names === null ? null : findRepo(world, names.owner ?? '', names.repo ?? '')
  if (repo === null) return null
  const rest = `/${call.path.split('/').slice(3).join('/')}`
  if (call.method === 'POST' && rest === '/issues') return opened(world, call, repo)
  const comment = call.method === 'POST' ? match('/issues/:number/comments', rest) : null
  if (comment !== null) {
    const issue = findIssue(world, repo, Number(comment.number))
    return issue === null ? null : commented(world, call, repo, issue)
  }
  if (call.method !== 'GET') return null
  if (rest === '/' || rest === '/issues') return list(world, repo, false)
  if (rest === '/pulls') return list(world, repo, true)
  const shown = match('/issues/:number', rest) ?? match('/pull/:number', rest)
  const issue = shown === null ? null : findIssue(world, repo, Number(shown.number))
  return issue === null ? null : one(world, repo, issue)
}

/** The pages for people: repositories, issues, pull requests, and forms to speak as any of the people. Everything shown is escaped. */
export function answerSite(world: World, call: Call): Reply {
  const reply = answer(world, call)
  if (reply !== null) return reply
  return { ...page('Not found', html`<h1>Not found</h1><p><a href="/">All repositories</a></p>`), status: 404 }
}
