import { expect, it } from 'vitest'
import type { CommandDefinition } from '../../../../shared/protocol/command.ts'
import { commands, type CommandName } from '../../../../shared/protocol/registry.ts'
import { traitsOf } from '../../../../web/bridge/traits.ts'

it.each(Object.keys(commands) as CommandName[])('the page treats %s as its definition says', (name) => {
  const { traits = {} }: CommandDefinition = commands[name]
  expect(traitsOf(name)).toEqual(traits)
})
