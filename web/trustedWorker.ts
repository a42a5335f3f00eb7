/**
 * Starts a worker of this page's own files. Under `require-trusted-types-for 'script'` its address must come from a policy,
 * which may be made once; this one passes on addresses that the build has written.
 */
export function startWorker(url: string, name: string): Worker {
  return new Worker(trusted(url) as URL, { type: 'module', name })
}

interface Policy {
  createScriptURL(url: string): unknown
}
let policy: Policy | undefined

function trusted(url: string): unknown {
  const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): Policy } })
    .trustedTypes
  if (!factory) return url
  policy ??= factory.createPolicy('ponte', { createScriptURL: (own: string) => own })
  return policy.createScriptURL(url)
}
