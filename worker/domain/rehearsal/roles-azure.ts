/** Built-in roles of Azure that allow what a command of az reads. Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles, read 2026-11. */

/** Commands that read more than the control plane shows, longest first, with the role that allows no more. */
const special: readonly [string, string | null][] = [
  ['keyvault secret', 'Key Vault Secrets User'],
  ['keyvault key', 'Key Vault Reader'],
  ['keyvault certificate', 'Key Vault Reader'],
  ['storage blob', 'Storage Blob Data Reader'],
  ['storage container', 'Storage Blob Data Reader'],
  ['storage queue', 'Storage Queue Data Reader'],
  ['storage table', 'Storage Table Data Reader'],
  ['storage entity', 'Storage Table Data Reader'],
  ['storage message', 'Storage Queue Data Reader'],
  ['storage account keys', 'Storage Account Key Operator Service Role'],
  ['aks get-credentials', 'Azure Kubernetes Service Cluster User Role'],
  ['monitor log-analytics query', 'Log Analytics Reader'],
  ['monitor app-insights query', 'Monitoring Reader'],
  ['consumption', 'Cost Management Reader'],
  ['costmanagement', 'Cost Management Reader'],
  ['acr repository', 'AcrPull'],
  ['acr manifest', 'AcrPull'],
  ['webapp config appsettings', 'Website Contributor'],
  ['functionapp config appsettings', 'Website Contributor'],
  ['functionapp keys', 'Website Contributor'],
  // Not Azure's role-based access: Microsoft Graph and Azure DevOps have their own.
  ['ad', null],
  ['devops', null],
  ['pipelines', null],
  ['repos', null],
  ['boards', null],
  ['artifacts', null],
]

/** The least role for a reading command such as `az vm list`; null where none of Azure's roles decides. */
export function azureReadRole(operation: string): string | null {
  const words = operation.replace(/^az /, '')
  const found = special.find(([start]) => words === start || words.startsWith(`${start} `))
  return found ? found[1] : 'Reader'
}

/** Roles that may change whatever they reach. */
export const azureWideRoles = ['Owner', 'Contributor', 'User Access Administrator']
