import type { IssueAction } from '../../worker/domain/views.ts'

interface ActionText {
  label: string
  style: 'btn-primary' | 'btn-ghost border-line bg-base-100' | 'btn-ghost'
  /** Asked before it is done, where it throws something away or cannot be taken back. */
  confirm: { title: string; body: string; yes: string } | null
  /** The action takes words: label of the text field. */
  asks: string | null
  done: string
}

/** How the page words each action, in the order in which the buttons stand. */
export const actionTexts: Record<IssueAction, ActionText> = {
  'approve-plan': { label: 'Approve plan', style: 'btn-primary', confirm: null, asks: null, done: 'Plan approved' },
  'edit-plan': {
    label: 'Edit plan',
    style: 'btn-ghost border-line bg-base-100',
    confirm: null,
    asks: 'The plan. One line a setting, a task or a scenario; what follows "raise an issue when" is the condition of a task. A scenario ends with "off" to leave it out; below it may stand a fenced JSON object from commands to what they answer.',
    done: 'Plan changed',
  },
  approve: {
    label: 'Approve and merge',
    style: 'btn-primary',
    confirm: {
      title: 'Approve and merge?',
      body: 'The pull request is merged at the commit shown here and the registry is updated. A newer commit voids the approval.',
      yes: 'Approve and merge',
    },
    asks: null,
    done: 'Approved',
  },
  'request-changes': {
    label: 'Request changes',
    style: 'btn-ghost border-line bg-base-100',
    confirm: null,
    asks: 'What should change? The next draft is written from these words.',
    done: 'Changes requested',
  },
  retry: { label: 'Retry', style: 'btn-primary', confirm: null, asks: null, done: 'Started again' },
  resume: { label: 'Resume', style: 'btn-primary', confirm: null, asks: null, done: 'Resumed' },
  pause: { label: 'Pause', style: 'btn-ghost border-line bg-base-100', confirm: null, asks: null, done: 'Paused' },
  cancel: {
    label: 'Cancel request',
    style: 'btn-ghost',
    confirm: {
      title: 'Cancel this request?',
      body: 'Work stops, the draft pull request is closed, and the requester is told. It can be retried later.',
      yes: 'Cancel request',
    },
    asks: null,
    done: 'Cancelled',
  },
}

/** All actions in the order of their buttons. */
export const actionOrder = Object.keys(actionTexts).filter((name): name is IssueAction => name in actionTexts)
