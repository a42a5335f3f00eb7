import { computed } from 'vue'
import type { ImageRefusal } from '../../../shared/protocol/commands/image.ts'
import { rasterTypeOf } from '../../../shared/mail/imageType.ts'
import { sameAddress } from '../../mime/reply.ts'
import { createCollector } from '../kit/collector.ts'
import { isCancelled } from '../kit/failure.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { useSession, type Session } from '../session/index.ts'
import { MAX_REMOTE_PICTURE_BYTES } from './limits.ts'

export interface RemotePicturesOptions {
  session: Pick<Session, 'client'>
  settings: Pick<SettingsStore, 'personal' | 'changePersonal'>
  accountId: string
}

/** Remote pictures of messages: whose are shown, and where they come from. */
export function createRemotePictures({ session, settings, accountId }: RemotePicturesOptions) {
  const rule = computed(() => settings.personal.pictures)
  const allowed = computed(() => settings.personal.pictureSenders[accountId] ?? [])

  function isAllowed(address: string): boolean {
    return allowed.value.some((one) => sameAddress(one, address))
  }

  function setAllowed(list: readonly string[]): void {
    settings.changePersonal({
      pictureSenders: { ...settings.personal.pictureSenders, [accountId]: list },
    })
  }

  /** Through the bridge, never from the page. @returns an address for the frame, or why there is none */
  async function fetch(url: string, signal: AbortSignal): Promise<{ address: string } | { reason: Failure }> {
    const bytes = createCollector(MAX_REMOTE_PICTURE_BYTES)
    try {
      const result = await session.client.call(
        'image',
        { url },
        { signal, onBytes: (_stream, chunk) => bytes.add(chunk) },
      )
      if (result.outcome === 'none') return { reason: result.reason }
      // Looked at again: what is drawn depends on no other program's word.
      const whole = bytes.bytes()
      const type = bytes.full ? undefined : rasterTypeOf(whole)
      if (type === undefined) return { reason: 'notPicture' }
      return { address: URL.createObjectURL(new Blob([whole], { type })) }
    } catch (error) {
      return { reason: isCancelled(error) ? 'cancelled' : 'offline' }
    }
  }

  return {
    rule,
    allowed,
    isAllowed,
    allow: (address: string) => {
      if (!isAllowed(address)) setAllowed([...allowed.value, address.toLowerCase()])
    },
    forget: (address: string) => setAllowed(allowed.value.filter((one) => one !== address)),
    fetch,
  }
}

type Failure = ImageRefusal | 'offline' | 'cancelled'
export type RemotePicturesStore = Store<ReturnType<typeof createRemotePictures>>

/** One account's. */
export const useRemotePictures = defineKeyedStore('remotePictures', (accountId) =>
  createRemotePictures({ session: useSession(accountId), settings: useSettings(), accountId }),
)
