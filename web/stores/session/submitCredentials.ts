import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'

/** What `submit` takes: the bridge keeps no credentials, so each submission brings its own. */
export type SubmitCredentials = ArgsInput<Commands['submit']>['credentials']
