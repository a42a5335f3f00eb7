import type { CommandTraits } from '../../shared/protocol/command.ts'
import type { CommandName } from '../../shared/protocol/registry.ts'

/** Put in by the build (`vite.config.ts`) from the commands' definitions, which the page imports as types only. */
declare const __COMMAND_TRAITS__: Partial<Record<CommandName, CommandTraits>>

export function traitsOf(command: CommandName): CommandTraits {
  return __COMMAND_TRAITS__[command] ?? {}
}
