import { expect, it } from 'vitest'
import { checkClientId, normaliseClientId } from '../../../../web/components/sign-in/clientId.ts'

it.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['not an ID', 'invalid'],
  ['11111111-2222-3333-4444-55555555555', 'invalid'],
  ['11111111222233334444555555555555', 'invalid'],
  ['00000000-0000-0000-0000-000000000000', 'zero'],
  ['11111111-2222-3333-4444-555555555555', 'valid'],
  [' {0A1B2C3D-1111-4222-8333-444455556666}\n', 'valid'],
])('%j is %s', (pasted, check) => {
  expect(checkClientId(pasted)).toBe(check)
})

it('what is shown in the command is as Entra writes it', () => {
  expect(normaliseClientId(' {0A1B2C3D-1111-4222-8333-444455556666}\n')).toBe(
    '0a1b2c3d-1111-4222-8333-444455556666',
  )
})
