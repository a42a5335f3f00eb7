import type { Field } from '../../shared/protocol/fields.ts'
import type { CommandName } from '../../shared/protocol/registry.ts'

/** Put in by the build (`vite.config.ts`) from the commands' schemas, which the page does not have. */
declare const __COMMAND_FIELDS__: Record<CommandName, Field[]>

export const COMMAND_FIELDS = __COMMAND_FIELDS__
