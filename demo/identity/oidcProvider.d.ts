/**
 * oidc-provider's main file prints "Unsupported runtime" on Node 20 when it is imported; the files it re-exports do not.
 * The tests show that what the demo uses works there.
 */
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider'
}

declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  import { interactionPolicy } from 'oidc-provider'
  export import base = interactionPolicy.base
  export import Check = interactionPolicy.Check
  export import Prompt = interactionPolicy.Prompt
}
