import type { ComponentChildren } from 'preact'
import type { AdminView } from '../../worker/domain/admin-view.ts'
import { type ApprovalMode, approvalModes } from '../../worker/domain/approval-policy.ts'
import { dollarsField } from '../../worker/domain/limit-form.ts'
import { modeTexts, policyFields } from '../../worker/domain/policy-form.ts'

type Policy = AdminView['policies'][number]

function Mode({ mode }: { mode: ApprovalMode }) {
  return (
    <label class="text-sm">
      <span class="text-muted">Generated without a person</span>
      <select name={policyFields.mode} class="select select-sm mt-1 w-full">
        {approvalModes.map((one) => (
          <option key={one} value={one} selected={one === mode}>
            {modeTexts[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

function Line({ lineMicros }: { lineMicros: number }) {
  return (
    <label class="text-sm">
      <span class="text-muted">Line in US dollars</span>
      <input
        name={policyFields.dollars}
        value={dollarsField(lineMicros)}
        required
        inputMode="decimal"
        maxLength={16}
        class="input input-sm mt-1 w-full"
      />
    </label>
  )
}

const columns = 'grid items-end gap-x-4 gap-y-2 md:grid-cols-[minmax(0,1fr)_16rem_9rem_auto]'

function PolicyRow({ policy }: { policy: Policy }) {
  const isOfAll = policy.repository === ''
  return (
    <div class="py-3">
      <form method="post" action="/admin/policies" class={columns}>
        <p class="text-sm font-semibold wrap-anywhere md:pb-1.5">{isOfAll ? 'All repositories' : policy.repository}</p>
        <input type="hidden" name={policyFields.repository} value={policy.repository} />
        <Mode mode={policy.mode} />
        <Line lineMicros={policy.lineMicros} />
        <button
          type="submit"
          class="btn btn-sm btn-primary justify-self-start"
          aria-label={`Save the policy of ${isOfAll ? 'all repositories' : policy.repository}`}
        >
          Save
        </button>
      </form>
      {!isOfAll && (
        <form method="post" action="/admin/policies/remove" class="mt-2">
          <input type="hidden" name={policyFields.repository} value={policy.repository} />
          <button type="submit" class="btn btn-xs" aria-label={`Remove the policy of ${policy.repository}`}>
            Remove
          </button>
        </form>
      )}
    </div>
  )
}

function NewPolicy({ policy }: { policy: Policy }) {
  return (
    <form method="post" action="/admin/policies" class={`${columns} py-3`}>
      <label class="text-sm">
        <span class="text-muted">Another repository</span>
        <input name={policyFields.repository} required placeholder="owner/repository" maxLength={140} class="input input-sm mt-1 w-full" />
      </label>
      <Mode mode={policy.mode} />
      <Line lineMicros={policy.lineMicros} />
      <button type="submit" class="btn btn-sm justify-self-start">
        Add
      </button>
    </form>
  )
}

/** Which plans are generated without a person approving them. */
export function AdminPolicies({ policies, notice }: { policies: AdminView['policies']; notice: ComponentChildren }) {
  const [ofAll] = policies
  return (
    <section id="policies" aria-labelledby="policies-title" class="mt-12">
      <h2 id="policies-title" class="section-title">
        Approval of plans
      </h2>
      {notice}
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        The upper end of a plan’s forecast is held against the line. What is above it waits for a reviewer, as does every request of
        somebody who may not write to the repository. A line of 0 lets through only what costs nothing.
      </p>
      <div class="divide-line mt-2 divide-y">
        {policies.map((policy) => (
          <PolicyRow key={policy.repository} policy={policy} />
        ))}
        {ofAll && <NewPolicy policy={ofAll} />}
      </div>
    </section>
  )
}
