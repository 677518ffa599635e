import type { DeliveryEvent, EventIssue } from '../../worker/domain/delivery-event.ts'

const repository = {
  id: 77,
  owner: 'meridian-ops',
  repo: 'cluster-care-codecollection',
  defaultBranch: 'main',
  private: false,
  url: 'http://forge.test/meridian-ops/cluster-care-codecollection',
  cloneUrl: 'http://forge.test/meridian-ops/cluster-care-codecollection.git',
  description: '',
  updatedAt: 0,
}
const sender = { login: 'mina', id: 3, type: 'User' }

function issue(at: number, state: 'open' | 'closed', body: string): EventIssue {
  return {
    number: 9,
    title: '[new-codebundle-request] - Kubernetes PVC usage',
    body,
    state,
    labels: ['codebundle:generate'],
    author: sender,
    association: 'MEMBER',
    isPullRequest: false,
    url: `${repository.url}/issues/9`,
    createdAt: at,
    updatedAt: at,
  }
}

const body = `### What cloud platform(s) should this support?

Kubernetes

### What are the key tasks? When should an issue be raised?

1. List PersistentVolumeClaims in the namespace with their used percentage; raise an issue at 85 % or more.
2. Find PersistentVolumeClaims that are not Bound.
`

type IssuesAction = Extract<DeliveryEvent, { event: 'issues' }>['action']

function issues(action: IssuesAction, at: number, text = body): DeliveryEvent {
  const label = action === 'labeled' ? 'codebundle:generate' : null
  return {
    event: 'issues',
    action,
    installationId: 5001,
    repository,
    sender,
    issue: issue(at, action === 'closed' ? 'closed' : 'open', text),
    label,
  }
}

/** What GitHub may send about one issue, in the order in which it happened. */
export function deliveriesAt(start: number): {
  opened: DeliveryEvent
  labeled: DeliveryEvent
  edited: DeliveryEvent
  closed: DeliveryEvent
} {
  return {
    opened: issues('opened', start),
    labeled: issues('labeled', start),
    edited: issues('edited', start + 2000, `${body}3. Find claims that no pod mounts.\n`),
    closed: issues('closed', start + 4000),
  }
}

/** What else people do to an issue: a delivery of the moment `at`. */
export function issueDelivery(
  action: 'closed' | 'reopened' | 'locked' | 'unlocked' | 'unlabeled' | 'labeled' | 'deleted',
  at: number,
): DeliveryEvent {
  const event = issues(action, at)
  if (event.event !== 'issues') throw new Error('an issue event')
  return action === 'unlabeled' ? { ...event, label: 'codebundle:generate', issue: { ...event.issue, labels: [] } } : event
}

/** A person pushed to the branch of the pull request, closed it, or opened it again. */
export function pullDelivery(action: 'synchronize' | 'closed' | 'reopened', headSha: string, at: number): DeliveryEvent {
  const event = mergedDelivery(headSha, '', at)
  if (event.event !== 'pull_request') throw new Error('a pull request event')
  const state = action === 'closed' ? 'closed' : 'open'
  return { ...event, action, sender, pull: { ...event.pull, state, merged: false, mergeCommitSha: null } }
}

/** GitHub tells of the merge that the App itself made. */
export function mergedDelivery(headSha: string, mergeCommitSha: string, at: number): DeliveryEvent {
  return {
    event: 'pull_request',
    action: 'closed',
    installationId: 5001,
    repository,
    sender: { login: 'registry[bot]', id: 9, type: 'Bot' },
    pull: {
      number: 100,
      state: 'closed',
      draft: false,
      merged: true,
      mergeCommitSha,
      headSha,
      headRef: 'codecollection-registry/issue-9',
      headRepositoryId: 77,
      baseRef: 'main',
      title: 'Add CodeBundle',
      author: { login: 'registry[bot]', id: 9, type: 'Bot' },
      url: `${repository.url}/pull/100`,
      updatedAt: at,
    },
  }
}
