import type { MailboxRef } from '../../../../shared/protocol/values.ts'
import type { Arrangement } from '../../../../web/index/arrange.ts'
import type { IndexNews } from '../../../../web/index/news.ts'
import { applyChange } from '../../../../web/mailbox/applyChange.ts'
import type { Change, Effect, WishPart } from '../../../../web/mailbox/change.ts'
import { changedFlags } from '../../../../web/mailbox/flagChange.ts'
import { EMPTY_MODEL, placesOf, type Model } from '../../../../web/mailbox/model.ts'
import type { ListRow } from '../../../../web/mailbox/row.ts'
import * as view from '../../../../web/mailbox/view.ts'
import { flagWishesOf, openWishes } from '../../../../web/mailbox/wishes.ts'

/**
 * A small mail server and the wires to it, in one process: what it has is the truth that the model must come to show,
 * whatever is late, lost or refused on the way. Other clients change it too.
 */
export interface Stored {
  uid: number
  flags: string[]
  /** Messages of one conversation share it. */
  thread: number
}

/** One step of a run; numbers are taken modulo what there is. */
export type Step =
  | { kind: 'arrive'; count: number; thread: number }
  | { kind: 'expunge'; at: number }
  | { kind: 'foreignFlag'; at: number; flag: number; on: boolean }
  | { kind: 'replace' }
  | { kind: 'flag'; at: number; flag: number; on: boolean; refuse: boolean }
  | { kind: 'leave'; from: number; to: number; refuse: boolean; keep: boolean }
  | { kind: 'open'; at: number }
  | { kind: 'deliver'; count: number }
  | { kind: 'serve'; count: number }
  | { kind: 'drop' }
  | { kind: 'poll' }
  | { kind: 'arrange' }
  | { kind: 'unfold'; at: number; on: boolean }
  | { kind: 'search'; on: boolean }
  | { kind: 'recall' }
  | { kind: 'resync' }
  | { kind: 'reload' }

const FLAGS = ['\\Seen', '\\Flagged'] as const
const PATH = 'INBOX'

interface Request {
  /** What the server does. @returns what it then tells, one piece after the other */
  run: () => (() => void)[]
  /** On the side lane: what is told keeps no order with what the main lane tells. */
  isAside: boolean
  /** The connection was lost before all of the answer was here. */
  lose: () => void
}

export interface OracleOptions {
  /** The server tells UIDNEXT. */
  uidNext: boolean
  /** Changes are told by UID too: CONDSTORE and QRESYNC. */
  byUid: boolean
  /** EXPUNGE of the page's own erasures: without UIDPLUS what others marked must stay. */
  expunges: boolean
}

export class Oracle {
  model: Model = EMPTY_MODEL
  messages: Stored[] = []
  uidNext = 1
  uidValidity = 1
  /** Places of messages the user saw and the server never had, or acted on after they were gone. */
  readonly faults: string[] = []
  /** By UID and flag: what the user wished last, unless somebody else or a refusal came between. */
  readonly wished = new Map<string, boolean>()
  /** By UID and flag: changes of others that this page is still to hear of, though the flag may be as it was told last. */
  readonly #untold = new Set<string>()
  /** UIDs the user took away, and the server agreed. */
  readonly taken = new Set<number>()
  /** Of wishes that were taken away: how often each was carried out. */
  readonly done = new Map<string, number>()
  /** The header index as the news left it. */
  index = new Map<number, string[]>()
  /** The index was synced, and the connection has told everything since. */
  indexIsCurrent = false
  /** What this page is told in order: the main lane. */
  #stream: (() => void)[] = []
  /** Not carried out yet. */
  #requests: Request[] = []
  /** Not answered yet, carried out or not. */
  readonly #open = new Set<Request>()
  #answers: (() => void)[] = []
  #lastId = 0
  #refuseNext = false
  #keepNext = false
  #arranged = false
  readonly #options: OracleOptions

  constructor(options: OracleOptions, start: number) {
    this.#options = options
    for (let at = 0; at < start; at++) this.messages.push(this.#made(at % 3))
    this.apply({ kind: 'opening', path: PATH })
    this.#select()
  }

  get ref(): MailboxRef {
    return { path: PATH, uidValidity: String(this.uidValidity) }
  }

  #made(thread: number): Stored {
    return { uid: this.uidNext++, flags: [], thread }
  }

  apply(change: Change): void {
    const { open } = this.model
    const { model, effects } = applyChange(this.model, change)
    this.model = model
    for (const effect of effects) this.#run(effect)
    if (model.open !== undefined && model.open !== open) this.#read(model.open)
  }

  step(step: Step): void {
    switch (step.kind) {
      case 'arrive':
        for (let at = 0; at < step.count; at++) this.messages.push(this.#made(step.thread))
        return this.#tellExists()
      case 'expunge':
        return this.#expunge(step.at % Math.max(1, this.messages.length))
      case 'foreignFlag':
        return this.#foreignFlag(step)
      case 'replace':
        this.uidValidity++
        this.messages = this.messages.map((message) => ({ ...message, uid: this.uidNext++ }))
        this.wished.clear()
        this.index.clear()
        return this.step({ kind: 'drop' })
      case 'flag':
        return this.#flag(step)
      case 'leave':
        return this.#leave(step)
      case 'open':
        return this.apply({
          kind: 'opened',
          uid: view.uidAtIndex(this.model, step.at % Math.max(1, view.count(this.model))),
        })
      case 'deliver':
        for (const tell of this.#stream.splice(0, step.count)) tell()
        for (const tell of this.#answers.splice(0, 1)) tell()
        return
      case 'serve':
        for (const request of this.#requests.splice(0, step.count)) this.#serve(request)
        return
      case 'drop':
        return this.#drop()
      case 'poll':
        return this.#count()
      case 'arrange':
        this.#arranged = true
        return this.#arrange()
      case 'unfold': {
        const uid = view.uidAtIndex(this.model, step.at % Math.max(1, view.count(this.model)))
        if (uid !== undefined) this.apply({ kind: 'unfolded', uid, on: step.on })
        return
      }
      case 'search':
        if (!step.on) return this.apply({ kind: 'found', uids: undefined })
        return this.#search(false)
      case 'recall':
        return this.#recall()
      case 'resync':
        return this.#resync()
      case 'reload':
        return this.#reload()
    }
  }

  /** Everything under way ends, everything is told, nothing new happens: what shows must be the truth then. */
  settle(): void {
    for (let turn = 0; turn < 500; turn++) {
      const busy = this.#stream.length + this.#requests.length + this.#answers.length
      this.#fetchRows()
      if (busy + this.#requests.length === 0) break
      this.step({ kind: 'serve', count: 100 })
      for (const tell of this.#stream.splice(0)) tell()
      for (const tell of this.#answers.splice(0)) tell()
    }
    this.#count()
    this.step({ kind: 'serve', count: 100 })
    for (const tell of this.#answers.splice(0)) tell()
  }

  /** The index compares itself with the server, and the list is arranged anew. */
  syncIndex(): void {
    this.index = new Map(this.messages.map(({ uid, flags }) => [uid, flags]))
    this.indexIsCurrent = true
    if (this.#arranged) this.#arrange()
    this.settle()
  }

  get isQuiet(): boolean {
    return this.#stream.length + this.#requests.length + this.#answers.length === 0
  }

  /* What the page asks. */

  #run(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        // The shell's pace: at once here.
        return this.apply({ kind: 'sending', mailbox: effect.mailbox, flag: effect.flag })
      case 'store':
        return this.#store(effect)
      case 'leave':
        return this.#take(effect.wish)
      case 'verify':
        return this.#verify(effect)
      case 'count':
        return this.#count()
      case 'refreshFlags':
        return this.#refreshFlags(effect)
      case 'newest':
        return this.#fetch(
          this.messages.slice(-effect.count).map((_, at, all) => this.messages.length - all.length + at + 1),
        )
      case 'select':
        return this.#select()
      case 'index':
        return this.#news(effect.mailbox, effect.news)
      case 'sync':
        if (effect.why === 'arrived') return this.#addNewer(effect.mailbox)
        this.indexIsCurrent = false
        return
      case 'left':
      case 'rows':
      case 'findAgain':
      case 'wishesEnded':
        return
    }
  }

  #serve(request: Request): void {
    const { run, isAside } = request
    const told = run()
    const last = told.pop()
    // With its last piece a request is answered, and can be lost no more.
    const end = (): void => {
      this.#open.delete(request)
      last?.()
    }
    if (isAside) this.#answers.push(...told, end)
    else this.#stream.push(...told, end)
  }

  #request(run: Request['run'], lose: Request['lose'] = () => undefined, isAside = false): void {
    const request = { run, lose, isAside }
    this.#requests.push(request)
    this.#open.add(request)
  }

  /** The answer waits its turn behind what the lane told before (rule C8). */
  #tell(what: () => void): void {
    this.#stream.push(what)
  }

  #select(): void {
    this.#request(
      () => {
        const about = {
          ...this.ref,
          exists: this.messages.length,
          ...(this.#options.uidNext ? { uidNext: this.uidNext } : {}),
          flags: [],
          readOnly: false,
        }
        return [() => this.apply({ kind: 'selected', mailbox: about })]
      },
      // The page opens the folder again when the connection is back.
    )
  }

  #store({ mailbox, flag, on, uids }: Extract<Effect, { kind: 'store' }>): void {
    const part: WishPart = { kind: 'flag', mailbox, flag }
    for (const uid of uids)
      if (this.model.mailbox?.departed.has(uid)) this.faults.push(`STORE of ${uid}, which is gone`)
    const refuse = this.#refuseNext
    const silent = uids.size % 2 === 0
    this.#refuseNext = false
    this.#request(
      () => {
        if (mailbox.uidValidity !== String(this.uidValidity) || refuse) {
          return [() => this.#refuse({ mailbox, flag, on })]
        }
        const changed = this.messages.filter(({ uid }) => uids.has(uid))
        for (const message of changed) message.flags = changedFlags(message.flags, { flag, on })
        const told = changed.map(({ uid, flags }) => ({ uid, flags: [...flags] }))
        return [
          ...(silent ? [] : told).map(
            ({ uid, flags }) =>
              () =>
                this.apply({ kind: 'flags', mailbox, message: { uids: [uid] }, change: { flags } }),
          ),
          () => this.apply({ kind: 'confirmed', wish: part }),
        ]
      },
      () => this.apply({ kind: 'lost', wish: part }),
    )
  }

  /** What is left of the same change is not tried either. */
  #refuse({ mailbox, flag, on }: { mailbox: MailboxRef; flag: string; on: boolean }): void {
    const { wanted, sending } = flagWishesOf(this.model.wishes, mailbox, flag)
    for (const [uid, wish] of wanted) if (wish === on) this.wished.delete(`${uid} ${flag}`)
    for (const uid of sending?.uids ?? []) if (!wanted.has(uid)) this.wished.delete(`${uid} ${flag}`)
    this.apply({ kind: 'refused', wish: { kind: 'flag', mailbox, flag } })
  }

  #take(wish: Extract<Effect, { kind: 'leave' }>['wish']): void {
    const { id, mailbox, destination } = wish
    const part = (uids: readonly number[]): WishPart => ({ kind: 'leave', id, uids })
    const refuse = this.#refuseNext
    const keep = this.#keepNext && destination === undefined && !this.#options.expunges
    this.#refuseNext = false
    this.#request(
      () => {
        if (mailbox.uidValidity !== String(this.uidValidity) || refuse)
          return [() => this.apply({ kind: 'refused', wish: part(wish.uids) })]
        for (const uid of wish.uids) {
          const at = this.messages.findIndex((message) => message.uid === uid)
          if (at < 0) continue
          this.taken.add(uid)
          // Without UIDPLUS it is marked as deleted, and stays.
          if (!keep) this.#expunge(at)
        }
        return [() => this.apply({ kind: 'confirmed', wish: part(wish.uids) })]
      },
      () => this.apply({ kind: 'lost', wish: part(wish.uids) }),
    )
  }

  #verify({ id, mailbox, uids }: Extract<Effect, { kind: 'verify' }>): void {
    this.#request(
      () => {
        const isCurrent = mailbox.uidValidity === String(this.uidValidity)
        const left = isCurrent
          ? uids.filter((uid) => this.messages.some((message) => message.uid === uid))
          : []
        const gone = uids.filter((uid) => !left.includes(uid))
        return [
          () => {
            if (gone.length > 0) this.apply({ kind: 'confirmed', wish: { kind: 'leave', id, uids: gone } })
            if (left.length > 0) this.apply({ kind: 'refused', wish: { kind: 'leave', id, uids: left } })
          },
        ]
      },
      () => this.#verify({ kind: 'verify', id, mailbox, uids }),
    )
  }

  /** STATUS on the side lane: of now, told at any time. */
  #count(): void {
    const asked = this.model.revision
    this.#request(
      () => {
        const unseen = this.messages.filter(({ flags }) => !flags.includes('\\Seen')).length
        const counts = { messages: this.messages.length, unseen }
        return [() => this.apply({ kind: 'counted', path: PATH, counts, asked })]
      },
      () => undefined,
      true,
    )
  }

  #refreshFlags({ mailbox, by, numbers }: Extract<Effect, { kind: 'refreshFlags' }>): void {
    this.#request(() => {
      if (mailbox.uidValidity !== String(this.uidValidity)) return []
      const wanted = new Set(numbers)
      const told = this.messages
        .map(({ uid, flags }, at) => ({ seq: at + 1, uid, flags: [...flags] }))
        .filter(({ seq, uid }) => wanted.has(by === 'uid' ? uid : seq))
      const there = new Set(told.map(({ uid }) => uid))
      const gone = numbers.filter((uid) => !there.has(uid))
      return [
        ...told.map(
          ({ uid, flags }) =>
            () =>
              this.apply({ kind: 'flags', mailbox, message: { uids: [uid] }, change: { flags } }),
        ),
        () => by === 'uid' && this.apply({ kind: 'departed', mailbox, uids: gone }),
      ]
    })
  }

  /** Rows on screen that are missing: here, all. */
  #fetchRows(): void {
    if (this.model.phase.kind !== 'open' || this.#requests.length > 0 || this.#stream.length > 0) return
    const places = placesOf(this.model)
    const unknown = view.unknownPlaces(this.model, 0, 100)
    if (!places || unknown.length === 0) return
    const { list, mailbox } = this.model
    const of = { key: list.key, shifts: places.shifts, exists: mailbox?.numbers.exists ?? 0 }
    if (places.kind === 'numbers') return this.#fetch(unknown, of)
    const uids = unknown.map((place) => places.uids[place - 1] ?? 0)
    this.#fetch(uids, of, unknown)
  }

  #fetch(
    numbers: readonly number[],
    of?: Extract<Change, { kind: 'unavailable' }>['of'],
    places?: readonly number[],
  ): void {
    const mailbox = this.ref
    const asked = this.model.revision
    this.#request(() => {
      if (mailbox.uidValidity !== String(this.uidValidity)) return []
      const wanted = new Set(numbers)
      const rows = this.messages
        .map(({ uid, flags }, at): ListRow => ({ seq: at + 1, uid, flags: [...flags] }))
        .filter(({ seq, uid }) => wanted.has(places ? uid : seq))
      return [
        () => {
          this.apply({ kind: 'rows', mailbox, rows, lane: 'main', asked })
          const came = new Set(rows.map(({ seq, uid }) => (places ? uid : seq)))
          const missing = numbers.filter((number) => !came.has(number))
          const at = places ? missing.map((uid) => places[numbers.indexOf(uid)] ?? 0) : missing
          if (of && at.length > 0) this.apply({ kind: 'unavailable', mailbox, places: at, of })
        },
      ]
    })
  }

  #news(mailbox: MailboxRef, news: IndexNews): void {
    if (mailbox.uidValidity !== String(this.uidValidity)) return
    const uidsByNumber = [...this.index.keys()].sort((one, other) => one - other)
    switch (news.kind) {
      case 'flags': {
        const { message } = news
        const named =
          'seq' in message && this.indexIsCurrent && uidsByNumber.length === message.exists
            ? uidsByNumber[message.seq - 1]
            : undefined
        const uids = 'uids' in message ? message.uids : named === undefined ? [] : [named]
        if (uids.length === 0) this.indexIsCurrent = false
        for (const uid of uids) {
          const flags = this.index.get(uid)
          if (flags) this.index.set(uid, changedFlags(flags, news.change))
        }
        return
      }
      case 'gone':
        for (const uid of news.uids) this.index.delete(uid)
        return
      case 'stale':
        this.indexIsCurrent = false
        return
      case 'expunged': {
        const { uidNext = 0 } = news
        const counted = uidsByNumber.filter((one) => one < uidNext)
        const uid =
          this.indexIsCurrent && counted.length === news.exists + 1 ? counted[news.seq - 1] : undefined
        if (uid === undefined) return void (this.indexIsCurrent = false)
        this.index.delete(uid)
        return this.apply({ kind: 'departed', mailbox, uids: [uid] })
      }
    }
  }

  /** The side lane sees what there is now, whatever the main lane has told. */
  #addNewer(mailbox: MailboxRef): void {
    if (mailbox.uidValidity !== String(this.uidValidity)) return
    const newest = Math.max(0, ...this.index.keys())
    for (const { uid, flags } of this.messages) if (uid > newest) this.index.set(uid, [...flags])
  }

  #arrange(): void {
    const uids = [...this.index.keys()].sort((one, other) => one - other)
    const threadOf = new Map(this.messages.map(({ uid, thread }) => [uid, thread]))
    const threads = new Map<number, number[]>()
    for (const uid of uids) {
      const thread = threadOf.get(uid) ?? -uid
      threads.set(thread, [...(threads.get(thread) ?? []), uid])
    }
    const rows = [...threads.values()].sort((one, other) => (one.at(-1) ?? 0) - (other.at(-1) ?? 0))
    const ends: number[] = []
    let end = 0
    for (const members of rows) ends.push((end += members.length))
    const arrangement: Arrangement = {
      uids: Uint32Array.from(rows, (members) => members.at(-1) ?? 0),
      members: Uint32Array.from(rows.flat()),
      ends: Uint32Array.from(ends),
    }
    const mailbox = this.ref
    // The worker answers later, on a channel of its own.
    this.#answers.push(() => this.apply({ kind: 'arranged', mailbox, arrangement }))
  }

  /** The index tells rows by number, where it holds as many as there are. */
  #recall(): void {
    const { mailbox, list, revision: asked } = this.model
    if (!mailbox) return
    const { exists, shifts } = mailbox.numbers
    const uids = [...this.index.keys()].sort((one, other) => one - other)
    if (uids.length !== exists) return
    const rows = uids.map((uid, at): ListRow => ({
      seq: at + 1,
      uid,
      flags: [...(this.index.get(uid) ?? [])],
      partial: {},
    }))
    const ref = this.ref
    this.#answers.push(() =>
      this.apply({
        kind: 'recalled',
        mailbox: ref,
        rows,
        asked,
        numbered: { key: list.key, shifts, exists },
      }),
    )
  }

  /** The lane was away: what happened meanwhile is not told, only how the mailbox stands now. */
  #resync(): void {
    if (this.#open.size > 0) return
    this.#stream = []
    const mailbox = this.ref
    const { length: exists } = this.messages
    const uidNext = this.#options.uidNext ? { uidNext: this.uidNext } : {}
    this.#tell(() => this.apply({ kind: 'resynced', mailbox, exists, ...uidNext }))
  }

  #search(again: boolean): void {
    const mailbox = this.ref
    this.#request(() => {
      if (mailbox.uidValidity !== String(this.uidValidity)) return []
      const uids = this.messages.filter(({ thread }) => thread !== 1).map(({ uid }) => uid)
      return [() => this.apply({ kind: 'found', uids, again })]
    })
  }

  /* What the user does. */

  #flag({ at, flag, on, refuse }: Extract<Step, { kind: 'flag' }>): void {
    const uid = view.uidAtIndex(this.model, at % Math.max(1, view.count(this.model)))
    if (uid === undefined || this.model.phase.kind !== 'open') return
    const name = FLAGS[flag % FLAGS.length] ?? '\\Seen'
    const uids = view.foldedGroup(this.model, uid)?.members ?? [uid]
    this.#refuseNext = refuse
    const { mailbox } = this.model
    if (!mailbox) return
    for (const one of uids) {
      // What shows so already is no wish: the server may have been told otherwise by somebody else.
      const isNews = view.shownFlagOf(this.model, one, name) !== on
      const message = this.messages.find((stored) => stored.uid === one)
      // Somebody else has changed it, and this page has not been told: either may win.
      const isTold =
        message?.flags.includes(name) === view.truthOf(this.model, this.ref, { uid: one, flag: name })
      if (!isNews || !isTold || this.#untold.has(`${one} ${name}`)) this.wished.delete(`${one} ${name}`)
      else this.wished.set(`${one} ${name}`, on)
    }
    const { path, uidValidity } = mailbox.about
    this.apply({
      kind: 'wished',
      wish: { kind: 'flag', mailbox: { path, uidValidity }, uids, flag: name, on },
    })
    for (const one of uids)
      if (view.shownFlagOf(this.model, one, name) !== on) this.faults.push('a wish does not show at once')
  }

  #leave({ from, to, refuse, keep }: Extract<Step, { kind: 'leave' }>): void {
    const count = view.count(this.model)
    const { mailbox } = this.model
    if (count === 0 || !mailbox || this.model.phase.kind !== 'open') return
    const [low, high] = [from % count, to % count].sort((one, other) => one - other) as [number, number]
    const uids: number[] = []
    for (let index = low; index <= high; index++) {
      const uid = view.uidAtIndex(this.model, index)
      if (uid !== undefined) uids.push(...(view.foldedGroup(this.model, uid)?.members ?? [uid]))
    }
    if (uids.length === 0) return
    this.#refuseNext = refuse
    this.#keepNext = keep
    const { path, uidValidity } = mailbox.about
    const wish = {
      kind: 'leave' as const,
      id: String(++this.#lastId),
      mailbox: { path, uidValidity },
      uids: [...new Set(uids)],
      ...(keep ? {} : { destination: 'Archive' }),
    }
    this.apply({ kind: 'wished', wish })
    for (const uid of uids)
      if (view.isListed(this.model, uid) && view.indexOf(this.model, uid) !== undefined && !this.#isHeir(uid))
        this.faults.push('what leaves is still in sight')
    if (this.model.open !== undefined && uids.includes(this.model.open))
      this.faults.push('a message that leaves stays open')
  }

  #isHeir(uid: number): boolean {
    return (view.groupOf(this.model, uid)?.members.length ?? 0) > 1
  }

  /** The page is loaded anew: wishes come back from disk as plain data. */
  #reload(): void {
    const kept = JSON.parse(JSON.stringify(openWishes(this.model.wishes))) as ReturnType<typeof openWishes>
    const { path } = this.model
    this.#requests = []
    this.#stream = []
    this.#untold.clear()
    this.#answers = []
    this.#open.clear()
    this.indexIsCurrent = false
    this.model = EMPTY_MODEL
    this.#arranged = false
    if (path === undefined) return
    this.apply({ kind: 'opening', path })
    this.#select()
    for (const wish of kept) this.apply({ kind: 'wished', wish })
  }

  /** The connection is lost with all that was under way on it, and comes back. Half of that had been carried out. */
  #drop(): void {
    const open = [...this.#open]
    for (const [at, request] of this.#requests.entries()) if (at % 2 === 0) request.run()
    this.#requests = []
    this.#stream = []
    this.#answers = []
    this.#open.clear()
    this.indexIsCurrent = false
    for (const { lose } of open) lose()
    this.apply({ kind: 'opening', path: PATH })
    this.#select()
  }

  /** Opening a message asks for its body, which finds out whether it is still there. */
  #read(uid: number): void {
    const mailbox = this.ref
    const ask = (): void =>
      this.#request(() => {
        const isThere = this.messages.some((message) => message.uid === uid)
        return [() => !isThere && this.apply({ kind: 'departed', mailbox, uids: [uid] })]
      }, ask)
    ask()
  }

  /* What other clients do. */

  #tellExists(): void {
    const exists = this.messages.length
    const mailbox = this.ref
    const uidNext = this.#options.uidNext ? { uidNext: this.uidNext } : {}
    this.#tell(() => this.apply({ kind: 'arrived', mailbox, exists, ...uidNext }))
  }

  #expunge(at: number): void {
    const [message] = this.messages.splice(at, 1)
    if (!message) return
    const { uid } = message
    const mailbox = this.ref
    const seq = at + 1
    if (this.#options.byUid) this.#tell(() => this.apply({ kind: 'vanished', mailbox, uid }))
    else this.#tell(() => this.apply({ kind: 'expunged', mailbox, seq }))
  }

  #foreignFlag({ at, flag, on }: Extract<Step, { kind: 'foreignFlag' }>): void {
    const place = at % Math.max(1, this.messages.length)
    const message = this.messages[place]
    const name = FLAGS[flag % FLAGS.length] ?? '\\Seen'
    if (!message) return
    this.wished.delete(`${message.uid} ${name}`)
    message.flags = changedFlags(message.flags, { flag: name, on })
    const change = { flags: [...message.flags] }
    const mailbox = this.ref
    const who = this.#options.byUid ? { uids: [message.uid] } : { seq: place + 1 }
    const key = `${message.uid} ${name}`
    this.#untold.add(key)
    this.#tell(() => {
      this.#untold.delete(key)
      this.apply({ kind: 'flags', mailbox, message: who, change })
    })
  }
}
